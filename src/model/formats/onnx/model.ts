import { Message } from './protobuf.ts';

/**
 * ONNX models as plain data, and their bytes. Only what our converters write of the format.
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export interface OnnxModel {
	readonly inputs: readonly ValueInfo[];
	readonly outputs: readonly ValueInfo[];
	readonly nodes: readonly OnnxNode[];
	readonly initializers: readonly Initializer[];
	/** What ONNX calls metadata properties: texts by name, for whoever uses the model. */
	readonly metadata?: Readonly<Record<string, string>>;
}

export interface ValueInfo {
	readonly name: string;
	readonly type: 'float32' | 'uint8';
	/** A text names a dimension that varies from run to run. Absent where it is not known. */
	readonly shape?: readonly (number | string)[];
}

export interface OnnxNode {
	readonly operator: string;
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	readonly attributes: Attributes;
	/** Of an operator that is none of ONNX's own. */
	readonly domain?: string;
}

/** Numbers are ONNX integers; a floating-point attribute is wrapped to tell it from one. */
export type Attributes = Readonly<
	Record<string, number | string | readonly number[] | { readonly float: number }>
>;

export interface Initializer {
	readonly name: string;
	readonly shape: readonly number[];
	readonly data: Float32Array | BigInt64Array;
}

/** IR version 8 goes with ONNX 1.10 to 1.12, opset 13 with 1.8: ONNX Runtime reads both since 1.10. */
const IR_VERSION = 8;
const OPSET_VERSION = 13;
/** ONNX Runtime's domains have but one. */
const OTHER_OPSET_VERSION = 1;

export const ELEMENT_TYPES = { float32: 1, uint8: 2, int64: 7 } as const;
const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** The same model gives the same bytes. */
export function encodeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
	const graph = new Message();
	for (const node of model.nodes) graph.message(1, encodeNode(node));
	graph.string(2, 'network');
	for (const initializer of model.initializers) graph.message(5, encodeInitializer(initializer));
	for (const input of model.inputs) graph.message(11, encodeValueInfo(input));
	for (const output of model.outputs) graph.message(12, encodeValueInfo(output));
	const file = new Message()
		.integer(1, IR_VERSION)
		.string(2, 'hantei')
		.message(7, graph)
		.message(8, new Message().string(1, '').integer(2, OPSET_VERSION));
	for (const domain of new Set(model.nodes.flatMap(({ domain }) => domain ?? []))) {
		file.message(8, new Message().string(1, domain).integer(2, OTHER_OPSET_VERSION));
	}
	for (const [key, value] of Object.entries(model.metadata ?? {})) {
		file.message(14, new Message().string(1, key).string(2, value));
	}
	return file.finish();
}

export function encodeNode(node: OnnxNode): Message {
	const message = new Message();
	for (const input of node.inputs) message.string(1, input);
	for (const output of node.outputs) message.string(2, output);
	message.string(4, node.operator);
	for (const [name, value] of Object.entries(node.attributes)) {
		const attribute = new Message().string(1, name);
		if (typeof value === 'number') {
			attribute.integer(3, value).integer(20, ATTRIBUTE_TYPES.int);
		} else if (typeof value === 'string') {
			attribute.string(4, value).integer(20, ATTRIBUTE_TYPES.string);
		} else if ('float' in value) {
			attribute.float(2, value.float).integer(20, ATTRIBUTE_TYPES.float);
		} else {
			for (const each of value) attribute.integer(8, each);
			attribute.integer(20, ATTRIBUTE_TYPES.ints);
		}
		message.message(5, attribute);
	}
	if (node.domain) message.string(7, node.domain);
	return message;
}

export function encodeInitializer({ name, shape, data }: Initializer): Message {
	const message = new Message();
	for (const length of shape) message.integer(1, length);
	return message
		.integer(2, data instanceof Float32Array ? ELEMENT_TYPES.float32 : ELEMENT_TYPES.int64)
		.string(8, name)
		.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

export function encodeValueInfo({ name, type, shape }: ValueInfo): Message {
	const tensor = new Message().integer(1, ELEMENT_TYPES[type]);
	if (shape) {
		const dimensions = new Message();
		for (const length of shape) {
			const dimension = new Message();
			if (typeof length === 'string') dimension.string(2, length);
			else dimension.integer(1, length);
			dimensions.message(1, dimension);
		}
		tensor.message(2, dimensions);
	}
	return new Message().string(1, name).message(2, new Message().message(1, tensor));
}
