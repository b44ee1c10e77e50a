import { decodeFloat16 } from '../half.ts';
import { elementCount } from '../network/network.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import type { Constant } from '../tensorflow/constant.ts';
import { Table } from './flatbuffer.ts';

/**
 * The parts of a TFLite file that matter to a float network of one subgraph.
 * https://github.com/tensorflow/tensorflow/blob/master/tensorflow/compiler/mlir/lite/schema/schema.fbs
 */
export interface TfliteModel {
	readonly tensors: readonly TfliteTensor[];
	readonly operators: readonly TfliteOperator[];
	/** Indices of tensors. */
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
}

export interface TfliteTensor {
	/** What the converter fused has several names, separated by semicolons. */
	readonly name: string;
	readonly shape: readonly number[];
	/** Of the schema's TensorType. */
	readonly type: number;
	/** Empty for a tensor that is computed. */
	readonly bytes: Uint8Array;
}

export interface TfliteOperator {
	/** Of the schema's BuiltinOperator. */
	readonly code: number;
	/** Indices of tensors; -1 for an optional one left out. */
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
	/** Empty, that is of defaults, where there are none. */
	readonly options: Table;
}

const IDENTIFIER = 'TFL3';
const TYPES = { float32: 0, float16: 1, int32: 2 } as const;

/** @throws {DamagedNetwork | UnsupportedNetwork} */
export function parseTflite(bytes: Uint8Array): TfliteModel {
	if (Buffer.from(bytes.subarray(4, 8)).toString('latin1') !== IDENTIFIER) {
		throw new DamagedNetwork('it is not a TFLite file');
	}
	const model = Table.root(bytes);
	const codes = model.tables(1).map((code) => Math.max(code.int8(0), code.int32(3)));
	const [graph, ...others] = model.tables(2);
	if (!graph || others.length > 0) throw new UnsupportedNetwork('a file of several graphs');
	const buffers = model.tables(4).map((buffer) => buffer.bytes(0));
	return {
		tensors: graph.tables(0).map((tensor) => ({
			name: tensor.text(3),
			shape: tensor.int32s(0),
			type: tensor.int8(1),
			bytes: buffers[tensor.int32(2)] ?? new Uint8Array(0),
		})),
		operators: graph.tables(3).map((operator) => ({
			code: codes[operator.int32(0)] ?? Number.NaN,
			inputs: operator.int32s(1),
			outputs: operator.int32s(2),
			options: operator.table(4) ?? Table.empty,
		})),
		inputs: graph.int32s(1),
		outputs: graph.int32s(2),
	};
}

/** The numbers of a tensor that holds any. */
export function readConstant({ bytes, shape, type }: TfliteTensor): Constant {
	const data = decode(bytes, type);
	if (data.length !== elementCount(shape)) {
		throw new DamagedNetwork(`${data.length} numbers do not make a tensor of shape [${shape}]`);
	}
	return { shape, data };
}

function decode(bytes: Uint8Array, type: number): Float32Array | Int32Array {
	if (type === TYPES.float16) return decodeFloat16(bytes);
	// A copy is aligned to its element size, wherever it lay in the file.
	const copy = Uint8Array.from(bytes.subarray(0, bytes.length - (bytes.length % 4)));
	if (type === TYPES.float32) return new Float32Array(copy.buffer);
	if (type === TYPES.int32) return new Int32Array(copy.buffer);
	throw new UnsupportedNetwork(`a tensor of type ${type} (quantised networks cannot be converted)`);
}
