import { FolderObjects } from '../storage/folder-objects.ts';
import type { ObjectStore } from '../storage/object-store.ts';

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Files younger than this may belong to a photo that is being entered just now, or be on their way: a sweep leaves
 * them alone.
 */
const SWEEP_AGE_MS = 60 * 60 * 1000;

export interface Swept {
	readonly orphans: number;
	readonly parts: number;
	readonly bytes: number;
}

/** What a photo is kept as. No name is ever derived from anything but its hash. @throws {RangeError} for what is no SHA-256 */
export function photoKey(sha256: string): string {
	if (!SHA256.test(sha256)) throw new RangeError('not a SHA-256 in hexadecimal');
	return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}.jpg`;
}

/** Normalised photos, each under the SHA-256 of its bytes: `ab/cd/<sha256>.jpg`. A file is whole or not there. */
export class PhotoStore {
	readonly #objects: ObjectStore;

	/** @param place a folder, as `data/photos`, or where else photos lie */
	constructor(place: string | ObjectStore) {
		this.#objects = typeof place === 'string' ? new FolderObjects(place) : place;
	}

	/** Where photos lie on this machine, if they do. */
	get folder(): string | undefined {
		return this.#objects.folder;
	}

	/** Keeps a file. One that is there already counts as new to a sweep: its photo is about to be entered. */
	async put(sha256: string, bytes: Uint8Array): Promise<void> {
		await this.#objects.put(photoKey(sha256), bytes);
	}

	/** @throws with the code `ENOENT` where it is not */
	async read(sha256: string): Promise<Uint8Array> {
		const bytes = await this.#objects.read(photoKey(sha256), sha256);
		if (!bytes) throw Object.assign(new Error(`no photo ${sha256}`), { code: 'ENOENT' });
		return bytes;
	}

	async has(sha256: string): Promise<boolean> {
		const found = await this.#objects.stat(photoKey(sha256));
		return found !== undefined && found.bytes > 0;
	}

	async remove(sha256: string): Promise<void> {
		await this.#objects.remove(photoKey(sha256), sha256);
	}

	/**
	 * Deletes a file that no photo needs. It is put back where a photo came to need it meanwhile: another classifier may
	 * enter the same picture between question and deletion.
	 * @param needs whether a photo is needed: `Catalogue.needsFile`
	 */
	async removeUnneeded(
		sha256: string,
		bytes: Uint8Array,
		needs: (sha256: string) => Promise<boolean>,
	): Promise<void> {
		if (await needs(sha256)) return;
		await this.remove(sha256);
		if (await needs(sha256)) await this.put(sha256, bytes);
	}

	/** The photos that are there, in no particular order. */
	async *list(): AsyncGenerator<string> {
		for await (const key of this.#objects.list()) {
			const sha256 = /([0-9a-f]{64})\.jpg$/.exec(key)?.[1];
			if (sha256 !== undefined && key === photoKey(sha256)) yield sha256;
		}
	}

	/**
	 * Deletes what a crash or a removal left behind: photos that nothing needs, and halves of files.
	 * @param needs whether a photo is needed: `Catalogue.needsFile`
	 */
	async sweep(
		needs: (sha256: string) => Promise<boolean>,
		{ now = Date.now(), ageMs = SWEEP_AGE_MS }: { readonly now?: number; readonly ageMs?: number } = {},
	): Promise<Swept> {
		const halves = await this.#objects.clearAbandoned(new Date(now - ageMs));
		const swept = { orphans: 0, parts: halves.files, bytes: halves.bytes };
		for await (const sha256 of this.list()) {
			if (await needs(sha256)) continue;
			const found = await this.#objects.stat(photoKey(sha256));
			if (!found || now - found.modifiedAt.getTime() < ageMs) continue;
			// Asked again, because the file may have become needed while we looked at it.
			if (await needs(sha256)) continue;
			await this.remove(sha256);
			swept.orphans++;
			swept.bytes += found.bytes;
		}
		return swept;
	}
}
