import { randomUUID } from 'node:crypto';
import { mkdir, open, opendir, readFile, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { storageRefusal } from '../store/faults.ts';

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

/**
 * Normalised photos on disk, each under the SHA-256 of its bytes: `ab/cd/<sha256>.jpg`. A file is whole or not there:
 * it is written beside its place as `.part`, then renamed. No name is ever derived from anything else.
 */
export class PhotoStore {
	readonly root: string;

	/** @param root `data/photos`; made when the first photo comes */
	constructor(root: string) {
		this.root = root;
	}

	/** Where a photo is, or would be. @throws {RangeError} for what is no SHA-256 */
	path(sha256: string): string {
		if (!SHA256.test(sha256)) throw new RangeError('not a SHA-256 in hexadecimal');
		return join(this.root, sha256.slice(0, 2), sha256.slice(2, 4), `${sha256}.jpg`);
	}

	/** Keeps a file. One that is there already counts as new to a sweep: its photo is about to be entered. */
	async put(sha256: string, bytes: Uint8Array): Promise<void> {
		const path = this.path(sha256);
		if (await this.has(sha256)) {
			const now = new Date();
			await utimes(path, now, now);
			return;
		}
		const part = `${path}.${randomUUID()}.part`;
		try {
			await mkdir(dirname(path), { recursive: true });
			const file = await open(part, 'wx');
			try {
				await file.writeFile(bytes);
				// The rename must not outlive the content: the catalogue would have a photo of zero bytes after a power cut.
				await file.datasync();
			} finally {
				await file.close();
			}
			await rename(part, path);
		} catch (error) {
			await rm(part, { force: true });
			throw storageRefusal(error);
		}
	}

	async read(sha256: string): Promise<Uint8Array> {
		return readFile(this.path(sha256));
	}

	async has(sha256: string): Promise<boolean> {
		const found = await stat(this.path(sha256)).catch((error: unknown) => {
			if (isMissing(error)) return undefined;
			throw error;
		});
		return found?.isFile() === true && found.size > 0;
	}

	async remove(sha256: string): Promise<void> {
		await rm(this.path(sha256), { force: true });
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
		for await (const { name } of this.#files()) {
			const sha256 = name.replace(/\.jpg$/, '');
			if (SHA256.test(sha256)) yield sha256;
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
		const swept = { orphans: 0, parts: 0, bytes: 0 };
		for await (const { name, path } of this.#files()) {
			const sha256 = name.replace(/\.jpg$/, '');
			const kind = name.endsWith('.part') ? 'parts' : SHA256.test(sha256) ? 'orphans' : undefined;
			if (!kind || (kind === 'orphans' && (await needs(sha256)))) continue;
			const { size, mtimeMs } = await stat(path);
			if (now - mtimeMs < ageMs) continue;
			// Asked again, because the file may have become needed while we looked at it.
			if (kind === 'orphans' && (await needs(sha256))) continue;
			await unlink(path);
			swept[kind]++;
			swept.bytes += size;
		}
		return swept;
	}

	async *#files(): AsyncGenerator<{ readonly name: string; readonly path: string }> {
		for await (const first of entries(this.root)) {
			if (!first.isDirectory()) continue;
			for await (const second of entries(join(this.root, first.name))) {
				if (!second.isDirectory()) continue;
				const folder = join(this.root, first.name, second.name);
				for await (const file of entries(folder)) {
					if (file.isFile()) yield { name: file.name, path: join(folder, file.name) };
				}
			}
		}
	}
}

async function* entries(folder: string) {
	try {
		yield* await opendir(folder);
	} catch (error) {
		if (!isMissing(error)) throw error;
	}
}

function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
