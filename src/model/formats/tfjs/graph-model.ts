import { z } from 'zod';
import type { Constant } from '../constant.ts';
import type { Network, Value } from '../network/network.ts';
import { DamagedNetwork, UnsupportedNetwork, within } from '../refusal.ts';
import { onDemand } from '../resolve.ts';
import { NodeAttributes } from './graph-attributes.ts';
import { OPERATIONS, type Operand } from './graph-operations.ts';
import { type LoadShard, readWeights, WeightsManifest } from './weights.ts';

const GraphNode = z.object({
	name: z.string(),
	op: z.string(),
	input: z.array(z.string()).default([]),
	attr: z.record(z.string(), z.unknown()).default({}),
});
type GraphNode = z.output<typeof GraphNode>;

const GraphModelJson = z.object({
	modelTopology: z.object({ node: z.array(GraphNode) }),
	weightsManifest: WeightsManifest,
});

/** A TensorFlow graph as the TensorFlow.js converter writes it (`"format": "graph-model"`). */
export interface GraphModel {
	readonly nodes: ReadonlyMap<string, GraphNode>;
	readonly weights: ReadonlyMap<string, Constant>;
}

/** @throws {DamagedNetwork} when the JSON is not a graph-model, or its weights do not add up */
export function parseGraphModel(json: unknown, load: LoadShard): GraphModel {
	const parsed = GraphModelJson.safeParse(json);
	if (!parsed.success) throw new DamagedNetwork(`not a graph-model: ${z.prettifyError(parsed.error)}`);
	const { modelTopology, weightsManifest } = parsed.data;
	return {
		nodes: new Map(modelTopology.node.map((node) => [node.name, node])),
		weights: readWeights(weightsManifest, load),
	};
}

/**
 * Adds the part of a graph-model between its placeholder and the nodes asked for.
 *
 * @param inputs values for placeholders, by name
 * @param outputs names of nodes
 */
export function addGraphModel(
	network: Network,
	model: GraphModel,
	inputs: Readonly<Record<string, Value>>,
	outputs: readonly string[],
): Value[] {
	const operand = onDemand<string, Operand>((name, resolve) => {
		const node = model.nodes.get(name);
		if (!node) throw new DamagedNetwork(`there is no node ${name}`);
		if (node.op === 'Placeholder') {
			const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
			if (!value) throw new UnsupportedNetwork(`the input ${name}`);
			return value;
		}
		if (node.op === 'Const') {
			const weight = model.weights.get(name);
			if (!weight) throw new DamagedNetwork(`the numbers of ${name} are missing`);
			return weight;
		}
		const operands = node.input
			.filter((input) => !input.startsWith('^'))
			.map(sourceOf)
			.map(resolve);
		return within(`node “${name}” (${node.op})`, () => {
			const operation = Object.hasOwn(OPERATIONS, node.op) ? OPERATIONS[node.op] : undefined;
			if (!operation) throw new UnsupportedNetwork('the operation');
			return operation({ network, operands, attributes: new NodeAttributes(node.attr) });
		});
	});
	return outputs.map((name) => {
		const output = operand(name);
		if ('data' in output) throw new UnsupportedNetwork(`the constant output ${name}`);
		return output;
	});
}

/** `node:0` is the first output of a node, as is `node`; only such are supported. */
function sourceOf(input: string): string {
	const [name = '', output = '0'] = input.split(':');
	if (output !== '0') throw new UnsupportedNetwork('a second output of an operation');
	return name;
}
