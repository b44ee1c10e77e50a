import h5wasm, { Dataset, type File, FS, Group } from 'h5wasm';

export type { Group } from 'h5wasm';

import type { Constant } from '../constant.ts';
import { elementCount } from '../network/network.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';

/** 1 GB of numbers: more than networks for photos have, and less than compressed zeros can claim to be. */
const MAX_WEIGHTS = 2 ** 28;

/** Keras cuts attributes at 64 KB, and names the pieces `layer_names0`, `layer_names1`. */
const MAX_CHUNKS = 10_000;

/**
 * Works on an HDF5 file that lies in WebAssembly's memory and nowhere else: links in it to other files lead nowhere,
 * whatever they say. Blocks while it works.
 *
 * @throws {DamagedNetwork} where the library finds the file wanting
 */
export async function withHdf5<Result>(
	bytes: Uint8Array,
	read: (root: Hdf5Group) => Result,
): Promise<Result> {
	await startLibrary();
	const path = '/network.h5';
	FS?.writeFile(path, bytes);
	try {
		const file = opening(() => new h5wasm.File(path, 'r'));
		try {
			return read(new Hdf5Group(file, '/'));
		} finally {
			opening(() => file.close());
		}
	} finally {
		FS?.unlink(path);
	}
}

/** The bytes of an HDF5 file. They hold the time at which they were written. */
export async function writeHdf5(write: (root: File) => void): Promise<Uint8Array<ArrayBuffer>> {
	await startLibrary();
	const path = '/written.h5';
	const file = new h5wasm.File(path, 'w');
	try {
		write(file);
	} finally {
		file.close();
	}
	const bytes = FS?.readFile(path, { encoding: 'binary' }) as Uint8Array;
	FS?.unlink(path);
	return Uint8Array.from(bytes);
}

/** Its errors are thrown, where it would print them and go on. */
async function startLibrary(): Promise<void> {
	(await h5wasm.ready).activate_throwing_error_handler();
}

/** A group of an HDF5 file, with what Keras keeps in groups. */
export class Hdf5Group {
	readonly #group: Group;
	readonly path: string;

	constructor(group: Group, path: string) {
		this.#group = group;
		this.path = path;
	}

	has(name: string): boolean {
		return opening(() => this.#group.keys()).includes(name);
	}

	/** @throws {DamagedNetwork} when there is none of this name */
	group(name: string): Hdf5Group {
		const entity = opening(() => this.#group.get(name));
		if (!(entity instanceof Group)) throw new DamagedNetwork(`the group ${this.path}${name} is missing`);
		return new Hdf5Group(entity, `${this.path}${name}/`);
	}

	/** Undefined where there is none. */
	text(name: string): string | undefined {
		const value = this.#attribute(name);
		return typeof value === 'string' ? value : undefined;
	}

	/** A list of texts, in however many pieces Keras cut it. */
	texts(name: string): string[] {
		const whole = this.#attribute(name);
		if (whole !== undefined) return textsOf(whole);
		const pieces: string[] = [];
		for (let chunk = 0; chunk < MAX_CHUNKS; chunk++) {
			const piece = this.#attribute(`${name}${chunk}`);
			if (piece === undefined) break;
			pieces.push(...textsOf(piece));
		}
		return pieces;
	}

	/** Numbers by their path from this group. @throws {DamagedNetwork | UnsupportedNetwork} */
	numbers(name: string): Constant {
		const dataset = opening(() => this.#group.get(name));
		if (!(dataset instanceof Dataset))
			throw new DamagedNetwork(`the weights ${this.path}${name} are missing`);
		return readNumbers(dataset, `${this.path}${name}`);
	}

	#attribute(name: string): unknown {
		return opening(() => {
			const { attrs } = this.#group;
			return Object.hasOwn(attrs, name) ? (attrs[name]?.value ?? undefined) : undefined;
		});
	}
}

function readNumbers(dataset: Dataset, path: string): Constant {
	const { shape, dtype } = opening(() => ({ shape: dataset.shape ?? [], dtype: dataset.dtype }));
	if (dtype !== '<f' && dtype !== '<d')
		throw new UnsupportedNetwork(`a weight of type ${JSON.stringify(dtype)}`);
	if (elementCount(shape) > MAX_WEIGHTS) throw new UnsupportedNetwork(`a weight as large as [${shape}]`);
	const value = opening(() => dataset.value);
	// A scalar comes as a number.
	const numbers = typeof value === 'number' ? [value] : value;
	if (!(numbers instanceof Float32Array || numbers instanceof Float64Array || Array.isArray(numbers))) {
		throw new DamagedNetwork(`the weights ${path} are no numbers`);
	}
	const data = Float32Array.from(numbers as ArrayLike<number>);
	if (data.length !== elementCount(shape)) throw new DamagedNetwork(`the weights ${path} are cut short`);
	if (!data.every(Number.isFinite))
		throw new DamagedNetwork(`the weights ${path} are not all finite numbers`);
	return { shape, data };
}

/** No text at all is written as an empty list of numbers. */
function textsOf(value: unknown): string[] {
	const list = Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
	return list.filter((text): text is string => typeof text === 'string');
}

/** The library throws whatever it meets; to it all is the file's fault. */
function opening<Result>(call: () => Result): Result {
	try {
		return call();
	} catch (error) {
		if (error instanceof DamagedNetwork || error instanceof UnsupportedNetwork) throw error;
		throw new DamagedNetwork('it is no HDF5 file, or is cut short', { cause: error });
	}
}
