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
 * dense layer (a network trained "from logits") through a softmax, and one sigmoid as the second of two classes, as the
 * softmax of -x/2 and x/2, in which a probability near 1 leaves something of the other.
 */
export function probabilities(network: Network, output: Value): Value {
	if (output.shape.length !== 1) throw new UnsupportedNetwork(`an output of shape [${output.shape}]`);
	let maker = output;
	while (maker.source && REARRANGEMENTS.includes(maker.operator)) maker = maker.source;
	const [classes = 0] = output.shape;
	if (maker.operator === 'Softmax' && classes > 1) return output;
	if (maker.operator === 'Gemm' && classes > 1) return activate(network, output, 'softmax');
	if (maker.operator === 'Sigmoid' && maker.source && classes === 1) {
		const halves = network.constant([2], Float32Array.of(-0.5, 0.5));
		const scores = network.add('Mul', [flatten(network, maker.source), halves], [2]);
		return activate(network, scores, 'softmax');
	}
	throw new UnsupportedNetwork(`an output that does not say one class of several (${maker.operator})`);
}
