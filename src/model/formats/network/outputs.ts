import { UnsupportedNetwork } from '../refusal.ts';
import { activate } from './elementwise.ts';
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

const REARRANGEMENTS = ['Flatten', 'Identity', 'Reshape', 'Transpose'];

/**
 * The probability of each class from what a classification network ends in: a softmax as it is, the bare scores of a
 * dense layer (a network trained "from logits") through a softmax, and one sigmoid as the second of two classes.
 */
export function probabilities(network: Network, output: Value): Value {
	if (output.shape.length !== 1) throw new UnsupportedNetwork(`an output of shape [${output.shape}]`);
	let maker = output;
	while (maker.source && REARRANGEMENTS.includes(maker.operator)) maker = maker.source;
	const [classes = 0] = output.shape;
	if (maker.operator === 'Softmax' && classes > 1) return output;
	if (maker.operator === 'Gemm' && classes > 1) return activate(network, output, 'softmax');
	if (maker.operator === 'Sigmoid' && classes === 1) {
		const rest = network.add('Sub', [network.scalar(1), output], output.shape);
		return concatenate(network, [rest, output], 0);
	}
	throw new UnsupportedNetwork(`an output that does not say one class of several (${maker.operator})`);
}
