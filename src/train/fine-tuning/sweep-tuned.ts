import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFolderAtomically } from '../../atomic-write.ts';
import { tunedBackbonesFolder } from '../../model/backbone/installed.ts';
import type { ObjectStore } from '../../storage/object-store.ts';

/** A training that is about to name one takes less. */
const UNNAMED_AGE_MS = 86_400_000;

/**
 * Deletes the backbones that were tuned for versions which are there no more.
 * @param needed ids of the backbones that versions name
 * @param shared where they lie for other machines, too
 * @returns how many were deleted
 */
export async function sweepTuned(
	dataFolder: string,
	needed: ReadonlySet<string>,
	now: number,
	shared?: ObjectStore,
): Promise<number> {
	if (shared) await sweepShared(shared, needed, now);
	const parent = tunedBackbonesFolder(dataFolder);
	const names = await readdir(parent).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return [];
		throw error;
	});
	let deleted = 0;
	for (const name of names) {
		if (needed.has(name)) continue;
		const folder = join(parent, name);
		const found = await stat(folder).catch(() => undefined);
		if (!found || now - found.mtimeMs < UNNAMED_AGE_MS) continue;
		await removeFolderAtomically(folder);
		deleted++;
	}
	return deleted;
}

async function sweepShared(store: ObjectStore, needed: ReadonlySet<string>, now: number): Promise<void> {
	for (const id of await store.folders('')) {
		if (needed.has(id)) continue;
		const found = await store.stat(`${id}/manifest.json`);
		if (found && now - found.modifiedAt.getTime() >= UNNAMED_AGE_MS) await store.removeFolder(id);
	}
}
