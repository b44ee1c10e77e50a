import type { ForeignGraph } from '../onnx/foreign-graph.ts';
import type { ForeignNode } from '../onnx/foreign-model.ts';
import type { GraphConstants } from './constants.ts';

/** A vector brought to mean 0 and variance 1 by several operators, as older sets of them have to say it. */
export interface SpelledNormalisation {
	/** The value that is normalised. */
	readonly input: string;
	readonly epsilon: number;
	/** The operators before the last, which mean nothing by themselves. */
	readonly before: readonly ForeignNode[];
}

/**
 * Finds `(x - mean) / √(mean of (x - mean)² + ε)` in a graph, as `normaliseVector` writes it, by the division that ends it:
 * what it is made of no layer of Keras does by itself.
 */
export function findLayerNormalisations(
	graph: ForeignGraph,
	constants: GraphConstants,
): ReadonlyMap<ForeignNode, SpelledNormalisation> {
	const found = new Map<ForeignNode, SpelledNormalisation>();
	const made = (value: string | undefined, operator: string) => {
		const node = graph.maker(value ?? '');
		return node?.operator === operator ? node : undefined;
	};
	for (const division of graph.model.nodes) {
		if (division.operator !== 'Div') continue;
		const centring = made(division.inputs[0], 'Sub');
		const mean = made(centring?.inputs[1], 'ReduceMean');
		const root = made(division.inputs[1], 'Sqrt');
		const sum = made(root?.inputs[0], 'Add');
		const variance = made(sum?.inputs[0], 'ReduceMean');
		const square = made(variance?.inputs[0], 'Mul');
		if (!centring || !mean || !root || !sum || !variance || !square) continue;
		const [input = ''] = centring.inputs;
		const isOfItself =
			mean.inputs[0] === input && square.inputs.every((value) => value === division.inputs[0]);
		const epsilon = constants.get(sum.inputs[1] ?? '')?.data[0];
		if (!isOfItself || epsilon === undefined) continue;
		found.set(division, { input, epsilon, before: [centring, mean, root, sum, variance, square] });
	}
	return found;
}
