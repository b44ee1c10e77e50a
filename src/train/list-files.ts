import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Every file in a folder and the folders within it, as a path relative to it. Links are followed, since photos are often
 * sorted by linking them. Sorted by code unit, so that the same tree gives the same list on every machine.
 * @throws what the file system says when the folder or one within it cannot be read
 */
export async function listFiles(folder: string): Promise<string[]> {
	const found = await listWithin(folder, '', []);
	return found.sort((a, b) => (a < b ? -1 : 1));
}

async function listWithin(root: string, folder: string, outer: readonly string[]): Promise<string[]> {
	const real = await realpath(join(root, folder));
	// A link to a folder that it lies in itself would have no end.
	if (outer.includes(real)) return [];
	const found: string[] = [];
	for (const entry of await readdir(real, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		const kind = entry.isSymbolicLink() ? await stat(join(root, path)).catch(() => undefined) : entry;
		if (kind?.isDirectory()) found.push(...(await listWithin(root, path, [...outer, real])));
		else if (kind?.isFile()) found.push(path);
	}
	return found;
}
