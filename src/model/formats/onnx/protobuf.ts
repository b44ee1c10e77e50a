const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

const utf8 = new TextEncoder();

/**
 * A protocol buffers message being written. Fields are encoded in the order of the calls, hence the same calls give
 * the same bytes. https://protobuf.dev/programming-guides/encoding/
 */
export class Message {
	#chunks: Uint8Array[] = [];
	#length = 0;

	/** int32, int64 or an enum; negative numbers take ten bytes, as the format wants. */
	integer(field: number, value: number): this {
		this.#key(field, VARINT);
		this.#varint(BigInt.asUintN(64, BigInt(value)));
		return this;
	}

	float(field: number, value: number): this {
		this.#key(field, FIXED32);
		const bytes = new Uint8Array(4);
		new DataView(bytes.buffer).setFloat32(0, value, true);
		this.#push(bytes);
		return this;
	}

	string(field: number, value: string): this {
		return this.bytes(field, utf8.encode(value));
	}

	bytes(field: number, value: Uint8Array): this {
		this.#key(field, LENGTH_DELIMITED);
		this.#varint(BigInt(value.length));
		this.#push(value);
		return this;
	}

	/** Later changes to the inner message are not seen. */
	message(field: number, value: Message): this {
		this.#key(field, LENGTH_DELIMITED);
		this.#varint(BigInt(value.#length));
		for (const chunk of value.#chunks) this.#push(chunk);
		return this;
	}

	/** A field that is encoded already, its number included. */
	encoded(field: Uint8Array): this {
		this.#push(field);
		return this;
	}

	/** Copies the content once, however deep it is nested. */
	finish(): Uint8Array<ArrayBuffer> {
		const bytes = new Uint8Array(this.#length);
		let offset = 0;
		for (const chunk of this.#chunks) {
			bytes.set(chunk, offset);
			offset += chunk.length;
		}
		return bytes;
	}

	#key(field: number, wireType: number): void {
		this.#varint(BigInt((field << 3) | wireType));
	}

	#varint(value: bigint): void {
		const bytes: number[] = [];
		let rest = value;
		while (rest > 0x7fn) {
			bytes.push(Number(rest & 0x7fn) | 0x80);
			rest >>= 7n;
		}
		bytes.push(Number(rest));
		this.#push(Uint8Array.from(bytes));
	}

	#push(bytes: Uint8Array): void {
		this.#chunks.push(bytes);
		this.#length += bytes.length;
	}
}
