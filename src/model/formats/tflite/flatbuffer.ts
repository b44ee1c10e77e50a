import { DamagedNetwork } from '../refusal.ts';

/**
 * A table of a flatbuffer. Fields are numbered as in the schema; an absent one has its default.
 * Every offset is checked, because the file may come from anywhere.
 * https://flatbuffers.dev/internals/
 */
export class Table {
	readonly #view: DataView;
	readonly #position: number;

	private constructor(view: DataView, position: number) {
		this.#view = view;
		this.#position = position;
	}

	/** Without any field: a vtable of its own length and the table's, then the table, which points back to it. */
	static readonly empty = new Table(new DataView(Uint8Array.of(4, 0, 4, 0, 4, 0, 0, 0).buffer), 4);

	static root(bytes: Uint8Array): Table {
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		return new Table(view, follow(view, 0));
	}

	int8(field: number, fallback = 0): number {
		const at = this.#field(field);
		return at === undefined ? fallback : within(this.#view, at, 1).getInt8(at);
	}

	int32(field: number, fallback = 0): number {
		const at = this.#field(field);
		return at === undefined ? fallback : within(this.#view, at, 4).getInt32(at, true);
	}

	float32(field: number, fallback = 0): number {
		const at = this.#field(field);
		return at === undefined ? fallback : within(this.#view, at, 4).getFloat32(at, true);
	}

	text(field: number): string {
		return Buffer.from(this.bytes(field)).toString('utf8');
	}

	/** A view of the file, not a copy. */
	bytes(field: number): Uint8Array {
		const { start, length } = this.#vector(field, 1);
		return new Uint8Array(this.#view.buffer, this.#view.byteOffset + start, length);
	}

	int32s(field: number): number[] {
		const { start, length } = this.#vector(field, 4);
		return Array.from({ length }, (_, index) => this.#view.getInt32(start + 4 * index, true));
	}

	float32s(field: number): number[] {
		const { start, length } = this.#vector(field, 4);
		return Array.from({ length }, (_, index) => this.#view.getFloat32(start + 4 * index, true));
	}

	/** Whole numbers of eight bytes, which are small ones wherever we read them. */
	int64s(field: number): number[] {
		const { start, length } = this.#vector(field, 8);
		return Array.from({ length }, (_, index) => Number(this.#view.getBigInt64(start + 8 * index, true)));
	}

	table(field: number): Table | undefined {
		const at = this.#field(field);
		return at === undefined ? undefined : new Table(this.#view, follow(this.#view, at));
	}

	tables(field: number): Table[] {
		const { start, length } = this.#vector(field, 4);
		return Array.from({ length }, (_, index) => new Table(this.#view, follow(this.#view, start + 4 * index)));
	}

	#vector(field: number, elementSize: number): { start: number; length: number } {
		const at = this.#field(field);
		if (at === undefined) return { start: 0, length: 0 };
		const position = follow(this.#view, at);
		const length = within(this.#view, position, 4).getUint32(position, true);
		within(this.#view, position + 4, length * elementSize);
		return { start: position + 4, length };
	}

	/** Where a field's value lies, as the table's own "vtable" says. */
	#field(field: number): number | undefined {
		const distance = within(this.#view, this.#position, 4).getInt32(this.#position, true);
		const vtable = this.#position - distance;
		const size = within(this.#view, vtable, 2).getUint16(vtable, true);
		const entry = 4 + 2 * field;
		if (entry + 2 > size) return undefined;
		const offset = within(this.#view, vtable + entry, 2).getUint16(vtable + entry, true);
		return offset === 0 ? undefined : this.#position + offset;
	}
}

function follow(view: DataView, at: number): number {
	return at + within(view, at, 4).getUint32(at, true);
}

function within(view: DataView, at: number, length: number): DataView {
	if (at < 0 || at + length > view.byteLength) throw new DamagedNetwork('an offset leads out of the file');
	return view;
}
