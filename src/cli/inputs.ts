import { createReadStream } from 'node:fs';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { UserError } from '../errors.ts';
import { listFiles } from '../train/list-files.ts';

/** One thing to judge: its name as given, and its bytes when wanted. */
export interface Input {
	readonly name: string;
	/** @throws {UserError} `file-not-found`, `file-unreadable`, `image-too-many-bytes` */
	read(): Promise<Uint8Array>;
}

/** What is worth trying in a folder: formats we read, and those people take for readable and deserve an answer about. */
const PICTURE_EXTENSIONS = new Set(
	'.jpg .jpeg .jfif .png .webp .gif .avif .heic .heif .bmp .tif .tiff'.split(' '),
);

/** Expands what was named on the command line: files, folders (their pictures, sorted), `-` for standard input. */
export async function expandInputs(names: readonly string[], maxBytes: number): Promise<Input[]> {
	const expanded = await Promise.all(names.map((name) => expand(name)));
	return expanded.flat().map((name) => ({
		name,
		read: () => readCapped(name === '-' ? process.stdin : createReadStream(name), name, maxBytes),
	}));
}

async function expand(name: string): Promise<string[]> {
	if (name === '-') return [name];
	try {
		const files = await listFiles(name);
		return files
			.filter((file) => PICTURE_EXTENSIONS.has(extname(file).toLowerCase()))
			.map((file) => join(name, file));
	} catch {
		// A file, or nothing that can be read: reading it will tell.
		return [name];
	}
}

/** Reads a stream whole, but never more than the limit: a device or a pipe may have no end. */
async function readCapped(stream: Readable, path: string, maxBytes: number): Promise<Uint8Array> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	try {
		for await (const chunk of stream) {
			bytes += chunk.length;
			if (bytes > maxBytes) throw new UserError('image-too-many-bytes', { bytes, limit: maxBytes });
			chunks.push(chunk);
		}
	} catch (error) {
		if (error instanceof UserError) throw error;
		const { code = '', message } = error as NodeJS.ErrnoException;
		if (code === 'ENOENT') throw new UserError('file-not-found', { path }, { cause: error });
		throw new UserError('file-unreadable', { path, reason: code || message }, { cause: error });
	}
	return Buffer.concat(chunks);
}
