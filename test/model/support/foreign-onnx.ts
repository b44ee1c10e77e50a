import { Message } from '../../../src/model/formats/onnx/protobuf.ts';

/** ONNX files as somebody else might write them, sound or not: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
export interface ForeignFile {
	readonly nodes: readonly Message[];
	readonly initializers?: readonly Message[];
	readonly inputShape?: readonly number[];
	readonly output?: string;
	readonly opset?: number;
	/** Further fields of the model. */
	readonly more?: (model: Message) => void;
}

const FLOAT = 1;
const INT64 = 7;

export function foreignOnnx(file: ForeignFile): Uint8Array<ArrayBuffer> {
	const { nodes, initializers = [], inputShape = [1, 3, 16, 16], output = 'output', opset = 13 } = file;
	const graph = new Message();
	for (const one of nodes) graph.message(1, one);
	for (const one of initializers) graph.message(5, one);
	const dimensions = new Message();
	for (const length of inputShape) dimensions.message(1, new Message().integer(1, length));
	const tensor = new Message().integer(1, FLOAT).message(2, dimensions);
	graph.message(11, new Message().string(1, 'input').message(2, new Message().message(1, tensor)));
	graph.message(12, new Message().string(1, output));
	const model = new Message().integer(1, 8).message(7, graph);
	model.message(8, new Message().string(1, '').integer(2, opset));
	file.more?.(model);
	return model.finish();
}

export interface NodeOptions {
	readonly domain?: string;
	/** Already encoded. */
	readonly attributes?: readonly Message[];
}

export function node(
	operator: string,
	inputs: readonly string[],
	output: string,
	{ domain, attributes = [] }: NodeOptions = {},
): Message {
	const message = new Message();
	for (const name of inputs) message.string(1, name);
	message.string(2, output).string(4, operator);
	for (const attribute of attributes) message.message(5, attribute);
	return domain === undefined ? message : message.string(7, domain);
}

export function ints(name: string, values: readonly number[]): Message {
	const message = new Message().string(1, name).integer(20, 7);
	for (const value of values) message.integer(8, value);
	return message;
}

export function floats(name: string, shape: readonly number[], values: readonly number[]): Message {
	return stored(name, FLOAT, shape).bytes(9, new Uint8Array(Float32Array.from(values).buffer));
}

export function int64s(name: string, values: readonly number[]): Message {
	const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
	return stored(name, INT64, [values.length]).bytes(9, bytes);
}

/** A tensor without its numbers. */
export function stored(name: string, type: number, shape: readonly number[]): Message {
	const message = new Message();
	for (const length of shape) message.integer(1, length);
	return message.integer(2, type).string(8, name);
}

/** A network that is sound: mean colour of the photo, weighed. */
export const SOUND = {
	nodes: [
		node('GlobalAveragePool', ['input'], 'pooled'),
		node('Flatten', ['pooled'], 'flat', {
			attributes: [new Message().string(1, 'axis').integer(3, 1).integer(20, 2)],
		}),
		node('MatMul', ['flat', 'expansion'], 'features'),
		node('MatMul', ['features', 'weights'], 'output'),
	],
	initializers: [
		floats('expansion', [3, 4], [1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1]),
		floats('weights', [4, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
	],
} satisfies ForeignFile;
