import { createReadStream } from 'node:fs';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { UserError } from '../errors.ts';
import type { Size } from '../model/formats/network/pixels.ts';
import { listFiles } from '../train/list-files.ts';

/** One thing to judge: its name as given, and its bytes when wanted. */
export interface Input {
	readonly name: string;
	/** @throws {UserError} `file-not-found`, `file-unreadable`, `folder-empty`, `folder-without-pictures`, `image-too-many-bytes` */
	read(): Promise<Uint8Array>;
}

/** What is worth trying in a folder: formats we read, and those people take for readable and deserve an answer about. */
const PICTURE_EXTENSIONS = new Set(
	'.jpg .jpeg .jfif .png .webp .gif .avif .heic .heif .bmp .tif .tiff'.split(' '),
);

/** Expands what was named on the command line: files, folders (their pictures, sorted), `-` for standard input. */
export async function expandInputs(names: readonly string[], maxBytes: number): Promise<Input[]> {
	const expanded = await Promise.all(names.map((name) => expand(name, maxBytes)));
	return expanded.flat();
}

async function expand(name: string, maxBytes: number): Promise<Input[]> {
	const file = (path: string): Input => ({
		name: path,
		read: () => readCapped(path === '-' ? process.stdin : createReadStream(path), path, maxBytes),
	});
	if (name === '-') return [file(name)];
	// Where it is a file, or nothing that can be read, reading it will tell.
	const files = await listFiles(name).catch(() => undefined);
	if (!files) return [file(name)];
	const pictures = files.filter((path) => PICTURE_EXTENSIONS.has(extname(path).toLowerCase()));
	if (pictures.length > 0) return pictures.map((path) => file(join(name, path)));
	const code = files.length === 0 ? 'folder-empty' : 'folder-without-pictures';
	return [{ name, read: () => Promise.reject(new UserError(code, { path: name })) }];
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

/** Of `--size`: `224`, or `320x240`. @throws {UserError} `bad-option` */
export function requireSize(value: string): Size {
	const [, width, height = width] = /^(\d{2,4})(?:x(\d{2,4}))?$/.exec(value) ?? [];
	const size = { width: Number(width), height: Number(height) };
	const isUsable = [size.width, size.height].every((side) => side >= 16 && side <= 1024);
	if (!isUsable) throw new UserError('bad-option', { option: '--size', value, expected: '224, 320x240' });
	return size;
}
