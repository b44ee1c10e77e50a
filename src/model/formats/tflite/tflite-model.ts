import type { Constant } from '../constant.ts';
import { decodeFloat16 } from '../half.ts';
import { elementCount } from '../network/network.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import { Table } from './flatbuffer.ts';

/**
 * The parts of a TFLite file that matter to a network of one subgraph, of float or of 8-bit numbers.
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
	/** Of a tensor of whole numbers that stand for others. */
	readonly quantisation?: Quantisation;
}

/** A whole number `q` stands for `(q - zeroPoint) * scale`. */
export interface Quantisation {
	/** One for all, or one for each index along the axis. */
	readonly scales: readonly number[];
	readonly zeroPoints: readonly number[];
	readonly axis: number;
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
/** The schema's TensorType. */
export const TYPES = { float32: 0, float16: 1, int32: 2, uint8: 3, int8: 9 } as const;

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
			quantisation: readQuantisation(tensor.table(4)),
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

function readQuantisation(table: Table | undefined): Quantisation | undefined {
	const scales = table?.float32s(2) ?? [];
	if (!table || scales.length === 0) return undefined;
	if (!scales.every((scale) => Number.isFinite(scale) && scale > 0))
		throw new DamagedNetwork('a tensor has a scale that is none');
	return { scales, zeroPoints: table.int64s(3), axis: table.int32(6) };
}

/** The numbers of a tensor that holds any; whole ones that stand for others as these. */
export function readConstant({ bytes, shape, type, quantisation }: TfliteTensor): Constant {
	const stored = decode(bytes, type);
	if (stored.length !== elementCount(shape)) {
		throw new DamagedNetwork(`${stored.length} numbers do not make a tensor of shape [${shape}]`);
	}
	if (quantisation && !(stored instanceof Float32Array))
		return { shape, data: dequantise(stored, shape, quantisation) };
	if (stored instanceof Float32Array || stored instanceof Int32Array) return { shape, data: stored };
	throw new UnsupportedNetwork('a tensor of 8-bit numbers without a scale');
}

function dequantise(
	stored: Int32Array | Int8Array | Uint8Array,
	shape: readonly number[],
	{ scales, zeroPoints, axis }: Quantisation,
): Float32Array {
	if (scales.length !== 1 && scales.length !== shape[axis])
		throw new DamagedNetwork(`${scales.length} scales do not go with the shape [${shape}]`);
	const stride = scales.length === 1 ? stored.length : elementCount(shape.slice(axis + 1));
	const numbers = new Float32Array(stored.length);
	for (let i = 0; i < numbers.length; i++) {
		const index = Math.floor(i / stride) % scales.length;
		numbers[i] = ((stored[i] as number) - (zeroPoints[index] ?? 0)) * (scales[index] as number);
	}
	return numbers;
}

function decode(bytes: Uint8Array, type: number): Float32Array | Int32Array | Int8Array | Uint8Array {
	if (type === TYPES.float16) return decodeFloat16(bytes);
	if (type === TYPES.uint8) return Uint8Array.from(bytes);
	if (type === TYPES.int8) return Int8Array.from(bytes, (byte) => (byte << 24) >> 24);
	// A copy is aligned to its element size, wherever it lay in the file.
	const copy = Uint8Array.from(bytes.subarray(0, bytes.length - (bytes.length % 4)));
	if (type === TYPES.float32) return new Float32Array(copy.buffer);
	if (type === TYPES.int32) return new Int32Array(copy.buffer);
	throw new UnsupportedNetwork(`a tensor of type ${type}`);
}
