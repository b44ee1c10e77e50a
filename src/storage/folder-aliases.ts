import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../atomic-write.ts';
import { isMomentary } from './faults.ts';
import { withFolderLock } from './folder-lock.ts';
import type { AliasStore } from './object-store.ts';

const FILE = 'aliases.json';

/** Aliases in the folders of what they are of: `<folder>/<classifier>/aliases.json`. Writers take turns by a lock. */
export class FolderAliases implements AliasStore {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	async names(): Promise<string[]> {
		try {
			return await readdir(this.#folder);
		} catch (error) {
			if (isMomentary(error)) throw error;
			return [];
		}
	}

	async revision(name: string): Promise<string> {
		try {
			const { ino, mtimeMs, size } = await stat(this.#file(name));
			return `${ino} ${mtimeMs} ${size}`;
		} catch {
			return 'none';
		}
	}

	async read(name: string): Promise<string | undefined> {
		try {
			return await readFile(this.#file(name), 'utf8');
		} catch (error) {
			if (isMomentary(error)) throw error;
			return undefined;
		}
	}

	async update(
		name: string,
		change: (text: string | undefined) => Promise<string | undefined>,
	): Promise<void> {
		await withFolderLock(join(this.#folder, name), async (assertHeld) => {
			const changed = await change(await this.read(name));
			assertHeld();
			if (changed !== undefined) await writeFileAtomically(this.#file(name), changed);
		});
	}

	async remove(name: string): Promise<void> {
		await rm(this.#file(name), { force: true });
	}

	#file(name: string): string {
		return join(this.#folder, name, FILE);
	}
}
