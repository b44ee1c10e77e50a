import { DamagedNetwork } from '../refusal.ts';

/** A field of a protocol buffers message: whole numbers as they are stored, everything else as a view of its bytes. */
export interface Field {
	readonly number: number;
	/** 0 for an integer, else of `bytes`: 1 for eight, 2 for any number of, 5 for four. */
	readonly wireType: 0 | 1 | 2 | 5;
	readonly integer: bigint;
	readonly bytes: Uint8Array;
	/** All of it as it lies in the file, its number included. */
	readonly encoded: Uint8Array;
}

/** A message of ONNX has a handful of fields, a graph one for each node and weight. */
const MAX_FIELDS = 1 << 18;

const NOTHING = new Uint8Array(0);

const text = new TextDecoder('utf-8', { fatal: true });

/**
 * The fields of a message in their order, nothing copied. Every length is checked, because the file may come from
 * anywhere; messages within are read when asked for, so that no depth overflows the stack.
 * https://protobuf.dev/programming-guides/encoding/
 *
 * @throws {DamagedNetwork}
 */
export function readFields(message: Uint8Array): Field[] {
	const fields: Field[] = [];
	const reader = new Reader(message);
	while (!reader.isAtEnd) {
		if (fields.length === MAX_FIELDS) throw new DamagedNetwork('a message has too many fields');
		const start = reader.position;
		const key = Number(reader.varint());
		const number = Math.floor(key / 8);
		if (number < 1 || number >= 1 << 29) throw new DamagedNetwork(`there is no field ${number}`);
		const value = readValue(reader, key % 8);
		fields.push({ number, ...value, encoded: message.subarray(start, reader.position) });
	}
	return fields;
}

function readValue(reader: Reader, wireType: number): Omit<Field, 'number' | 'encoded'> {
	switch (wireType) {
		case 0:
			return { wireType, integer: reader.varint(), bytes: NOTHING };
		case 1:
			return { wireType, integer: 0n, bytes: reader.take(8) };
		case 2:
			return { wireType, integer: 0n, bytes: reader.take(Number(reader.varint())) };
		case 5:
			return { wireType, integer: 0n, bytes: reader.take(4) };
		default:
			throw new DamagedNetwork(`a field has the wire type ${wireType}`);
	}
}

class Reader {
	readonly #bytes: Uint8Array;
	#position = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	get position(): number {
		return this.#position;
	}

	get isAtEnd(): boolean {
		return this.#position === this.#bytes.length;
	}

	take(length: number): Uint8Array {
		const end = this.#position + length;
		if (end > this.#bytes.length) throw new DamagedNetwork('the file is cut short');
		const taken = this.#bytes.subarray(this.#position, end);
		this.#position = end;
		return taken;
	}

	varint(): bigint {
		let value = 0n;
		for (let shift = 0n; shift < 70n; shift += 7n) {
			const byte = this.#bytes[this.#position++];
			if (byte === undefined) throw new DamagedNetwork('the file is cut short');
			value |= BigInt(byte & 0x7f) << shift;
			if (byte < 0x80) return BigInt.asUintN(64, value);
		}
		throw new DamagedNetwork('a number has too many bytes');
	}
}

/** All values of a repeated integer field, one by one or packed. */
export function integersOf(fields: readonly Field[], number: number): bigint[] {
	return fields
		.filter((field) => field.number === number)
		.flatMap(({ wireType, integer, bytes }) => {
			if (wireType === 0) return [BigInt.asIntN(64, integer)];
			const reader = new Reader(bytes);
			const packed: bigint[] = [];
			while (!reader.isAtEnd) packed.push(BigInt.asIntN(64, reader.varint()));
			return packed;
		});
}

/** The last one counts, as the format wants. */
export function integerOf(fields: readonly Field[], number: number): number | undefined {
	const value = integersOf(fields, number).at(-1);
	return value === undefined ? undefined : Number(value);
}

export function bytesOf(fields: readonly Field[], number: number): Uint8Array[] {
	return fields
		.filter((field) => field.number === number)
		.map(({ wireType, bytes }) => {
			if (wireType !== 2) throw new DamagedNetwork(`field ${number} is of another type`);
			return bytes;
		});
}

export function textsOf(fields: readonly Field[], number: number): string[] {
	return bytesOf(fields, number).map((bytes) => {
		try {
			return text.decode(bytes);
		} catch (error) {
			throw new DamagedNetwork('a name is no text', { cause: error });
		}
	});
}

export function textOf(fields: readonly Field[], number: number): string {
	return textsOf(fields, number).at(-1) ?? '';
}
