/** Writes flatbuffers, enough for a TFLite file; written apart from the reader so that each checks the other. */
export type Field =
	| { readonly kind: 'int8'; readonly value: number }
	| { readonly kind: 'int32'; readonly value: number }
	| { readonly kind: 'float32'; readonly value: number }
	| { readonly kind: 'bytes'; readonly value: Uint8Array }
	| { readonly kind: 'int32s'; readonly value: readonly number[] }
	| { readonly kind: 'table'; readonly value: Fields }
	| { readonly kind: 'tables'; readonly value: readonly Fields[] };

/** By field number of the schema. */
export type Fields = Readonly<Record<number, Field>>;

export const int8 = (value: number): Field => ({ kind: 'int8', value });
export const int32 = (value: number): Field => ({ kind: 'int32', value });
export const float32 = (value: number): Field => ({ kind: 'float32', value });
export const bytes = (value: Uint8Array): Field => ({ kind: 'bytes', value });
export const text = (value: string): Field => bytes(Buffer.from(value));
export const int32s = (value: readonly number[]): Field => ({ kind: 'int32s', value });
export const table = (value: Fields): Field => ({ kind: 'table', value });
export const tables = (value: readonly Fields[]): Field => ({ kind: 'tables', value });

export function writeFlatbuffer(identifier: string, root: Fields): Uint8Array {
	const writer = new Writer();
	writer.reserve(8);
	writer.data.write(identifier, 4, 'latin1');
	const start = writer.table(root);
	writer.data.writeUInt32LE(start, 0);
	return Uint8Array.from(writer.data.subarray(0, writer.length));
}

/** Every child lies after its parent, so that all offsets point forward, as unsigned ones must. */
class Writer {
	data = Buffer.alloc(1024);
	length = 0;

	reserve(size: number): number {
		const start = Math.ceil(this.length / 4) * 4;
		this.length = start + size;
		while (this.length > this.data.length)
			this.data = Buffer.concat([this.data, Buffer.alloc(this.data.length)]);
		return start;
	}

	table(fields: Fields): number {
		const entries = Object.entries(fields).map(([index, field]) => [Number(index), field] as const);
		const vtableSize = 4 + 2 * (Math.max(-1, ...entries.map(([index]) => index)) + 1);
		const vtable = this.reserve(vtableSize);
		const start = this.reserve(4 + 4 * entries.length);
		this.data.writeUInt16LE(vtableSize, vtable);
		this.data.writeUInt16LE(4 + 4 * entries.length, vtable + 2);
		this.data.writeInt32LE(start - vtable, start);
		for (const [slot, [index, field]] of entries.entries()) {
			this.data.writeUInt16LE(4 + 4 * slot, vtable + 4 + 2 * index);
			this.#field(start + 4 + 4 * slot, field);
		}
		return start;
	}

	#field(at: number, field: Field): void {
		if (field.kind === 'int8') this.data.writeInt8(field.value, at);
		else if (field.kind === 'int32') this.data.writeInt32LE(field.value, at);
		else if (field.kind === 'float32') this.data.writeFloatLE(field.value, at);
		else if (field.kind === 'table') this.#point(at, this.table(field.value));
		else this.#point(at, this.#vector(field));
	}

	#vector(field: Extract<Field, { kind: 'bytes' | 'int32s' | 'tables' }>): number {
		const { length } = field.value;
		const start = this.reserve(4 + length * (field.kind === 'bytes' ? 1 : 4));
		this.data.writeUInt32LE(length, start);
		if (field.kind === 'bytes') {
			this.data.set(field.value, start + 4);
			return start;
		}
		for (const [i, element] of field.value.entries()) {
			const at = start + 4 + 4 * i;
			if (typeof element === 'number') this.data.writeInt32LE(element, at);
			else this.#point(at, this.table(element));
		}
		return start;
	}

	#point(at: number, child: number): void {
		this.data.writeUInt32LE(child - at, at);
	}
}
