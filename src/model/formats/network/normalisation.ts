import { DamagedNetwork } from '../refusal.ts';
import type { Network, Value } from './network.ts';

export interface BatchNormalisation {
	readonly scale: Float32Array;
	readonly offset: Float32Array;
	readonly mean: Float32Array;
	readonly variance: Float32Array;
	readonly epsilon: number;
}

/** Over the channels of an image or the features of a vector, with the statistics of training. */
export function normaliseBatch(
	network: Network,
	input: Value,
	{ scale, offset, mean, variance, epsilon }: BatchNormalisation,
): Value {
	const channels = input.shape.at(-1) as number;
	const parts = [scale, offset, mean, variance];
	if (parts.some((part) => part.length !== channels)) {
		throw new DamagedNetwork(`the statistics are not of ${channels} channels`);
	}
	const constants = parts.map((part) => network.constant([channels], part));
	return network.add('BatchNormalization', [input, ...constants], input.shape, {
		epsilon: { float: epsilon },
	});
}

/** A vector to mean 0 and variance 1, and from there to what training found good. */
export function normaliseVector(
	network: Network,
	vector: Value,
	{
		scale,
		offset,
		epsilon,
	}: {
		readonly scale: Float32Array | undefined;
		readonly offset: Float32Array | undefined;
		readonly epsilon: number;
	},
): Value {
	const [length = 0] = vector.shape;
	if ([scale, offset].some((part) => part && part.length !== length))
		throw new DamagedNetwork(`the statistics are not of ${length} features`);
	const meanOf = (value: Value) => network.add('ReduceMean', [value], [1], { axes: [1], keepdims: 1 });
	const centred = network.add('Sub', [vector, meanOf(vector)], vector.shape);
	const variance = meanOf(network.add('Mul', [centred, centred], vector.shape));
	const deviation = network.add('Sqrt', [network.add('Add', [variance, network.scalar(epsilon)], [1])], [1]);
	const normalised = network.add('Div', [centred, deviation], vector.shape);
	const scaled = scale
		? network.add('Mul', [normalised, network.constant([length], scale)], vector.shape)
		: normalised;
	return offset ? network.add('Add', [scaled, network.constant([length], offset)], vector.shape) : scaled;
}

/** A vector to length 1; one of zeros stays so. */
export function normaliseLength(network: Network, vector: Value): Value {
	return network.add('LpNormalization', [vector], vector.shape, { axis: 1, p: 2 });
}
