import { stat } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import { openFolder } from './folder.ts';
import type { PhotoCollection } from './photo-collection.ts';

/** @throws {UserError} `file-not-found`, `file-unreadable` */
export async function openCollection(path: string): Promise<PhotoCollection> {
	const found = await stat(path).catch((error: unknown) => {
		throw new UserError('file-not-found', { path }, { cause: error });
	});
	return found.isDirectory() ? openFolder(path) : (await import('./zip.ts')).openZip(path);
}

const PICTURES = /\.(jpe?g|jfif|png|webp|gif|avif)$/i;

/** What operating systems add to folders and archives. */
const LITTER = /(^|\/)(__MACOSX|\.[^/]*|Thumbs\.db)(\/|$)/i;

export interface LabelledPath {
	readonly path: string;
	/** Name of the innermost folder. */
	readonly label: string;
}

/** The pictures of a collection that lie in a folder, which names their label. */
export function labelledPictures({ paths }: PhotoCollection): LabelledPath[] {
	return paths.flatMap((path) => {
		const label = path.split('/').at(-2);
		return label !== undefined && PICTURES.test(path) && !LITTER.test(path)
			? [{ path, label: label.normalize('NFC') }]
			: [];
	});
}
