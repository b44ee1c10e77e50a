import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { UserError } from '../errors.ts';

/** A file that should be a photo of its label. */
export interface LabelledFile {
	readonly path: string;
	/** As shown to people: `crow/1.jpg`. */
	readonly name: string;
	readonly label: string;
}

/**
 * Lists photos laid out as the course does: one folder a label, named after it. Deeper folders count to their label;
 * hidden files and files beside the label folders are passed over. Sorted, so that the same tree gives the same list.
 * @throws {UserError} `file-not-found`, `folder-without-photos`
 */
export async function scanFolder(folder: string): Promise<LabelledFile[]> {
	const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch((error: unknown) => {
		throw new UserError('file-not-found', { path: folder }, { cause: error });
	});
	const files = entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(join(folder, sep).length))
		.filter((name) => name.includes(sep) && !name.split(sep).some((part) => part.startsWith('.')))
		.sort((a, b) => (a < b ? -1 : 1))
		// Some file systems hand out decomposed Unicode (カ + ゙ for ガ); a label is the same whichever wrote it.
		.map((name) => ({ path: join(folder, name), name, label: name.split(sep)[0].normalize('NFC') }));
	if (files.length === 0) throw new UserError('folder-without-photos', { path: folder });
	return files;
}
