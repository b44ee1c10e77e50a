import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** When there is too much, this much of the bound is left, so that it is not looked through for every file. */
const AFTER_TRIMMING = 0.8;

/** What is being written; one this old was left by a process that ended. */
const TEMPORARY = '.tmp';
const TEMPORARY_AGE_MS = 60 * 60 * 1000;

/**
 * Copies on this machine of what lies elsewhere, each under the SHA-256 of its bytes, within a bound: what was asked for
 * longest ago goes first. Every copy is checked when it is read. Several processes may share the folder; delete it at will.
 */
export class FileCache {
	readonly #folder: string;
	readonly #maxBytes: number;
	/** Undefined until the folder was looked through. */
	#bytes: number | undefined;
	#trimming: Promise<void> | undefined;

	constructor(folder: string, maxBytes: number) {
		this.#folder = folder;
		this.#maxBytes = maxBytes;
	}

	/** @param maxAgeMs what was fetched longer ago is not given */
	async get(sha256: string, maxAgeMs = Number.POSITIVE_INFINITY): Promise<Uint8Array | undefined> {
		const path = this.#path(sha256);
		try {
			const [content, { mtime }] = await Promise.all([readFile(path), stat(path)]);
			if (hashOf(content) === sha256 && Date.now() - mtime.getTime() <= maxAgeMs) {
				// When it was fetched stays as it is.
				await utimes(path, new Date(), mtime);
				return content;
			}
			await rm(path, { force: true });
		} catch {
			// There is none, or another process has just taken it away.
		}
		return undefined;
	}

	/** Keeps a copy, if there is room; that there is none is no reason to fail. */
	async add(content: Uint8Array): Promise<void> {
		if (content.byteLength > this.#maxBytes) return;
		const path = this.#path(hashOf(content));
		const temporary = `${path}.${randomUUID()}${TEMPORARY}`;
		try {
			await mkdir(dirname(path), { recursive: true });
			await writeFile(temporary, content);
			await rename(temporary, path);
			if (this.#bytes !== undefined) this.#bytes += content.byteLength;
		} catch {
			await rm(temporary, { force: true }).catch(() => {});
		}
		if (this.#bytes === undefined || this.#bytes > this.#maxBytes) await this.#trim();
	}

	async delete(sha256: string): Promise<void> {
		await rm(this.#path(sha256), { force: true });
	}

	#trim(): Promise<void> {
		this.#trimming ??= this.#trimOnce().finally(() => {
			this.#trimming = undefined;
		});
		return this.#trimming;
	}

	async #trimOnce(): Promise<void> {
		const files: { readonly path: string; readonly bytes: number; readonly usedAt: number }[] = [];
		for (const name of await readdir(this.#folder, { recursive: true }).catch(() => [])) {
			const path = join(this.#folder, name);
			const found = await stat(path).catch(() => undefined);
			if (!found?.isFile()) continue;
			if (name.endsWith(TEMPORARY) && Date.now() - found.mtimeMs > TEMPORARY_AGE_MS)
				await rm(path, { force: true });
			else files.push({ path, bytes: found.size, usedAt: found.atimeMs });
		}
		let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
		if (bytes > this.#maxBytes) {
			for (const file of files.sort((a, b) => a.usedAt - b.usedAt)) {
				if (bytes <= this.#maxBytes * AFTER_TRIMMING) break;
				await rm(file.path, { force: true }).catch(() => {});
				bytes -= file.bytes;
			}
		}
		this.#bytes = bytes;
	}

	#path(sha256: string): string {
		return join(this.#folder, sha256.slice(0, 2), sha256);
	}
}

function hashOf(content: Uint8Array): string {
	return createHash('sha256').update(content).digest('hex');
}
