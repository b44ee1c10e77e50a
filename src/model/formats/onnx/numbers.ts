import type { Constant } from '../constant.ts';
import { decodeFloat16 } from '../half.ts';
import { elementCount } from '../network/network.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import type { ForeignTensor } from './tensor.ts';
import { bytesOf, integersOf, readFields } from './wire.ts';

/** A constant of 32-bit numbers. */
export type Numbers = Constant & { readonly data: Float32Array };

/**
 * The numbers of a tensor, whole ones too, as 32-bit numbers: what ONNX Runtime works with after `DequantizeLinear`.
 * @throws {DamagedNetwork | UnsupportedNetwork}
 */
export function tensorNumbers({ name, shape, type, raw }: ForeignTensor): Numbers {
	const fields = readFields(raw);
	const [stored] = bytesOf(fields, 9);
	// A copy is aligned to its element size, wherever it lay in the file.
	const bytes = stored && new Uint8Array(stored);
	const data = bytes ? decode(bytes, type) : listed(fields, type);
	if (!data) throw new UnsupportedNetwork(`weight “${name}” of type ${type}`);
	if (data.length !== elementCount(shape)) throw new DamagedNetwork(`weight “${name}” is cut short`);
	return { shape, data };
}

/** By ONNX's TensorProto.DataType. */
function decode(bytes: Uint8Array<ArrayBuffer>, type: number): Float32Array | undefined {
	const { buffer } = bytes;
	switch (type) {
		case 1:
			return new Float32Array(buffer);
		case 2:
			return Float32Array.from(bytes);
		case 3:
			return Float32Array.from(new Int8Array(buffer));
		case 6:
			return Float32Array.from(new Int32Array(buffer));
		case 7:
			return Float32Array.from(new BigInt64Array(buffer), Number);
		case 10:
			return decodeFloat16(bytes);
		case 11:
			return Float32Array.from(new Float64Array(buffer));
		default:
			return undefined;
	}
}

/** Some files hold numbers in a field of their type instead. */
function listed(fields: ReturnType<typeof readFields>, type: number): Float32Array | undefined {
	if (type === 1) {
		const bytes = Buffer.concat(fields.filter(({ number }) => number === 4).map(({ bytes }) => bytes));
		return new Float32Array(new Uint8Array(bytes).buffer);
	}
	if (type === 2 || type === 3 || type === 6) return Float32Array.from(integersOf(fields, 5), Number);
	if (type === 7) return Float32Array.from(integersOf(fields, 7), Number);
	return undefined;
}
