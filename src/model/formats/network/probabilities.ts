import { UnsupportedNetwork } from '../refusal.ts';
import { activate } from './elementwise.ts';
import { concatenate } from './layout.ts';
import type { Network, Value } from './network.ts';

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
