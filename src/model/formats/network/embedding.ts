import { concatenate, flatten } from './layout.ts';
import type { Network, Value } from './network.ts';
import { normaliseLength } from './normalisation.ts';
import { globalPool } from './pooling.ts';

/**
 * Names values together as a result of the network: each averaged over the photo where it is an image, brought to length
 * 1, and joined to the next. Gives the lengths of these parts.
 */
export function outputEmbedding(network: Network, name: string, values: readonly Value[]): number[] {
	const vectors = values.map((value) => unitVector(network, value));
	network.output(name, concatenate(network, vectors, 0));
	return vectors.map(({ shape }) => shape[0] as number);
}

function unitVector(network: Network, value: Value): Value {
	const isImage = value.shape.length === 3;
	const vector = isImage ? globalPool(network, 'GlobalAveragePool', value) : flatten(network, value);
	return normaliseLength(network, vector);
}
