import {
	ascii,
	GIF_END,
	GIF_PIXEL_FRAME,
	gifScreen,
	repeat,
	webp,
	webpCanvas,
	webpChunk,
	webpFrame,
} from './containers.ts';
import type { HandMadeFile } from './file.ts';
import { frames, PICTURES, plain } from './pictures.ts';

const ANIMATED = 0x02;
const EXIF = 0x08;

export const GIF_FILES: readonly HandMadeFile[] = [
	{ name: '100 frames', outcome: 'answered', make: () => frames(100).gif().toBuffer() },
	{
		name: 'half a million frames',
		outcome: 'answered',
		make: () => Buffer.concat([gifScreen(32, 32), repeat(GIF_PIXEL_FRAME, 500_000), GIF_END]),
	},
	{
		name: 'a screen of 65535 x 65535',
		outcome: 'image-too-many-pixels',
		make: () => Buffer.concat([gifScreen(65_535, 65_535), GIF_PIXEL_FRAME, GIF_END]),
	},
	{
		name: 'a small screen under a frame of 65535 x 65535',
		outcome: 'image-damaged',
		make: () => {
			const frame = Buffer.from(GIF_PIXEL_FRAME);
			frame.fill(0xff, 5, 9);
			return Buffer.concat([gifScreen(32, 32), frame, GIF_END]);
		},
	},
	{
		name: 'a screen of 6000 x 6000 over one pixel',
		outcome: 'answered',
		make: () => Buffer.concat([gifScreen(6000, 6000), GIF_PIXEL_FRAME, GIF_END]),
	},
	{
		name: 'a screen of 0 x 0',
		outcome: 'image-damaged',
		make: () => Buffer.concat([gifScreen(0, 0), GIF_PIXEL_FRAME, GIF_END]),
	},
	{ name: 'no frame', outcome: 'image-damaged', make: () => Buffer.concat([gifScreen(32, 32), GIF_END]) },
	{ name: 'nothing but a start', outcome: 'image-damaged', make: () => ascii('GIF89a') },
	{ name: 'one pixel', outcome: 'image-too-small', make: () => plain(1, 1).gif().toBuffer() },
	{
		name: 'cut within a later frame',
		outcome: 'answered',
		make: async () => (await frames(20).gif().toBuffer()).subarray(0, -500),
	},
];

export const WEBP_FILES: readonly HandMadeFile[] = [
	{ name: '100 frames', outcome: 'answered', make: () => frames(100).webp({ effort: 0 }).toBuffer() },
	{
		name: 'a hundred thousand frames',
		outcome: 'answered',
		make: async () => {
			const picture = (await plain(32, 32).webp({ lossless: true }).toBuffer()).subarray(12);
			const animation = webpChunk('ANIM', Buffer.alloc(6));
			return webp(webpCanvas(32, 32, ANIMATED), animation, repeat(webpFrame(32, 32, picture), 100_000));
		},
	},
	{
		name: 'a canvas of 16 million squared',
		outcome: 'image-too-many-pixels',
		make: () => webp(webpCanvas(2 ** 24, 2 ** 24, 0)),
	},
	{
		name: 'a lossless header of 16384 x 16384',
		outcome: 'image-too-many-pixels',
		make: () => webp(webpChunk('VP8L', Buffer.from([0x2f, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0]))),
	},
	{
		name: 'a canvas larger than its picture',
		outcome: 'image-damaged',
		make: async () => webp(webpCanvas(5000, 5000, 0), (await PICTURES['WebP']()).subarray(12)),
	},
	{
		name: 'half a million chunks of nothing',
		outcome: 'answered',
		make: async () =>
			webp(
				webpCanvas(96, 72, 0),
				repeat(webpChunk('NONE', ascii('ab')), 500_000),
				(await PICTURES['WebP']()).subarray(12),
			),
	},
	{
		name: 'an EXIF block of noise',
		outcome: 'answered',
		make: async () =>
			webp(
				webpCanvas(96, 72, EXIF),
				(await PICTURES['WebP']()).subarray(12),
				webpChunk('EXIF', Buffer.alloc(500_000, 'Exif')),
			),
	},
	{
		name: 'a length that lies',
		outcome: 'image-damaged',
		make: async () => withLength(await PICTURES['WebP'](), 0xffff_fff0),
	},
	{ name: 'no picture', outcome: 'image-damaged', make: () => webp(webpCanvas(96, 72, 0)) },
	{ name: 'nothing but a start', outcome: 'image-damaged', make: () => webp() },
	{ name: 'one row of pixels', outcome: 'image-too-small', make: () => plain(3000, 1).webp().toBuffer() },
];

function withLength(riff: Buffer, length: number): Buffer {
	const copy = Buffer.from(riff);
	copy.writeUInt32LE(length, 4);
	return copy;
}
