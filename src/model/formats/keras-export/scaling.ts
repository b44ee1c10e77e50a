import type { LayerGraph, LayerResult } from './layer-graph.ts';

/** `scale * x + offset`, a pair for each channel. */
export interface Scaling {
	readonly scale: readonly number[];
	readonly offset: readonly number[];
}

/**
 * How a model scales: by Keras's `Rescaling` where all channels go alike; or always by a batch normalisation, which older
 * readers know, too: TensorFlow.js has `Rescaling` since version 4.
 */
export type ScalingLayer = 'rescaling' | 'normalisation';

/** Less is rounding, of numbers in 0 to 255. */
const ROUNDING = 1e-6;

/** Keras's default. */
const EPSILON = 1e-3;

/** The one scaling after the other. */
export function compose(first: Scaling, { scale, offset }: Scaling): Scaling {
	return {
		scale: first.scale.map((one, c) => one * (scale[c] as number)),
		offset: first.offset.map((one, c) => one * (scale[c] as number) + (offset[c] as number)),
	};
}

/** The same for each of so many channels. */
export function uniformly(channels: number, scale: number, offset: number): Scaling {
	const each = (number: number) => new Array<number>(channels).fill(number);
	return { scale: each(scale), offset: each(offset) };
}

/** Adds what a scaling takes: nothing where it changes nothing. */
export function addScaling(
	graph: LayerGraph,
	input: LayerResult,
	{ scale, offset }: Scaling,
	kind: ScalingLayer,
): LayerResult {
	const changesNothing = scale.every((one, c) => near(one, 1) && near(offset[c] as number, 0));
	if (changesNothing) return input;
	const isUniform = scale.every((one, c) => one === scale[0] && offset[c] === offset[0]);
	if (isUniform && kind === 'rescaling')
		return graph.add('Rescaling', { scale: scale[0], offset: offset[0] }, [input], input.shape);
	const channels = scale.length;
	const numbers = (values: readonly number[]) => ({ shape: [channels], data: Float32Array.from(values) });
	return graph.add('BatchNormalization', { axis: -1, epsilon: EPSILON }, [input], input.shape, {
		gamma: numbers(scale),
		beta: numbers(offset),
		moving_mean: numbers(new Array(channels).fill(0)),
		moving_variance: numbers(new Array(channels).fill(1 - EPSILON)),
	});
}

function near(value: number, wanted: number): boolean {
	return Math.abs(value - wanted) < ROUNDING;
}
