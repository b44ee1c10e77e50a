import { decodeFloat16 } from '../half.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import { bytesOf, integerOf, integersOf, readFields, textOf } from './wire.ts';

/** Numbers stored in an ONNX file. */
export interface ForeignTensor {
	readonly name: string;
	readonly shape: readonly number[];
	/** Of ONNX's TensorProto.DataType. */
	readonly type: number;
	/** The message as it lies in the file. */
	readonly raw: Uint8Array;
}

/** Bytes of an element; types of other sizes, such as 4-bit numbers and text, belong to no network for photos. */
const ELEMENT_BYTES: Readonly<Record<number, number>> = {
	1: 4, // float
	2: 1, // uint8
	3: 1, // int8
	4: 2, // uint16
	5: 2, // int16
	6: 4, // int32
	7: 8, // int64
	9: 1, // bool
	10: 2, // float16
	11: 8, // double
	12: 4, // uint32
	13: 8, // uint64
	16: 2, // bfloat16
};

const EXTERNAL = 1;

/** A tensor of more numbers than the weights of any network for photos. */
const MAX_ELEMENTS = 2 ** 28;

/**
 * Reads a tensor and makes sure that it is what it says: numbers in this file, as many as its shape, all of them finite.
 *
 * @throws {DamagedNetwork | UnsupportedNetwork}
 */
export function readTensor(raw: Uint8Array): ForeignTensor {
	const fields = readFields(raw);
	const name = textOf(fields, 8);
	const place = `weight “${name}”`;
	if (integerOf(fields, 14) === EXTERNAL || bytesOf(fields, 13).length > 0)
		throw new UnsupportedNetwork(`${place} in another file`);
	const type = integerOf(fields, 2) ?? 0;
	const elementBytes = ELEMENT_BYTES[type];
	if (elementBytes === undefined) throw new UnsupportedNetwork(`${place} of type ${type}`);

	const shape = integersOf(fields, 1).map(Number);
	const elements = shape.reduce((product, length) => product * length, 1);
	if (shape.some((length) => length < 0) || elements > MAX_ELEMENTS)
		throw new DamagedNetwork(`${place} cannot have the shape [${shape}]`);
	// A type's numbers may also lie in a field of their own; ONNX Runtime counts those itself.
	for (const numbers of bytesOf(fields, 9)) {
		if (numbers.length !== elements * elementBytes)
			throw new DamagedNetwork(`${place} has ${numbers.length} bytes for the shape [${shape}]`);
		requireFinite(place, numbers, type);
	}
	for (const { number, bytes } of fields) if (number === 4) requireFinite(place, bytes, 1);
	return { name, shape, type, raw };
}

function requireFinite(place: string, bytes: Uint8Array, type: number): void {
	const numbers = floats(bytes, type);
	for (let i = 0; i < numbers.length; i++)
		if (!Number.isFinite(numbers[i])) throw new DamagedNetwork(`${place} holds what is no number`);
}

/** Of a type that knows infinity; of others nothing. */
function floats(bytes: Uint8Array, type: number): Float32Array | Float64Array {
	// A copy is aligned to its element size, wherever it lay in the file.
	if (type === 1) return new Float32Array(bytes.slice(0, bytes.length - (bytes.length % 4)).buffer);
	if (type === 11) return new Float64Array(bytes.slice().buffer);
	return type === 10 ? decodeFloat16(bytes) : new Float32Array(0);
}
