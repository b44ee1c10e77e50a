import { randomUUID } from 'node:crypto';
import {
	access,
	mkdir,
	open,
	opendir,
	readdir,
	readFile,
	rename,
	rm,
	stat,
	unlink,
	utimes,
} from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { removeAbandoned, removeFolderAtomically, writeFolderAtomically } from '../atomic-write.ts';
import { storageRefusal } from '../store/faults.ts';
import { isMissing, isMomentary } from './faults.ts';
import type { Abandoned, ObjectStat, ObjectStore } from './object-store.ts';

/** What is being written, beside its place. */
const PART = '.part';

/** Objects as files of a folder, which is made when the first one comes. */
export class FolderObjects implements ObjectStore {
	readonly folder: string;

	constructor(folder: string) {
		this.folder = folder;
	}

	async read(key: string): Promise<Uint8Array | undefined> {
		return ifThere(readFile(this.#path(key)));
	}

	async stat(key: string): Promise<ObjectStat | undefined> {
		const found = await ifThere(stat(this.#path(key)));
		return found?.isFile() ? { bytes: found.size, modifiedAt: found.mtime } : undefined;
	}

	async put(key: string, content: Uint8Array): Promise<void> {
		const path = this.#path(key);
		if ((await this.stat(key))?.bytes === content.byteLength) {
			const now = new Date();
			await utimes(path, now, now);
			return;
		}
		const part = `${path}.${randomUUID()}${PART}`;
		try {
			await mkdir(dirname(path), { recursive: true });
			const file = await open(part, 'wx');
			try {
				await file.writeFile(content);
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

	async remove(key: string): Promise<void> {
		await rm(this.#path(key), { force: true });
	}

	async *list(within = ''): AsyncGenerator<string> {
		for await (const path of filesIn(this.#path(within))) {
			if (!path.endsWith(PART)) yield relative(this.folder, path).split(sep).join('/');
		}
	}

	async putFolder(path: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<boolean> {
		const target = this.#path(path);
		await removeAbandoned(dirname(target));
		try {
			await writeFolderAtomically(target, files);
			return true;
		} catch (error) {
			// Another process took the place first. Anything else would fail again.
			if (await ifThere(access(target).then(() => true))) return false;
			throw error;
		}
	}

	/** @throws when the machine cannot look just now: that nothing was found must mean that nothing is there */
	async folders(parent: string): Promise<string[]> {
		try {
			const entries = await readdir(this.#path(parent), { withFileTypes: true });
			// Hidden ones are on their way in or out; a link may be to a folder.
			return entries
				.filter((entry) => !entry.isFile() && !entry.name.startsWith('.'))
				.map(({ name }) => name);
		} catch (error) {
			if (isMomentary(error)) throw error;
			return [];
		}
	}

	async removeFolder(path: string): Promise<void> {
		const folder = this.#path(path);
		await removeAbandoned(dirname(folder));
		await ifThere(removeFolderAtomically(folder));
	}

	async clearAbandoned(before: Date, within = ''): Promise<Abandoned> {
		const cleared = { files: 0, bytes: 0 };
		for await (const path of filesIn(this.#path(within))) {
			if (!path.endsWith(PART)) continue;
			const { size, mtime } = await stat(path);
			if (mtime >= before) continue;
			await unlink(path);
			cleared.files++;
			cleared.bytes += size;
		}
		return cleared;
	}

	/** @throws {RangeError} for what would lead out of the folder */
	#path(key: string): string {
		const parts = key.split('/');
		if (parts.includes('..') || key.includes('\0') || key.includes('\\')) throw new RangeError('no key');
		return join(this.folder, ...parts);
	}
}

/** Hidden folders are on their way in or out. */
async function* filesIn(folder: string): AsyncGenerator<string> {
	try {
		for await (const entry of await opendir(folder)) {
			const path = join(folder, entry.name);
			if (entry.isFile()) yield path;
			else if (entry.isDirectory() && !entry.name.startsWith('.')) yield* filesIn(path);
		}
	} catch (error) {
		if (!isMissing(error)) throw error;
	}
}

async function ifThere<Found>(looking: Promise<Found>): Promise<Found | undefined> {
	try {
		return await looking;
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw error;
	}
}
