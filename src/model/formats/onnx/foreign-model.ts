import { DamagedNetwork, UnsupportedNetwork, within } from '../refusal.ts';
import { type ForeignTensor, readTensor } from './tensor.ts';
import { bytesOf, integerOf, readFields, textOf, textsOf } from './wire.ts';

/**
 * An ONNX file that somebody else made, as far as it has to be understood to take a part out of it. What is not looked
 * into stays as it is, byte by byte.
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export interface ForeignModel {
	readonly irVersion: number;
	/** Versions of the operator sets by their domain; '' is ONNX's own. */
	readonly opsets: ReadonlyMap<string, number>;
	readonly nodes: readonly ForeignNode[];
	readonly initializers: readonly ForeignTensor[];
	/** Without those that only name an initializer. */
	readonly inputs: readonly ForeignInput[];
	/** Names of values. */
	readonly outputs: readonly string[];
	/** Texts by name, for whoever uses the model. */
	readonly metadata: ReadonlyMap<string, string>;
}

export interface ForeignNode {
	/** May be empty. */
	readonly name: string;
	readonly operator: string;
	readonly domain: string;
	/** Names of values; empty for an optional one left out. */
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	readonly raw: Uint8Array;
}

export interface ForeignInput {
	readonly name: string;
	/** Of ONNX's TensorProto.DataType. */
	readonly type: number;
	/** Undefined for a dimension that varies, or is not told. */
	readonly shape: readonly (number | undefined)[];
}

/** Operators were numbered anew with it, and ONNX Runtime promises nothing of older ones. */
const OLDEST_OPSET = 7;

const MAX_NODES = 20_000;

/** 8-bit operators of ONNX Runtime's own domain, as its quantiser writes them. */
const QUANTISED_OPERATORS = new Set([
	'QGemm',
	'QLinearAdd',
	'QLinearAveragePool',
	'QLinearConcat',
	'QLinearConv',
	'QLinearGlobalAveragePool',
	'QLinearLeakyRelu',
	'QLinearMul',
	'QLinearReduceMean',
	'QLinearSigmoid',
	'QLinearSoftmax',
	'QuantizeLinear',
	'DequantizeLinear',
	'DynamicQuantizeMatMul',
	'FusedConv',
	'FusedGemm',
	'FusedMatMul',
	'Gelu',
]);

/** @throws {DamagedNetwork | UnsupportedNetwork} */
export function parseForeignModel(bytes: Uint8Array): ForeignModel {
	const model = readFields(bytes);
	const [graph, ...others] = bytesOf(model, 7);
	const irVersion = integerOf(model, 1);
	if (!graph || others.length > 0 || irVersion === undefined) throw new DamagedNetwork('it is no ONNX file');
	if (bytesOf(model, 25).length > 0) throw new UnsupportedNetwork('an operator that the file itself defines');
	const opsets = new Map(
		bytesOf(model, 8).map((raw) => {
			const fields = readFields(raw);
			return [domainOf(textOf(fields, 1)), integerOf(fields, 2) ?? 1] as const;
		}),
	);
	if ((opsets.get('') ?? 0) < OLDEST_OPSET)
		throw new UnsupportedNetwork(`an operator set older than ${OLDEST_OPSET}`);

	const fields = readFields(graph);
	if (bytesOf(fields, 15).length > 0) throw new UnsupportedNetwork('a sparse weight');
	const initializers = bytesOf(fields, 5).map(readTensor);
	const stored = new Set(initializers.map(({ name }) => name));
	const nodes = bytesOf(fields, 1).map(readNode);
	if (nodes.length > MAX_NODES) throw new UnsupportedNetwork(`a graph of ${nodes.length} operations`);
	const inputs = bytesOf(fields, 11).map(readInput);
	const parsed = {
		irVersion,
		opsets,
		nodes,
		initializers,
		inputs: inputs.filter(({ name }) => !stored.has(name)),
		outputs: bytesOf(fields, 12).map((raw) => textOf(readFields(raw), 1)),
		metadata: new Map(
			bytesOf(model, 14).map((raw) => {
				const property = readFields(raw);
				return [textOf(property, 1), textOf(property, 2)] as const;
			}),
		),
	};
	requireUniqueNames(parsed);
	return parsed;
}

function readNode(raw: Uint8Array): ForeignNode {
	const fields = readFields(raw);
	const node = {
		name: textOf(fields, 3),
		operator: textOf(fields, 4),
		domain: domainOf(textOf(fields, 7)),
		inputs: textsOf(fields, 1),
		outputs: textsOf(fields, 2),
		raw,
	};
	if (node.domain !== '' && !(node.domain === 'com.microsoft' && QUANTISED_OPERATORS.has(node.operator)))
		throw new UnsupportedNetwork(`the operator ${node.domain}.${node.operator}`);
	within(describeNode(node), () => bytesOf(fields, 5).forEach(checkAttribute));
	return node;
}

/** Tensors, and nothing that would nest: graphs within graphs, sparse tensors, references to a function's parameters. */
function checkAttribute(raw: Uint8Array): void {
	const fields = readFields(raw);
	for (const { number } of fields)
		if (number === 6 || number === 11) throw new UnsupportedNetwork('a condition or a loop');
		else if (number === 21 || number === 22 || number === 23)
			throw new UnsupportedNetwork(`the attribute “${textOf(fields, 1)}”`);
	for (const tensor of [...bytesOf(fields, 5), ...bytesOf(fields, 10)]) readTensor(tensor);
}

function readInput(raw: Uint8Array): ForeignInput {
	const fields = readFields(raw);
	const name = textOf(fields, 1);
	const type = only(bytesOf(fields, 2));
	const tensor = type && only(bytesOf(readFields(type), 1));
	if (!tensor) throw new UnsupportedNetwork(`the input “${name}”, which is no tensor`);
	const tensorFields = readFields(tensor);
	const shape = only(bytesOf(tensorFields, 2));
	const dimensions = shape ? bytesOf(readFields(shape), 1) : [];
	return {
		name,
		type: integerOf(tensorFields, 1) ?? 0,
		// Some exporters write -1 or 0 for a dimension that varies.
		shape: dimensions
			.map((dimension) => integerOf(readFields(dimension), 1))
			.map((length) => (length !== undefined && length > 0 ? length : undefined)),
	};
}

function requireUniqueNames({ nodes, initializers, inputs }: Omit<ForeignModel, 'irVersion'>): void {
	const names = new Set<string>();
	const made = [
		...inputs.map(({ name }) => name),
		...initializers.map(({ name }) => name),
		...nodes.flatMap(({ outputs }) => outputs.filter((name) => name !== '')),
	];
	for (const name of made) {
		if (names.has(name)) throw new DamagedNetwork(`there are two of the name “${name}”`);
		names.add(name);
	}
}

export function describeNode({ name, operator, outputs }: ForeignNode): string {
	return `node “${name || outputs[0]}” (${operator})`;
}

function domainOf(name: string): string {
	return name === 'ai.onnx' ? '' : name;
}

function only<Item>(items: readonly Item[]): Item | undefined {
	return items.length === 1 ? items[0] : undefined;
}
