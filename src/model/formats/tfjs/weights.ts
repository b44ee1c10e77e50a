import { basename } from 'node:path';
import { z } from 'zod';
import type { Constant } from '../constant.ts';
import { decodeFloat16 } from '../half.ts';
import { elementCount } from '../network/network.ts';
import { DamagedNetwork, UnsupportedNetwork, within } from '../refusal.ts';

const Quantization = z.object({
	dtype: z.enum(['uint8', 'uint16', 'float16']),
	scale: z.number().default(1),
	min: z.number().default(0),
});

const WeightEntry = z.object({
	name: z.string(),
	shape: z.array(z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)),
	dtype: z.string(),
	quantization: Quantization.optional(),
});
type WeightEntry = z.output<typeof WeightEntry>;

export const WeightsManifest = z.array(
	z.object({ paths: z.array(z.string()), weights: z.array(WeightEntry) }),
);
export type WeightsManifest = z.output<typeof WeightsManifest>;

/** Gives a weights file's bytes by the name that model.json knows it under. */
export type LoadShard = (path: string) => Uint8Array;

const BYTES = { uint8: 1, uint16: 2, float16: 2, float32: 4, int32: 4 } as const;

/** All weights by name, quantised ones as the numbers they stand for. */
export function readWeights(manifest: WeightsManifest, load: LoadShard): Map<string, Constant> {
	const weights = new Map<string, Constant>();
	for (const group of manifest) {
		const bytes = joinShards(group.paths, load);
		let offset = 0;
		for (const entry of group.weights) {
			within(`weight “${entry.name}”`, () => {
				if (weights.has(entry.name)) throw new DamagedNetwork('there are two of this name');
				const end = offset + elementCount(entry.shape) * BYTES[storedAs(entry)];
				if (end > bytes.length) throw new DamagedNetwork('the weights file is cut short');
				// A copy is aligned to its element size, whatever comes before it in the file.
				weights.set(entry.name, { shape: entry.shape, data: decode(entry, bytes.slice(offset, end)) });
				offset = end;
			});
		}
		if (offset !== bytes.length) throw new DamagedNetwork('a weights file is longer than its weights');
	}
	return weights;
}

function joinShards(paths: readonly string[], load: LoadShard): Uint8Array {
	for (const path of paths) {
		if (basename(path) !== path || path === '..') {
			throw new UnsupportedNetwork(`a weights file in another folder (${path})`);
		}
	}
	const [first, ...rest] = paths.map(load);
	if (rest.length === 0 && first) return first;
	const { buffer, byteOffset, byteLength } = Buffer.concat(first ? [first, ...rest] : rest);
	// No Buffer, whose `slice` gives a view and no copy.
	return new Uint8Array(buffer, byteOffset, byteLength);
}

function storedAs({ dtype, quantization }: WeightEntry): keyof typeof BYTES {
	if (dtype !== 'float32' && dtype !== 'int32') throw new UnsupportedNetwork(`a weight of type ${dtype}`);
	return quantization?.dtype ?? dtype;
}

function decode(entry: WeightEntry, bytes: Uint8Array<ArrayBuffer>): Float32Array | Int32Array {
	const stored = storedAs(entry);
	if (stored === 'float32') return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
	if (stored === 'int32') return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
	if (stored === 'float16') return decodeFloat16(bytes);
	const levels =
		stored === 'uint8' ? bytes : new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
	const { scale, min } = entry.quantization as z.output<typeof Quantization>;
	const numbers = entry.dtype === 'int32' ? new Int32Array(levels.length) : new Float32Array(levels.length);
	const round = entry.dtype === 'int32' ? Math.round : (value: number) => value;
	// A loop, because `from` with a function takes ten times as long on millions of weights.
	for (let i = 0; i < levels.length; i++) numbers[i] = round((levels[i] as number) * scale + min);
	return numbers;
}
