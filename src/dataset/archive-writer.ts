import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { UserError } from '../errors.ts';

/** A folder or zip in the making. It appears under its name when it is complete, or not at all. */
export interface ArchiveWriter {
	/** A file that is read when its turn comes: memory stays flat. */
	addFile(path: string, read: () => Promise<Uint8Array>): Promise<void>;
	addText(path: string, text: string): Promise<void>;
	addBytes(path: string, bytes: Uint8Array): Promise<void>;
	finish(): Promise<void>;
	/** Leaves nothing behind. */
	abandon(): Promise<void>;
}

/**
 * Begins a zip (by a name that ends so) or a folder.
 * @throws {UserError} `target-exists`
 */
export async function createArchive(target: string): Promise<ArchiveWriter> {
	const place = resolve(target);
	const exists = await access(place).then(
		() => true,
		() => false,
	);
	if (exists) throw new UserError('target-exists', { path: target });
	await mkdir(dirname(place), { recursive: true });
	const part = `${place}.${randomUUID()}.part`;
	return /\.zip$/i.test(place) ? zipWriter(place, part) : folderWriter(place, part);
}

function folderWriter(place: string, part: string): ArchiveWriter {
	const prepare = async (path: string): Promise<string> => {
		const file = join(part, ...path.split('/'));
		await mkdir(dirname(file), { recursive: true });
		return file;
	};
	return {
		addFile: async (path, read) => writeFile(await prepare(path), await read()),
		addText: async (path, text) => writeFile(await prepare(path), text),
		addBytes: async (path, bytes) => writeFile(await prepare(path), bytes),
		finish: () => rename(part, place),
		abandon: () => rm(part, { recursive: true, force: true }),
	};
}

/** The same for every export: a zip's bytes depend on what is in it alone. */
const MODIFIED = new Date(2000, 0, 1);

function zipWriter(place: string, part: string): ArchiveWriter {
	const zip = new ZipFile();
	const written = pipeline(zip.outputStream, createWriteStream(part, { flags: 'wx' }));
	// yazl tells of files that it cannot read here, and its stream then never ends.
	const failed = new Promise<never>((_, reject) => zip.on('error', reject));
	failed.catch(() => {});
	written.catch(() => {});
	return {
		async addFile(path, read) {
			// Photos do not get smaller.
			const options = { compress: false, mtime: MODIFIED, mode: 0o100644 };
			zip.addReadStreamLazy(path, options, (give) => {
				read().then(
					(bytes) => give(null, Readable.from([bytes])),
					(error: unknown) => give(error, Readable.from([])),
				);
			});
		},
		async addText(path, text) {
			zip.addBuffer(Buffer.from(text), path, { mtime: MODIFIED, mode: 0o100644 });
		},
		async addBytes(path, bytes) {
			zip.addBuffer(Buffer.from(bytes), path, { mtime: MODIFIED, mode: 0o100644 });
		},
		async finish() {
			zip.end();
			await Promise.race([written, failed]);
			await rename(part, place);
		},
		async abandon() {
			const stopped = written.catch(() => {});
			if ('destroy' in zip.outputStream && typeof zip.outputStream.destroy === 'function') {
				zip.outputStream.destroy();
				await stopped;
			}
			await rm(part, { force: true });
		},
	};
}
