import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isUserError, UserError } from '../errors.ts';
import { listFiles } from './list-files.ts';

/** A file that should be a photo of its label. */
export interface LabelledFile {
	/** Where it lies, or what it is kept as. */
	readonly path: string;
	/** As shown to people: `crow/1.jpg`. */
	readonly name: string;
	readonly label: string;
	/** For one that may lie elsewhere than on this machine. */
	readonly read?: () => Promise<Uint8Array>;
}

/** @throws {UserError} `file-unreadable`, and as the file's own `read` */
export async function readLabelled({
	path,
	name,
	read = () => readFile(path),
}: LabelledFile): Promise<Uint8Array> {
	return read().catch((error: NodeJS.ErrnoException) => {
		if (isUserError(error)) throw error;
		throw new UserError('file-unreadable', { path: name, reason: error.code ?? error.message });
	});
}

/**
 * Lists photos laid out as the course does: one folder a label, named after it. Deeper folders count to their label;
 * hidden files and files beside the label folders are passed over. Sorted, so that the same tree gives the same list.
 * @throws {UserError} `file-not-found`, `file-unreadable`, `folder-empty`, `folder-without-photos`
 */
export async function scanFolder(folder: string): Promise<LabelledFile[]> {
	const files = (await listShown(folder))
		.filter((name) => name.includes(sep))
		// Some file systems hand out decomposed Unicode (カ + ゙ for ガ); a label is the same whichever wrote it.
		.map((name) => ({ path: join(folder, name), name, label: name.split(sep)[0].normalize('NFC') }));
	if (files.length === 0) throw new UserError('folder-without-photos', { path: folder });
	return files;
}

/**
 * Lists every file in a folder and the folders within it but hidden ones: photos whose label is of no interest.
 * @throws {UserError} `file-not-found`, `file-unreadable`, `folder-empty`
 */
export async function scanUnlabelled(folder: string): Promise<LabelledFile[]> {
	return (await listShown(folder)).map((name) => ({ path: join(folder, name), name, label: '' }));
}

/** Names within a folder, of files that are not hidden nor within anything hidden. */
async function listShown(folder: string): Promise<string[]> {
	const names = await listFiles(folder).catch((error: NodeJS.ErrnoException) => {
		throw refusalOf(error, folder);
	});
	const shown = names.filter((name) => !name.split(sep).some((part) => part.startsWith('.')));
	if (shown.length === 0) throw new UserError('folder-empty', { path: folder });
	return shown;
}

function refusalOf(error: NodeJS.ErrnoException, path: string): UserError {
	const { code = '', message } = error;
	if (code === 'ENOENT') return new UserError('file-not-found', { path }, { cause: error });
	if (code === 'ENOTDIR') return new UserError('folder-without-photos', { path }, { cause: error });
	return new UserError('file-unreadable', { path, reason: code || message }, { cause: error });
}
