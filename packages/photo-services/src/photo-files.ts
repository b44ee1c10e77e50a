import sharp from 'sharp';
import type { PhotoRecord } from './photo-record.ts';

/** What fits: no wider than, or neither side longer than. */
export type Bounds = { readonly width: number } | { readonly side: number };

/** Bytes of made-to-size photos that are kept: drawing and resizing cost far more than they do. */
const KEPT_BYTES = 64_000_000;

/** Photos in the sizes that services offer, each made once. */
export class PhotoFiles {
	readonly #kept = new Map<string, Promise<Buffer>>();
	#bytes = 0;

	/** A photo at most so large; unchanged where it is not larger. */
	async read(record: PhotoRecord, bounds: Bounds | undefined): Promise<Buffer> {
		if (!bounds || (await fits(record, bounds)))
			return this.#keep(record.photo.name, () => record.photo.read());
		const name = `${JSON.stringify(bounds)} ${record.photo.name}`;
		return this.#keep(name, async () => resized(await this.read(record, undefined), bounds));
	}

	#keep(name: string, make: () => Promise<Buffer>): Promise<Buffer> {
		const known = this.#kept.get(name);
		if (known) return known;
		const made = make();
		this.#kept.set(name, made);
		made.then(
			(bytes) => this.#forgetOldest(bytes.length),
			() => this.#kept.delete(name),
		);
		return made;
	}

	async #forgetOldest(added: number): Promise<void> {
		this.#bytes += added;
		for (const [name, made] of this.#kept) {
			if (this.#bytes <= KEPT_BYTES) return;
			this.#kept.delete(name);
			this.#bytes -= (await made).length;
		}
	}
}

async function fits({ photo }: PhotoRecord, bounds: Bounds): Promise<boolean> {
	const { width, height } = await photo.size();
	return 'width' in bounds ? width <= bounds.width : Math.max(width, height) <= bounds.side;
}

async function resized(bytes: Buffer, bounds: Bounds): Promise<Buffer> {
	const size = 'width' in bounds ? { width: bounds.width } : { width: bounds.side, height: bounds.side };
	try {
		return await sharp(bytes, { autoOrient: true })
			.resize({ ...size, fit: 'inside', withoutEnlargement: true })
			.jpeg({ quality: 85 })
			.toBuffer();
	} catch {
		// No picture after all: handed out as it is, for whoever asked to find out.
		return bytes;
	}
}
