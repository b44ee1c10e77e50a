import { z } from 'zod';
import type { Constant } from '../constant.ts';
import { dependencyOrder } from '../dependency-order.ts';
import type { Network, Value } from '../network/network.ts';
import { DamagedNetwork, UnsupportedNetwork, within } from '../refusal.ts';
import { isConstant, type Operand } from '../tensorflow/operands.ts';
import { NodeAttributes } from './graph-attributes.ts';
import { OPERATIONS } from './graph-operations.ts';
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
	if (!parsed.success) throw new DamagedNetwork(`it is no graph-model: ${z.prettifyError(parsed.error)}`);
	const { modelTopology, weightsManifest } = parsed.data;
	return {
		nodes: new Map(modelTopology.node.map((node) => [node.name, node])),
		weights: readWeights(weightsManifest, load),
	};
}

/**
 * Adds the part of a graph-model between its placeholders and the nodes asked for.
 *
 * @param inputs values for placeholders, by name
 * @param outputs names of nodes
 * @throws {UnsupportedNetwork | DamagedNetwork}
 */
export function addGraphModel(
	network: Network,
	model: GraphModel,
	inputs: Readonly<Record<string, Value>>,
	outputs: readonly string[],
): Value[] {
	const find = (name: string): GraphNode => {
		const node = model.nodes.get(name);
		if (!node) throw new DamagedNetwork(`there is no node ${name}`);
		return node;
	};
	const dependencies = new Map<GraphNode, GraphNode[]>();
	const dependenciesOf = (node: GraphNode): GraphNode[] => {
		const known = dependencies.get(node);
		if (known) return known;
		const found = node.input.filter((input) => !input.startsWith('^')).map((input) => find(sourceOf(input)));
		dependencies.set(node, found);
		return found;
	};

	const operands = new Map<GraphNode, Operand>();
	for (const node of dependencyOrder(outputs.map(find), dependenciesOf, ({ name }) => name)) {
		const operand = within(`node “${node.name}” (${node.op})`, (): Operand => {
			if (node.op === 'Placeholder') return ownProperty(inputs, node.name) ?? missing('the input');
			if (node.op === 'Const') return model.weights.get(node.name) ?? missing('a constant without numbers');
			const operation = ownProperty(OPERATIONS, node.op) ?? missing('the operation');
			return operation({
				network,
				operands: dependenciesOf(node).map((dependency) => operands.get(dependency)),
				attributes: new NodeAttributes(node.attr),
			});
		});
		operands.set(node, operand);
	}
	return outputs.map((name) => {
		const output = operands.get(find(name));
		if (!output || isConstant(output)) throw new UnsupportedNetwork(`the constant output ${name}`);
		return output;
	});
}

/** `node:0` is the first result of a node, as is `node`; only such are supported. */
function sourceOf(input: string): string {
	const [name = '', result = '0'] = input.split(':');
	if (result !== '0') throw new UnsupportedNetwork('a second result of an operation');
	return name;
}

function ownProperty<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
	return Object.hasOwn(record, name) ? record[name] : undefined;
}

function missing(what: string): never {
	throw new UnsupportedNetwork(what);
}
