import { z } from 'zod';
import { type Arithmetic, activate, arithmetic, clip, elu, leakyRelu } from '../../network/elementwise.ts';
import { flatten, pad, permuteImage } from '../../network/layout.ts';
import type { Value } from '../../network/network.ts';
import { normaliseBatch, normaliseVector } from '../../network/normalisation.ts';
import { globalPool, pool } from '../../network/pooling.ts';
import { UnsupportedNetwork } from '../../refusal.ts';
import { concatenateAlong, reshapeTo } from '../../tensorflow/operations.ts';
import { type ConvertLayer, identity, layer } from './layer.ts';
import { activation, dataFormat, margins, padding, pair } from './settings.ts';

const axis = z.number().int();

/** What Keras's two layers that normalise are told. */
const Normalisation = z.object({
	axis: z.union([z.number().int(), z.tuple([z.number().int()]).transform(([axis]) => axis)]).default(-1),
	epsilon: z.number().positive().default(0.001),
	center: z.boolean().default(true),
	scale: z.boolean().default(true),
});

/** The layers without a kernel: to support another, add a line. */
export const OTHER_LAYERS: Readonly<Record<string, ConvertLayer>> = {
	ActivityRegularization: identity,
	AlphaDropout: identity,
	Dropout: identity,
	GaussianDropout: identity,
	GaussianNoise: identity,
	RandomBrightness: identity,
	RandomContrast: identity,
	RandomFlip: identity,
	RandomRotation: identity,
	RandomTranslation: identity,
	RandomZoom: identity,
	SpatialDropout2D: identity,

	Activation: layer(z.object({ activation }), ({ network, input, settings }) =>
		activate(network, input, settings.activation),
	),
	ReLU: layer(
		z.object({
			max_value: z.number().positive().nullish(),
			negative_slope: z.literal(0).nullish(),
			threshold: z.literal(0).nullish(),
		}),
		({ network, input, settings: { max_value } }) =>
			max_value == null ? activate(network, input, 'relu') : clip(network, input, 0, max_value),
	),
	LeakyReLU: layer(z.object({ alpha: z.number().default(0.3) }), ({ network, input, settings }) =>
		leakyRelu(network, input, settings.alpha),
	),
	ELU: layer(z.object({ alpha: z.number().default(1) }), ({ network, input, settings }) =>
		elu(network, input, settings.alpha),
	),
	Softmax: layer(z.object({ axis: z.number().int().default(-1) }), ({ network, input, settings }) => {
		if (settings.axis !== -1 && settings.axis !== input.shape.length) {
			throw new UnsupportedNetwork(`the axis ${settings.axis}`);
		}
		return activate(network, input, 'softmax');
	}),

	BatchNormalization: layer(
		Normalisation,
		({ network, input, settings: { axis, epsilon, center, scale }, weights }) => {
			if (axis !== -1 && axis !== input.shape.length) throw new UnsupportedNetwork(`the axis ${axis}`);
			const mean = weights.get('moving_mean').data;
			return normaliseBatch(network, input, {
				scale: scale ? weights.get('gamma').data : new Float32Array(mean.length).fill(1),
				offset: center ? weights.get('beta').data : new Float32Array(mean.length),
				mean,
				variance: weights.get('moving_variance').data,
				epsilon,
			});
		},
	),
	LayerNormalization: layer(
		Normalisation,
		({ network, input, settings: { axis, epsilon, center, scale }, weights }) => {
			const isLast = axis === -1 || axis === input.shape.length;
			if (!isLast || input.shape.length !== 1) throw new UnsupportedNetwork(`the axis ${axis}`);
			return normaliseVector(network, input, {
				scale: scale ? weights.get('gamma').data : undefined,
				offset: center ? weights.get('beta').data : undefined,
				epsilon,
			});
		},
	),
	Rescaling: layer(
		z.object({ scale: z.number(), offset: z.number().default(0) }),
		({ network, input, settings: { scale, offset } }) => {
			const scaled = network.add('Mul', [input, network.scalar(scale)], input.shape);
			return network.add('Add', [scaled, network.scalar(offset)], input.shape);
		},
	),

	MaxPooling2D: pooling('MaxPool'),
	AveragePooling2D: pooling('AveragePool'),
	GlobalAveragePooling2D: globalPooling('GlobalAveragePool'),
	GlobalMaxPooling2D: globalPooling('GlobalMaxPool'),
	ZeroPadding2D: layer(
		z.object({ padding: margins.default({ top: 1, bottom: 1, left: 1, right: 1 }), data_format: dataFormat }),
		({ network, input, settings }) => pad(network, input, settings.padding),
	),

	Flatten: layer(z.object({ data_format: dataFormat }), ({ network, input }) => flatten(network, input)),
	Reshape: layer(
		z.object({ target_shape: z.array(z.number().int().nullable()) }),
		({ network, input, settings }) =>
			// TensorFlow.js saves Keras' -1, "what is left", as null.
			reshapeTo(network, input, [-1, ...settings.target_shape.map((length) => length ?? -1)]),
	),

	Permute: layer(z.object({ dims: z.tuple([axis, axis, axis]) }), ({ network, input, settings }) =>
		permuteImage(network, input, settings.dims),
	),

	Add: merging('Add'),
	Multiply: merging('Mul'),
	Maximum: merging('Max'),
	Minimum: merging('Min'),
	Subtract: merging('Sub'),
	Average: layer(z.unknown(), ({ network, inputs }) => {
		const sum = inputs.reduce((a, b) => arithmetic(network, 'Add', a, b));
		return network.add('Div', [sum, network.scalar(inputs.length)], sum.shape);
	}),
	Concatenate: layer(z.object({ axis: z.number().int().default(-1) }), ({ network, inputs, settings }) =>
		concatenateAlong(network, inputs, settings.axis),
	),
};

function pooling(operator: 'MaxPool' | 'AveragePool'): ConvertLayer {
	const schema = z.object({
		pool_size: pair.default([2, 2]),
		strides: pair.nullish(),
		padding: padding.default('valid'),
		data_format: dataFormat,
	});
	return layer(schema, ({ network, input, settings }) =>
		pool(network, operator, input, {
			size: settings.pool_size,
			strides: settings.strides ?? settings.pool_size,
			padding: settings.padding,
		}),
	);
}

function globalPooling(operator: 'GlobalAveragePool' | 'GlobalMaxPool'): ConvertLayer {
	const schema = z.object({ data_format: dataFormat, keepdims: z.boolean().default(false) });
	return layer(schema, ({ network, input, settings }) =>
		globalPool(network, operator, input, settings.keepdims),
	);
}

function merging(operator: Arithmetic): ConvertLayer {
	return layer(z.unknown(), ({ network, inputs }) =>
		inputs.reduce((a: Value, b: Value) => arithmetic(network, operator, a, b)),
	);
}
