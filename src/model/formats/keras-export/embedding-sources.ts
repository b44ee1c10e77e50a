import type { ForeignGraph } from '../onnx/foreign-graph.ts';
import type { ForeignNode } from '../onnx/foreign-model.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';

/** What a backbone's embedding is put together from, by names of values. */
export interface EmbeddingSources {
	/** Vectors that are brought to length 1, in their order. */
	readonly vectors: readonly string[];
	/** What a whole network says of its classes: what a softmax of them makes probabilities of. */
	readonly scores: string | undefined;
}

/** @throws {DamagedNetwork | UnsupportedNetwork} for a backbone that is put together in another way */
export function embeddingSources(graph: ForeignGraph, embedding: string): EmbeddingSources {
	let value = embedding;
	let maker = requireMaker(graph, value);
	while (maker.operator === 'Identity') {
		value = maker.inputs[0] ?? '';
		maker = requireMaker(graph, value);
	}
	const parts = maker.operator === 'Concat' ? maker.inputs : [value];
	const sources = parts.map((part) => ({ part, vector: vectorOf(graph, part) }));
	const last = sources.at(-1);
	const vectors = sources.flatMap(({ vector }) => (vector === undefined ? [] : [vector]));
	if (sources.slice(0, -1).some(({ vector }) => vector === undefined) || vectors.length === 0)
		throw new UnsupportedNetwork('an embedding put together like that');
	return { vectors, scores: last && last.vector === undefined ? scoresOf(graph, last.part) : undefined };
}

/** Undefined for what is not brought to length 1. */
function vectorOf(graph: ForeignGraph, part: string): string | undefined {
	const node = requireMaker(graph, part);
	const [value = '', divisor = ''] = node.inputs;
	if (node.operator === 'LpNormalization') return value;
	const isUnit = node.operator === 'Div' && graph.maker(divisor)?.operator === 'ReduceL2';
	return isUnit && graph.maker(divisor)?.inputs[0] === value ? value : undefined;
}

/** What changes no number, but by rounding. */
const REARRANGEMENTS = new Set([
	'Cast',
	'DequantizeLinear',
	'Flatten',
	'Identity',
	'QuantizeLinear',
	'Reshape',
	'Squeeze',
]);

/** Back through the logarithm of the probabilities, where it was taken, and through the softmax that made them. */
function scoresOf(graph: ForeignGraph, part: string): string {
	const unit = requireMaker(graph, part);
	if (unit.operator !== 'Mul') throw new UnsupportedNetwork('an embedding put together like that');
	let [value = ''] = unit.inputs;
	const passed = new Set<string>();
	for (let node = graph.maker(value); node; node = graph.maker(value)) {
		const passes = REARRANGEMENTS.has(node.operator) || node.operator === 'Log' || isFloor(node, passed);
		if (!passes) break;
		passed.add(node.operator);
		value = node.inputs[0] ?? '';
	}
	const node = graph.maker(value);
	if (!passed.has('Log')) return value;
	if (node?.operator === 'Softmax') return node.inputs[0] ?? '';
	throw new UnsupportedNetwork('probabilities that no softmax makes');
}

/** The least probability that a logarithm is taken of. */
function isFloor({ operator }: ForeignNode, passed: ReadonlySet<string>): boolean {
	return operator === 'Max' && passed.has('Log');
}

function requireMaker(graph: ForeignGraph, value: string): ForeignNode {
	const maker = graph.maker(value);
	if (!maker) throw new DamagedNetwork(`nothing makes the value “${value}”`);
	return maker;
}
