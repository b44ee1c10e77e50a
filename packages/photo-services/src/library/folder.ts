import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import sharp from 'sharp';
import type { LibraryPhoto } from './library.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
	'.jpg': 'image/jpeg',
	'.jpeg': 'image/jpeg',
	'.png': 'image/png',
	'.webp': 'image/webp',
	'.gif': 'image/gif',
};

/** Photos of a folder that holds one folder for each label; other files and hidden ones are passed over. */
export async function folderLibrary(folder: string): Promise<LibraryPhoto[]> {
	const entries = await readdir(folder, { withFileTypes: true, recursive: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(join(folder, sep).length))
		.filter((name) => name.includes(sep) && !name.split(sep).some((part) => part.startsWith('.')))
		.sort((a, b) => (a < b ? -1 : 1))
		.flatMap((name): LibraryPhoto[] => {
			const contentType = CONTENT_TYPES[extname(name).toLowerCase()];
			if (!contentType) return [];
			const path = join(folder, name);
			return [
				{
					name: name.split(sep).join('/').normalize('NFC'),
					label: name.split(sep)[0].normalize('NFC'),
					contentType,
					size: () => sizeOf(path),
					read: () => readFile(path),
				},
			];
		});
}

/** As it is shown: upright. A file that is no picture is offered all the same, as services do. */
async function sizeOf(path: string): Promise<{ width: number; height: number }> {
	try {
		const { autoOrient } = await sharp(path).metadata();
		return autoOrient;
	} catch {
		return { width: 1024, height: 768 };
	}
}
