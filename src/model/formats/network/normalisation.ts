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

/** A vector to length 1; one of zeros stays so. */
export function normaliseLength(network: Network, vector: Value): Value {
	return network.add('LpNormalization', [vector], vector.shape, { axis: 1, p: 2 });
}
