import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../../errors.ts';
import { readRegularFile } from '../../formats/read-file.ts';

/** The files that a network may be made of. */
export interface NetworkFiles {
	/** Names without folders. */
	readonly names: readonly string[];
	/** @throws {UserError} `file-not-found`, `file-unreadable`, `network-too-large` */
	read(name: string): Uint8Array;
}

export type NetworkFormat = 'onnx' | 'layers-model' | 'tflite';

/** A network where it lies. */
export interface FoundNetwork {
	readonly format: NetworkFormat;
	readonly files: NetworkFiles;
	/** The one file of a network that has no more. */
	readonly name: string;
}

/** What is at a path: a file, or a folder of files. @throws {UserError} `file-not-found`, `file-unreadable` */
export function openFolder(path: string): { files: NetworkFiles; only: string | undefined } {
	try {
		const isFolder = statSync(path).isDirectory();
		const folder = isFolder ? path : dirname(path);
		return {
			files: {
				names: isFolder ? readdirSync(folder) : [basename(path)],
				read: (name) => readRegularFile(join(folder, name)),
			},
			only: isFolder ? undefined : basename(path),
		};
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw code === 'ENOENT'
			? new UserError('file-not-found', { path }, { cause: error })
			: new UserError('file-unreadable', { path, reason: code ?? 'unknown' }, { cause: error });
	}
}

const SINGLE_FILES = [
	['onnx', '.onnx'],
	['tflite', '.tflite'],
] as const;

/**
 * Which network files are: one ONNX or TFLite file, or a layers-model by its model.json.
 * @throws {UserError} `network-not-found` where there is none, or more than one
 */
export function findNetwork(path: string, files: NetworkFiles): FoundNetwork {
	const found: FoundNetwork[] = SINGLE_FILES.flatMap(([format, extension]) =>
		files.names
			.filter((name) => name.toLowerCase().endsWith(extension))
			.map((name) => ({ format, files, name })),
	);
	if (files.names.includes('model.json')) found.push({ format: 'layers-model', files, name: 'model.json' });
	const [network] = found;
	if (!network || found.length > 1) throw new UserError('network-not-found', { path });
	return network;
}
