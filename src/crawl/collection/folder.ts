import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { UserError } from '../../errors.ts';
import type { PhotoCollection } from './photo-collection.ts';

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
		read: async (path, maxBytes) => {
			if (!known.has(path)) throw new UserError('file-not-found', { path });
			return readFile(join(root, path), path, maxBytes);
		},
		close: async () => {},
	};
}

async function readFile(file: string, path: string, maxBytes: number): Promise<Uint8Array> {
	try {
		// The file may have become a link since it was listed.
		const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
		try {
			const { size } = await handle.stat();
			if (size > maxBytes) throw new UserError('image-too-many-bytes', { bytes: size, limit: maxBytes });
			return await handle.readFile();
		} finally {
			await handle.close();
		}
	} catch (error) {
		if (error instanceof UserError) throw error;
		const { code, message } = error as NodeJS.ErrnoException;
		throw new UserError('file-unreadable', { path, reason: code ?? message }, { cause: error });
	}
}
