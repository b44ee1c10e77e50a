import { boxesIn, jpegSegments } from './containers.ts';
import type { Random } from './random.ts';

/** What goes wrong with files, by accident or on purpose. Each returns new bytes. */
export const MUTATIONS: Record<string, (bytes: Buffer, random: Random, other: Buffer) => Buffer> = {
	'cut short': (bytes, random) => bytes.subarray(0, random.integer(1, bytes.length)),
	'cut near the end': (bytes, random) => bytes.subarray(0, bytes.length - random.integer(1, 16)),
	'a bit flipped': (bytes, random) => flipBits(bytes, random, 1),
	'many bits flipped': (bytes, random) => flipBits(bytes, random, random.integer(2, 60)),
	'a bit of the head flipped': (bytes, random) => {
		const copy = Buffer.from(bytes);
		copy[random.integer(0, Math.min(64, copy.length))] ^= 1 << random.integer(0, 8);
		return copy;
	},
	'a run overwritten': (bytes, random) => {
		const copy = Buffer.from(bytes);
		const at = random.integer(0, copy.length);
		random.bytes(random.integer(1, 64)).copy(copy, at);
		return copy;
	},
	'a number replaced by an extreme': (bytes, random) => {
		const copy = Buffer.from(bytes);
		const size = random.pick([1, 2, 4]);
		const at = random.integer(0, Math.max(1, copy.length - size));
		copy.fill(random.pick([0x00, 0x7f, 0x80, 0xff]), at, at + size);
		return copy;
	},
	'bytes left out': (bytes, random) => {
		const at = random.integer(0, bytes.length);
		return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.integer(1, 32))]);
	},
	'bytes put in': (bytes, random) => {
		const at = random.integer(0, bytes.length);
		return Buffer.concat([bytes.subarray(0, at), random.bytes(random.integer(1, 32)), bytes.subarray(at)]);
	},
	'chunks swapped': (bytes, random) => {
		const chunks = chunksOf(bytes);
		const from = random.integer(0, chunks.length);
		const to = random.integer(0, chunks.length);
		[chunks[from], chunks[to]] = [chunks[to], chunks[from]];
		return Buffer.concat(chunks);
	},
	'a chunk repeated': (bytes, random) => {
		const chunks = chunksOf(bytes);
		const at = random.integer(0, chunks.length);
		// Many of small ones, few of large ones: this is about structure, not size.
		const most = Math.min(200, Math.ceil(1_000_000 / (chunks[at].length + 1)));
		const copies = Array.from({ length: random.integer(1, most + 1) }, () => chunks[at]);
		return Buffer.concat([...chunks.slice(0, at), ...copies, ...chunks.slice(at)]);
	},
	'a chunk left out': (bytes, random) => {
		const chunks = chunksOf(bytes);
		chunks.splice(random.integer(0, chunks.length), 1);
		return Buffer.concat(chunks);
	},
	'the tail of another file': (bytes, random, other) =>
		Buffer.concat([
			bytes.subarray(0, random.integer(1, bytes.length)),
			other.subarray(random.integer(0, other.length)),
		]),
	'another file behind it': (bytes, _random, other) => Buffer.concat([bytes, other]),
	'another file before it': (bytes, _random, other) => Buffer.concat([other, bytes]),
};

function flipBits(bytes: Buffer, random: Random, count: number): Buffer {
	const copy = Buffer.from(bytes);
	for (let i = 0; i < count; i++) copy[random.integer(0, copy.length)] ^= 1 << random.integer(0, 8);
	return copy;
}

/** The file in the parts that its format makes of it, or in parts of 64 bytes. */
function chunksOf(bytes: Buffer): Buffer[] {
	const starts = chunkStarts(bytes);
	return starts.map((start, index) => bytes.subarray(start, starts[index + 1] ?? bytes.length));
}

function chunkStarts(bytes: Buffer): number[] {
	const magic = bytes.toString('latin1', 0, 12);
	if (magic.startsWith('\xff\xd8')) return [0, ...jpegSegments(bytes).map(({ start }) => start)];
	if (magic.startsWith('\x89PNG')) return walk(bytes, 8, (at) => 12 + bytes.readUInt32BE(at));
	if (magic.endsWith('WEBP'))
		return walk(bytes, 12, (at) => 8 + bytes.readUInt32LE(at + 4) + (bytes[at + 4] % 2));
	if (magic.startsWith('ftyp', 4)) return avifStarts(bytes);
	return walk(bytes, 64, () => 64);
}

function walk(bytes: Buffer, first: number, sizeAt: (at: number) => number): number[] {
	const starts = [0];
	for (let at = first; at + 8 <= bytes.length; at += sizeAt(at)) starts.push(at);
	return starts;
}

/** The boxes of the file, and those within its `meta` box. */
function avifStarts(bytes: Buffer): number[] {
	const starts = boxesIn(bytes).flatMap(({ type, start, end }) =>
		type === 'meta' ? [start, ...boxesIn(bytes, start + 12, end).map((inner) => inner.start)] : [start],
	);
	return starts.length > 0 ? starts : [0];
}
