import type { Constant } from '../formats/constant.ts';
import { parseTopology, type Topology } from '../formats/tfjs/layers/topology.ts';
import type { Head } from '../head.ts';
import type { Tail, TailStep } from './read-tail.ts';

type Weights = Map<string, Constant & { readonly data: Float32Array<ArrayBuffer> }>;

/** The layer that is the head. */
export const HEAD_LAYER = 'head';

export interface TailShape {
	/** Of the maps that the tail begins with. */
	readonly width: number;
	readonly height: number;
	readonly channels: number;
}

/**
 * A tail and a head on top of its embedding as a Keras network. An embedding is of length 1, its numbers are small, and an
 * optimiser that takes steps of one size everywhere would hardly move the large weights of its head: it is made longer
 * first, and the head's weights smaller.
 */
export function tailTopology(
	tail: Tail,
	{ shape, labels, dropout }: { shape: TailShape; labels: number; dropout: number },
): Topology {
	const { width, height, channels } = shape;
	const last = tail.steps.at(-1)?.output ?? tail.from;
	const chain: [className: string, name: string, config: Readonly<Record<string, unknown>>][] = [
		['GlobalAveragePooling2D', 'mean', { data_format: 'channels_last' }],
		['UnitNormalization', 'embedding', { axis: -1 }],
		['Rescaling', 'longer', { scale: lengthOf(tail) }],
		['Dropout', 'dropout', { rate: dropout }],
		['Dense', HEAD_LAYER, { units: labels, activation: 'softmax', use_bias: true }],
	];
	const layers = [
		layer('InputLayer', tail.from, { batch_input_shape: [null, height, width, channels] }, []),
		...tail.steps.map(stepLayer),
		...chain.map(([className, name, config], n) =>
			layer(className, name, config, [chain[n - 1]?.[1] ?? last]),
		),
	];
	const reference = (name: string) => [name, 0, 0];
	return parseTopology('Functional', {
		layers,
		input_layers: [reference(tail.from)],
		output_layers: [reference(HEAD_LAYER)],
	});
}

/** What the network begins with: the backbone's own weights, and the head's. */
export function tailWeights(tail: Tail, { weights, bias }: Head): Weights {
	const found: Weights = new Map();
	const length = lengthOf(tail);
	for (const step of tail.steps) {
		if (step.kind === 'sum') continue;
		found.set(`${step.output}/${kernelOf(step)}`, step.kernel);
		found.set(`${step.output}/bias`, { shape: [step.bias.length], data: step.bias });
	}
	const { rows, columns } = weights;
	const kernel = new Float32Array(weights.data.length);
	for (let k = 0; k < rows; k++)
		for (let d = 0; d < columns; d++)
			kernel[d * rows + k] = (weights.data[k * columns + d] as number) / length;
	found.set(`${HEAD_LAYER}/kernel`, { shape: [columns, rows], data: kernel });
	found.set(`${HEAD_LAYER}/bias`, { shape: [rows], data: Float32Array.from(bias) });
	return found;
}

/** The way back: the tail and the head that a network has become. */
export function splitWeights(
	tail: Tail,
	weights: ReadonlyMap<string, Constant & { readonly data: Float32Array<ArrayBuffer> }>,
): { readonly tail: Tail; readonly head: Head } {
	const numbers = (name: string) => weights.get(name) as Constant & { data: Float32Array<ArrayBuffer> };
	const steps = tail.steps.map(
		(step): TailStep =>
			step.kind === 'sum'
				? step
				: {
						...step,
						kernel: numbers(`${step.output}/${kernelOf(step)}`),
						bias: numbers(`${step.output}/bias`).data,
					},
	);
	const kernel = numbers(`${HEAD_LAYER}/kernel`);
	const length = lengthOf(tail);
	const [columns = 0, rows = 0] = kernel.shape;
	const data = new Float32Array(rows * columns);
	for (let k = 0; k < rows; k++)
		for (let d = 0; d < columns; d++) data[k * columns + d] = (kernel.data[d * rows + k] as number) * length;
	return {
		tail: { ...tail, steps },
		head: { weights: { rows, columns, data }, bias: numbers(`${HEAD_LAYER}/bias`).data },
	};
}

/** At which the numbers of an embedding are of size 1. */
function lengthOf({ steps }: Tail): number {
	const last = steps.at(-1);
	return last?.kind === 'convolution' ? Math.sqrt(last.bias.length) : 1;
}

function kernelOf({ kind }: TailStep): 'kernel' | 'depthwise_kernel' {
	return kind === 'depthwise' ? 'depthwise_kernel' : 'kernel';
}

function stepLayer(step: TailStep) {
	if (step.kind === 'sum') return layer('Add', step.output, {}, step.inputs);
	const [height = 0, width = 0] = step.kernel.shape;
	const config = {
		kernel_size: [height, width],
		strides: [1, 1],
		padding: 'same',
		data_format: 'channels_last',
		dilation_rate: [1, 1],
		activation: step.isClipped ? 'relu6' : 'linear',
		use_bias: true,
	};
	return step.kind === 'depthwise'
		? layer('DepthwiseConv2D', step.output, { ...config, depth_multiplier: 1 }, [step.input])
		: layer('Conv2D', step.output, { ...config, filters: step.bias.length, groups: 1 }, [step.input]);
}

function layer(
	class_name: string,
	name: string,
	config: Readonly<Record<string, unknown>>,
	inputs: readonly string[],
) {
	const inbound_nodes = inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])];
	return { class_name, name, config: { name, ...config }, inbound_nodes };
}
