import { describe, expect, test } from 'vitest';
import {
	readSafetensors,
	SafetensorsError,
	writeSafetensors,
} from '../../../src/model/formats/safetensors.ts';

/** A file with this header and this many zero bytes of data. */
function fileOf(header: unknown, dataBytes: number): Uint8Array {
	const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
	const length = Buffer.alloc(8);
	length.writeBigUInt64LE(BigInt(json.length));
	return Buffer.concat([length, json, Buffer.alloc(dataBytes)]);
}

describe('safetensors', () => {
	test('reads back what was written', () => {
		const tensors = {
			weights: { shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 0, Number.NaN, 1e-38) },
			codes: { shape: [3], data: Int8Array.of(-128, 0, 127) },
			counts: { shape: [2], data: Int32Array.of(-1, 2 ** 31 - 1) },
			exact: { shape: [], data: Float64Array.of(Math.PI) },
			bytes: { shape: [1, 1], data: Uint8Array.of(255) },
			none: { shape: [0, 4], data: new Float32Array(0) },
		};
		const metadata = { format: 'hantei', label: 'カラス' };
		const read = readSafetensors(writeSafetensors(tensors, metadata));
		expect(Object.fromEntries(read.tensors)).toEqual(tensors);
		expect(read.metadata).toEqual(metadata);
	});

	test('reads from the middle of a larger, unaligned buffer', () => {
		const file = writeSafetensors({ a: { shape: [2], data: Float64Array.of(1, 2) } });
		const larger = new Uint8Array(file.length + 3);
		larger.set(file, 3);
		expect(readSafetensors(larger.subarray(3)).tensors.get('a')?.data).toEqual(Float64Array.of(1, 2));
	});

	test('the same content gives the same bytes in any order', () => {
		const a = { shape: [1], data: Float32Array.of(1) };
		const b = { shape: [1], data: Int8Array.of(1) };
		const one = writeSafetensors({ a, b }, { x: '1', y: '2' });
		const other = writeSafetensors({ b, a }, { y: '2', x: '1' });
		expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
	});

	test('follows the published layout', () => {
		const file = writeSafetensors({ a: { shape: [2], data: Int8Array.of(1, 2) } });
		const json = '{"a":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}}';
		const padded = json.padEnd(Math.ceil(json.length / 8) * 8, ' ');
		const expected = Buffer.concat([
			Buffer.from([padded.length, 0, 0, 0, 0, 0, 0, 0]),
			Buffer.from(padded),
			Buffer.from([1, 2]),
		]);
		expect(Buffer.from(file)).toEqual(expected);
	});

	test('a tensor whose data does not fill its shape is a mistake of the caller', () => {
		expect(() => writeSafetensors({ a: { shape: [3], data: Int8Array.of(1) } })).toThrow(TypeError);
	});

	const good = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
	test.each([
		['nothing at all', new Uint8Array(0)],
		['a header length beyond the file', Uint8Array.of(200, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d)],
		['a header length beyond reason', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255)],
		['a header that is no JSON', fileOf('{', 0)],
		['a header that is no object', fileOf('[]', 0)],
		['metadata that are no texts', fileOf({ __metadata__: { a: 1 } }, 0)],
		['an unknown element type', fileOf({ a: { ...good, dtype: 'BF16' } }, 4)],
		['a negative dimension', fileOf({ a: { ...good, shape: [-1, -1] } }, 4)],
		['a shape larger than its bytes', fileOf({ a: { ...good, shape: [2] } }, 4)],
		['a shape whose product overflows', fileOf({ a: { ...good, shape: [2 ** 40, 2 ** 40] } }, 4)],
		['bytes beyond the file', fileOf({ a: good }, 3)],
		['bytes of no tensor', fileOf({ a: good }, 5)],
		['a gap', fileOf({ a: good, b: { ...good, data_offsets: [5, 9] } }, 9)],
		['an overlap', fileOf({ a: good, b: { ...good, data_offsets: [2, 6] } }, 6)],
		['a tensor named like an object’s prototype', fileOf('{"__proto__":{"dtype":"F32"}}', 0)],
	])('refuses %s', (_, bytes) => {
		expect(() => readSafetensors(bytes)).toThrow(SafetensorsError);
	});
});
