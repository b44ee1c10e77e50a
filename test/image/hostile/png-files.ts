import { deflateSync } from 'node:zlib';
import { ascii, PNG_MAGIC, pngChunk, pngHeader, repeat, withChunks } from './containers.ts';
import type { HandMadeFile } from './file.ts';
import { frames, PICTURES, plain } from './pictures.ts';

const png = PICTURES['PNG'];
const END = pngChunk('IEND', Buffer.alloc(0));

export const PNG_FILES: readonly HandMadeFile[] = [
	{
		name: 'a header of 2 thousand million squared',
		outcome: 'image-too-many-pixels',
		make: () => Buffer.concat([PNG_MAGIC, pngHeader(0x7fff_ffff, 0x7fff_ffff), pixels(16), END]),
	},
	{
		name: 'a header of 14000 x 14000 over a few bytes',
		outcome: 'image-too-many-pixels',
		make: () => Buffer.concat([PNG_MAGIC, pngHeader(14_000, 14_000), pixels(1000), END]),
	},
	{
		name: 'a header of 6000 x 6000 over a few bytes',
		outcome: 'image-damaged',
		make: () => Buffer.concat([PNG_MAGIC, pngHeader(6000, 6000), pixels(1000), END]),
	},
	{
		name: 'a header of 0 x 0',
		outcome: 'image-damaged',
		make: () => Buffer.concat([PNG_MAGIC, pngHeader(0, 0), pixels(1), END]),
	},
	{
		name: '40 million pixels of one bit, in 5 kB',
		outcome: 'answered',
		make: () => Buffer.concat([PNG_MAGIC, pngHeader(8000, 5000, 1, 0), pixels(5000 * 1001), END]),
	},
	{
		name: 'interlaced, 16 bits, four channels',
		outcome: 'answered',
		make: () =>
			plain(1500, 1000).ensureAlpha(0.5).toColourspace('rgb16').png({ progressive: true }).toBuffer(),
	},
	{
		name: 'far more pixel data than pixels',
		outcome: 'answered',
		make: () => Buffer.concat([PNG_MAGIC, pngHeader(32, 32), pixels(10_000_000), END]),
	},
	{
		name: 'compressed text that inflates to 700 MB',
		outcome: 'answered',
		make: async () => {
			const text = deflateSync(Buffer.alloc(7_000_000, 'A'));
			return withChunks(await png(), repeat(pngChunk('zTXt', Buffer.concat([ascii('k\0\0'), text])), 100));
		},
	},
	{
		name: 'a compressed colour profile that inflates to 60 MB',
		outcome: 'answered',
		make: async () =>
			withChunks(
				await png(),
				pngChunk('iCCP', Buffer.concat([ascii('k\0\0'), deflateSync(Buffer.alloc(60_000_000))])),
			),
	},
	{
		name: 'a hundred thousand chunks of nothing',
		outcome: 'answered',
		make: async () => withChunks(await png(), repeat(pngChunk('noNe', Buffer.alloc(0)), 100_000)),
	},
	{
		name: 'a hundred thousand gamma values',
		outcome: 'answered',
		make: async () =>
			withChunks(await png(), repeat(pngChunk('gAMA', Buffer.from([0, 0, 0xb1, 0x8f])), 100_000)),
	},
	{
		name: 'a critical chunk nobody knows',
		outcome: 'image-damaged',
		make: async () => withChunks(await png(), pngChunk('NONE', Buffer.alloc(4))),
	},
	{
		name: 'a lying checksum over the header',
		outcome: 'image-damaged',
		make: async () => flip(await png(), 30),
	},
	{
		name: 'a lying checksum over the pixels',
		outcome: 'image-damaged',
		make: async () => flip(await png(), -14),
	},
	{
		name: 'a lying checksum over a comment',
		outcome: 'answered',
		make: async () => withChunks(await png(), flip(pngChunk('tEXt', ascii('Comment\0hello')), -1)),
	},
	{
		name: 'a chunk longer than the file',
		outcome: 'image-damaged',
		make: async () => {
			const bytes = Buffer.from(await png());
			bytes.writeUInt32BE(0x7fff_ffff, 33);
			return bytes;
		},
	},
	{
		name: 'a palette picture without its palette',
		outcome: 'image-damaged',
		make: () => Buffer.concat([PNG_MAGIC, pngHeader(32, 32, 8, 3), pixels(32 * 33), END]),
	},
	{
		name: 'a bit depth that does not exist',
		outcome: 'image-damaged',
		make: () => Buffer.concat([PNG_MAGIC, pngHeader(32, 32, 7), pixels(9999), END]),
	},
	{
		name: 'no pixels',
		outcome: 'image-damaged',
		make: () => Buffer.concat([PNG_MAGIC, pngHeader(32, 32), END]),
	},
	{ name: 'no header', outcome: 'image-damaged', make: () => Buffer.concat([PNG_MAGIC, pixels(3000), END]) },
	{ name: 'nothing but a start', outcome: 'image-damaged', make: () => PNG_MAGIC },
	{
		name: 'an EXIF block of 5 MB',
		outcome: 'answered',
		make: async () => withChunks(await png(), pngChunk('eXIf', Buffer.alloc(5_000_000, 'A'))),
	},
	{
		name: 'animated',
		outcome: 'answered',
		make: async () =>
			withChunks(await frames(1).png().toBuffer(), pngChunk('acTL', Buffer.from([0, 0, 0, 9, 0, 0, 0, 0]))),
	},
	{ name: 'one row of pixels', outcome: 'image-too-small', make: () => plain(3000, 1).png().toBuffer() },
	{ name: 'one pixel', outcome: 'image-too-small', make: () => plain(1, 1).png().toBuffer() },
	{ name: '15 x 15', outcome: 'image-too-small', make: () => plain(15, 15).png().toBuffer() },
	{ name: '16 x 16', outcome: 'answered', make: () => plain(16, 16).png().toBuffer() },
];

/** A data chunk of so many zero bytes: black rows, each led by the filter "none". */
function pixels(bytes: number): Buffer {
	return pngChunk('IDAT', deflateSync(Buffer.alloc(bytes)));
}

function flip(bytes: Buffer, at: number): Buffer {
	const copy = Buffer.from(bytes);
	copy[at < 0 ? copy.length + at : at] ^= 0x55;
	return copy;
}
