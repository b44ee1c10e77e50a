import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type PhotoCollection, readsOf } from './photo-collection.ts';

/** A folder as a collection. Symbolic links are left out: they lead elsewhere. */
export async function openFolder(root: string): Promise<PhotoCollection> {
	const entries = await readdir(root, { withFileTypes: true, recursive: true });
	const paths = entries
		.filter((entry) => entry.isFile())
		.map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
		.sort();
	const known = new Set(paths);
	return {
		paths,
		...readsOf((path) => (known.has(path) ? openFile(join(root, path)) : undefined)),
		close: async () => {},
	};
}

/** Closed when it is read, or not wanted any more. */
async function openFile(file: string): Promise<AsyncIterable<Uint8Array>> {
	// The file may have become a link since it was listed.
	const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
	return handle.createReadStream();
}
