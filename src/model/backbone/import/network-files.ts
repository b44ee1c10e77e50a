import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../../../errors.ts';
import { MAX_NETWORK_BYTES, readRegularFile } from '../../formats/read-file.ts';
import { DamagedNetwork } from '../../formats/refusal.ts';
import { openZip } from '../../formats/zip.ts';

/** The files that a network may be made of. */
export interface NetworkFiles {
	/** Of an archive without the one folder that all of it may lie in. */
	readonly names: readonly string[];
	/** @throws {UserError | DamagedNetwork} `file-not-found`, `file-unreadable`, `network-too-large` */
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

/**
 * What is at a path: a file, a folder of files, or a zip of them, of which nothing is unpacked to the disk.
 * @param maxBytes that a zip may unfold to
 * @throws {UserError | DamagedNetwork} `file-not-found`, `file-unreadable`, `network-too-large`
 */
export async function openNetworkFiles(path: string, maxBytes = MAX_NETWORK_BYTES): Promise<NetworkFiles> {
	if (isFolder(path)) return { names: readdirSync(path), read: (name) => readRegularFile(join(path, name)) };
	if (/\.zip$/i.test(path)) return readZip(readRegularFile(path), maxBytes);
	return { names: [basename(path)], read: () => readRegularFile(path) };
}

function isFolder(path: string): boolean {
	try {
		return statSync(path).isDirectory();
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw code === 'ENOENT'
			? new UserError('file-not-found', { path }, { cause: error })
			: new UserError('file-unreadable', { path, reason: code ?? 'unknown' }, { cause: error });
	}
}

/** What macOS adds to archives. */
const CLUTTER = /^__MACOSX\/|(^|\/)\.[^/]*$/;

async function readZip(bytes: Uint8Array, maxBytes: number): Promise<NetworkFiles> {
	const zip = await openZip(bytes);
	const entries = zip.names.filter((name) => !name.endsWith('/') && !CLUTTER.test(name));
	const [first = ''] = entries;
	const folder = first.slice(0, first.lastIndexOf('/') + 1);
	const root = entries.every((name) => name.startsWith(folder)) ? folder : '';
	const contents = new Map<string, Uint8Array>();
	let room = maxBytes;
	for (const name of entries) {
		const content = (await zip.read(name, room)) ?? new Uint8Array(0);
		room -= content.length;
		contents.set(name.slice(root.length), content);
	}
	return {
		names: [...contents.keys()],
		read(name) {
			const content = contents.get(name);
			if (!content) throw new DamagedNetwork(`${name} is missing in the archive`);
			return content;
		},
	};
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
