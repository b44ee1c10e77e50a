import { z } from 'zod';
import { UnsupportedNetwork } from '../../formats/refusal.ts';
import {
	activation,
	convolutionSettings,
	dataFormat,
	margins,
	padding,
	pair,
} from '../../formats/tfjs/layers/settings.ts';
import { laidOut, reorder } from '../layout.ts';
import type { LayerParameters } from '../parameters.ts';
import type { Tape, Tracked } from '../tape.ts';
import { activate, clippedRelu } from './activation.ts';
import { convolve, convolveDepthwise } from './convolution.ts';
import { dense } from './dense.ts';
import { normaliseByBatch, normaliseByHistory, normaliseLength } from './normalisation.ts';
import { averagePool, globalAveragePool, maxPool } from './pooling.ts';
import { flatten, imageShape, sum, zeroPad } from './shape.ts';

/** What a layer is built with. */
export interface TrainingLayerCall {
	readonly tape: Tape;
	/** Which layers behave differently when they are trained. */
	readonly mode: 'train' | 'predict';
	readonly inputs: readonly Tracked[];
	readonly parameters: LayerParameters;
	/** Declares a mask of dropout; gives its name. */
	readonly mask: (shape: readonly number[], rate: number) => string;
	/** Says what a statistic is after the step. */
	readonly move: (parameter: Tracked, value: string) => void;
}

type BuildLayer = (call: TrainingLayerCall & { readonly input: Tracked }, settings: unknown) => Tracked;

/** A layer that reads its settings through a schema, and refuses those it does not know. */
function layer<Settings>(
	schema: z.ZodType<Settings>,
	build: (call: TrainingLayerCall & { readonly input: Tracked }, settings: Settings) => Tracked,
): BuildLayer {
	return (call, settings) => {
		const parsed = schema.safeParse(settings);
		if (!parsed.success) {
			const [issue] = parsed.error.issues;
			throw new UnsupportedNetwork(`the setting ${issue?.path.join('.')} (${issue?.message})`);
		}
		return build(call, parsed.data);
	};
}

const count = z.number().int().positive();

const convolution = { ...convolutionSettings, kernel_size: pair };

const pooling = z.object({
	pool_size: pair.default([2, 2]),
	strides: pair.nullish(),
	padding: padding.default('valid'),
	data_format: dataFormat,
});

/** The layers that can be trained: to support another, add one. */
const LAYERS: Readonly<Record<string, BuildLayer>> = {
	Conv2D: layer(
		z.object({ ...convolution, filters: count, groups: z.literal(1).default(1) }),
		({ tape, input, parameters }, { filters, kernel_size, activation, dilation_rate, ...settings }) => {
			const [, , channels] = imageShape(input);
			const kernel = parameters.get('kernel', [...kernel_size, channels, filters]);
			const bias = parameters.optional('bias', [filters]);
			const sliding = { ...settings, dilations: dilation_rate };
			return activate(tape, convolve(tape, input, { kernel, bias }, sliding), activation);
		},
	),

	DepthwiseConv2D: layer(
		z.object({ ...convolution, depth_multiplier: count.default(1) }),
		(
			{ tape, input, parameters },
			{ kernel_size, depth_multiplier, activation, dilation_rate, ...settings },
		) => {
			const [, , channels] = imageShape(input);
			const kernel = parameters.get('depthwise_kernel', [...kernel_size, channels, depth_multiplier]);
			const bias = parameters.optional('bias', [channels * depth_multiplier]);
			const sliding = { ...settings, dilations: dilation_rate };
			return activate(tape, convolveDepthwise(tape, input, { kernel, bias }, sliding), activation);
		},
	),

	SeparableConv2D: layer(
		z.object({ ...convolution, filters: count, depth_multiplier: count.default(1) }),
		(
			{ tape, input, parameters },
			{ filters, kernel_size, depth_multiplier, activation, dilation_rate, ...settings },
		) => {
			const [, , channels] = imageShape(input);
			const depthwise = parameters.get('depthwise_kernel', [...kernel_size, channels, depth_multiplier]);
			const pointwise = parameters.get('pointwise_kernel', [1, 1, channels * depth_multiplier, filters]);
			const bias = parameters.optional('bias', [filters]);
			const sliding = { ...settings, dilations: dilation_rate };
			const filtered = convolveDepthwise(tape, input, { kernel: depthwise, bias: undefined }, sliding);
			const mixed = convolve(
				tape,
				filtered,
				{ kernel: pointwise, bias },
				{ strides: [1, 1], dilations: [1, 1], padding: 'valid' },
			);
			return activate(tape, mixed, activation);
		},
	),

	Dense: layer(
		z.object({ units: count, use_bias: z.boolean().default(true), activation }),
		({ tape, input, parameters }, { units, activation }) => {
			const kernel = parameters.get('kernel', [input.shape.at(-1) as number, units]);
			const bias = parameters.optional('bias', [units]);
			return activate(tape, dense(tape, input, { kernel, bias }), activation);
		},
	),

	BatchNormalization: layer(
		z.object({
			axis: z.union([z.number().int(), z.tuple([z.number().int()]).transform(([axis]) => axis)]).default(-1),
			momentum: z.number().min(0).max(1).default(0.99),
			epsilon: z.number().positive().default(0.001),
		}),
		({ tape, mode, input, parameters, move }, { axis, momentum, epsilon }) => {
			if (axis !== -1 && axis !== input.shape.length) throw new UnsupportedNetwork(`the axis ${axis}`);
			const shape = [input.shape.at(-1) as number];
			const normalisation = {
				gamma: parameters.optional('gamma', shape),
				beta: parameters.optional('beta', shape),
				movingMean: parameters.get('moving_mean', shape, true),
				movingVariance: parameters.get('moving_variance', shape, true),
				epsilon,
			};
			// As in Keras, a frozen layer goes by its statistics, and they stay.
			if (mode === 'predict' || !parameters.isTrainable) {
				return normaliseByHistory(tape, input, normalisation);
			}
			const { output, moved } = normaliseByBatch(tape, input, normalisation, momentum);
			move(normalisation.movingMean, moved.mean);
			move(normalisation.movingVariance, moved.variance);
			return output;
		},
	),

	UnitNormalization: layer(z.object({ axis: z.literal(-1).default(-1) }), ({ tape, input }) =>
		normaliseLength(tape, input),
	),

	Activation: layer(z.object({ activation }), ({ tape, input }, settings) =>
		activate(tape, input, settings.activation),
	),
	ReLU: layer(
		z.object({
			max_value: z.number().positive().nullish(),
			negative_slope: z.literal(0).nullish(),
			threshold: z.literal(0).nullish(),
		}),
		({ tape, input }, { max_value }) =>
			max_value == null ? activate(tape, input, 'relu') : clippedRelu(tape, input, max_value),
	),
	Softmax: layer(z.object({ axis: z.literal(-1).default(-1) }), ({ tape, input }) =>
		activate(tape, input, 'softmax'),
	),

	Dropout: layer(z.object({ rate: z.number().min(0).lt(1) }), ({ tape, mode, input, mask }, { rate }) => {
		if (mode === 'predict' || rate === 0) return input;
		const { shape, layout } = input;
		const drawn = reorder(tape, { name: mask(shape, rate), shape, layout: 'plain' }, layout);
		const output = tape.add('Mul', [input.name, drawn]);
		return tape.record(input, output, [input], (gradient) => [tape.add('Mul', [gradient, drawn])]);
	}),

	Rescaling: layer(
		z.object({ scale: z.number(), offset: z.number().default(0) }),
		({ tape, input }, { scale, offset }) => {
			const scaled = tape.add('Mul', [input.name, tape.scalar(scale)]);
			const output = tape.add('Add', [scaled, tape.scalar(offset)]);
			return tape.record(input, output, [input], (gradient) => [
				tape.add('Mul', [gradient, tape.scalar(scale)]),
			]);
		},
	),

	MaxPooling2D: layer(pooling, ({ tape, input }, { pool_size, strides, padding }) =>
		maxPool(tape, input, { size: pool_size, strides: strides ?? pool_size, padding }),
	),
	AveragePooling2D: layer(pooling, ({ tape, input }, { pool_size, strides, padding }) =>
		averagePool(tape, input, { size: pool_size, strides: strides ?? pool_size, padding }),
	),
	GlobalAveragePooling2D: layer(
		z.object({ data_format: dataFormat, keepdims: z.boolean().default(false) }),
		({ tape, input }, { keepdims }) => globalAveragePool(tape, input, keepdims),
	),
	ZeroPadding2D: layer(
		z.object({ padding: margins.default({ top: 1, bottom: 1, left: 1, right: 1 }), data_format: dataFormat }),
		({ tape, input }, { padding }) => zeroPad(tape, input, padding),
	),
	Flatten: layer(z.object({ data_format: dataFormat }), ({ tape, input }) => flatten(tape, input)),
	Add: layer(z.unknown(), ({ tape, inputs }) => sum(tape, inputs)),
};

/** The layers that take images as they lie; all others get them as ONNX has them. */
const TAKE_ANY_LAYOUT = new Set(['Conv2D', 'MaxPooling2D', 'Activation', 'ReLU', 'Dropout']);

/** @throws {UnsupportedNetwork | DamagedNetwork} */
export function buildLayer(className: string, call: TrainingLayerCall, settings: unknown): Tracked {
	const build = Object.hasOwn(LAYERS, className) ? LAYERS[className] : undefined;
	if (!build) throw new UnsupportedNetwork('training this layer type');
	const inputs = TAKE_ANY_LAYOUT.has(className)
		? call.inputs
		: call.inputs.map((input) => laidOut(call.tape, input, 'plain'));
	const [input] = inputs;
	if (!input) throw new UnsupportedNetwork('a layer without an input');
	return build({ ...call, inputs, input }, settings);
}
