import { z } from 'zod';

/**
 * The safetensors file format: eight bytes of header length, a JSON header, then the tensors' bytes, little-endian.
 * https://huggingface.co/docs/safetensors/index
 */

export type TensorData =
	| Float64Array<ArrayBuffer>
	| Float32Array<ArrayBuffer>
	| Int32Array<ArrayBuffer>
	| Uint16Array<ArrayBuffer>
	| Int8Array<ArrayBuffer>
	| Uint8Array<ArrayBuffer>;

export interface Tensor {
	/** Empty for a scalar. */
	readonly shape: readonly number[];
	/** Row-major; as many elements as the shape's product. */
	readonly data: TensorData;
}

/** The bytes are not a safetensors file, or not a whole one. */
export class SafetensorsError extends Error {
	override readonly name = 'SafetensorsError';
}

const DTYPES = {
	F64: Float64Array,
	F32: Float32Array,
	I32: Int32Array,
	U16: Uint16Array,
	I8: Int8Array,
	U8: Uint8Array,
} as const;

type Dtype = keyof typeof DTYPES;

const LENGTH_BYTES = 8;
const METADATA = '__metadata__';

/** The reference implementation's limit; a longer one is an attack on the JSON parser. */
const MAX_HEADER_BYTES = 100_000_000;

const size = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);

const TensorInfo = z.strictObject({
	dtype: z.enum(Object.keys(DTYPES) as [Dtype, ...Dtype[]]),
	shape: z.array(size),
	data_offsets: z.tuple([size, size]),
});

const Metadata = z.record(z.string(), z.string());

/**
 * The same tensors and metadata give the same bytes, whatever the order they are named in. As the reference
 * implementation does, wider elements go first and the header is padded to eight bytes, so that each tensor can be
 * viewed where it lies.
 */
export function writeSafetensors(
	tensors: Readonly<Record<string, Tensor>>,
	metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
	const entries = Object.entries(tensors).sort(
		([nameA, a], [nameB, b]) =>
			b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT || compareText(nameA, nameB),
	);
	const header: [string, unknown][] = [];
	if (Object.keys(metadata).length > 0) {
		const sorted = Object.entries(metadata).sort(([a], [b]) => compareText(a, b));
		header.push([METADATA, Object.fromEntries(sorted)]);
	}
	let end = 0;
	for (const [name, { shape, data }] of entries) {
		if (name === METADATA) throw new TypeError(`A tensor cannot be named ${METADATA}`);
		if (elementCount(shape) !== data.length) {
			throw new TypeError(`Tensor ${name} has ${data.length} elements, its shape [${shape}] says otherwise`);
		}
		const begin = end;
		end += data.byteLength;
		header.push([name, { dtype: dtypeOf(data), shape, data_offsets: [begin, end] }]);
	}
	const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
	const headerLength = Math.ceil(json.length / LENGTH_BYTES) * LENGTH_BYTES;

	const bytes = new Uint8Array(LENGTH_BYTES + headerLength + end);
	new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
	bytes.set(json, LENGTH_BYTES);
	bytes.fill(0x20, LENGTH_BYTES + json.length, LENGTH_BYTES + headerLength);
	let offset = LENGTH_BYTES + headerLength;
	for (const [, { data }] of entries) {
		bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
		offset += data.byteLength;
	}
	return bytes;
}

/**
 * The tensors are copies, free of the bytes they were read from.
 *
 * @throws {SafetensorsError} when anything does not add up: the header, a shape, an offset, bytes that belong to no
 * tensor or to two.
 */
export function readSafetensors(bytes: Uint8Array): {
	tensors: Map<string, Tensor>;
	metadata: Record<string, string>;
} {
	const { header, dataStart } = readHeader(bytes);
	const { [METADATA]: rawMetadata = {}, ...rawTensors } = header;
	const metadata = Metadata.safeParse(rawMetadata);
	if (!metadata.success) throw new SafetensorsError(`its ${METADATA} holds something other than texts`);

	const infos = Object.entries(rawTensors).map(([name, raw]) => {
		const info = TensorInfo.safeParse(raw);
		if (!info.success) throw new SafetensorsError(`tensor ${name} is described wrongly`);
		return { name, ...info.data };
	});
	infos.sort((a, b) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1]);

	const tensors = new Map<string, Tensor>();
	let position = 0;
	for (const { name, dtype, shape, data_offsets } of infos) {
		const [begin, end] = data_offsets;
		const TypedArray = DTYPES[dtype];
		if (begin !== position) throw new SafetensorsError(`tensor ${name} overlaps another or leaves a gap`);
		if (end - begin !== elementCount(shape) * TypedArray.BYTES_PER_ELEMENT) {
			throw new SafetensorsError(`tensor ${name} has not as many bytes as its shape needs`);
		}
		if (dataStart + end > bytes.length) throw new SafetensorsError(`tensor ${name} is cut short`);
		const copy = Uint8Array.from(bytes.subarray(dataStart + begin, dataStart + end));
		tensors.set(name, { shape, data: new TypedArray(copy.buffer) });
		position = end;
	}
	if (dataStart + position !== bytes.length) {
		throw new SafetensorsError('bytes follow that belong to no tensor');
	}
	return { tensors, metadata: metadata.data };
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
	if (bytes.length < LENGTH_BYTES) throw new SafetensorsError('it is shorter than a header');
	const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
	if (length > MAX_HEADER_BYTES) throw new SafetensorsError('its header is too long');
	const dataStart = LENGTH_BYTES + Number(length);
	if (dataStart > bytes.length) throw new SafetensorsError('its header is cut short');
	let header: unknown;
	try {
		header = JSON.parse(
			new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, dataStart)),
		);
	} catch (error) {
		throw new SafetensorsError('its header is not JSON', { cause: error });
	}
	if (typeof header !== 'object' || header === null || Array.isArray(header)) {
		throw new SafetensorsError('its header is not an object');
	}
	return { header: header as Record<string, unknown>, dataStart };
}

function dtypeOf(data: TensorData): Dtype {
	const found = (Object.keys(DTYPES) as Dtype[]).find((dtype) => data instanceof DTYPES[dtype]);
	if (!found) throw new TypeError('This element type cannot be written');
	return found;
}

function elementCount(shape: readonly number[]): number {
	return shape.reduce((product, length) => product * length, 1);
}

/** By code unit, so that no locale changes the bytes. */
function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
