import { ascii, jpegSegment, jpegSegments, repeat, uint, withSegments } from './containers.ts';
import type { HandMadeFile } from './file.ts';
import { oriented, PICTURES, plain } from './pictures.ts';

const jpeg = PICTURES['JPEG'];
const COMMENT = 0xfe;
const APP1 = 0xe1;
const APP2 = 0xe2;

export const JPEG_FILES: readonly HandMadeFile[] = [
	...[1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => ({
		name: `EXIF orientation ${orientation}`,
		outcome: 'answered' as const,
		make: () => oriented(orientation),
	})),
	{
		name: 'EXIF orientation 65535',
		outcome: 'answered',
		make: async () => withSegments(await jpeg(), exif(0x112, 3, uint(0xffff_0000, 4))),
	},
	{
		name: 'EXIF that points outside itself',
		outcome: 'answered',
		make: async () => withSegments(await jpeg(), exif(0x8769, 4, uint(0xffff_fff0, 4))),
	},
	{
		name: 'EXIF that points at itself',
		outcome: 'answered',
		make: async () => withSegments(await jpeg(), exif(0x8769, 4, uint(8, 4))),
	},
	{
		name: '300 EXIF segments of 64 kB',
		outcome: 'answered',
		make: async () =>
			withSegments(
				await jpeg(),
				repeat(jpegSegment(APP1, Buffer.concat([ascii('Exif\0\0'), Buffer.alloc(65_000, 'A')])), 300),
			),
	},
	{
		name: 'a million comments',
		outcome: 'answered',
		make: async () => withSegments(await jpeg(), repeat(jpegSegment(COMMENT, ascii('ab')), 1_000_000)),
	},
	{
		name: 'a colour profile of noise, in 255 parts',
		outcome: 'answered',
		make: async () => withSegments(await jpeg(), ...profileParts(255)),
	},
	{
		name: 'an ultra HDR photo, with its gain map',
		outcome: 'answered',
		make: async () => {
			const gainMap = jpegSegment(
				APP1,
				ascii('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta hdrgm:Version="1.0"/>'),
			);
			return Buffer.concat([withSegments(await jpeg(), gainMap), withSegments(await jpeg(), gainMap)]);
		},
	},
	{
		name: 'a frame header of 65535 x 65535',
		outcome: 'image-too-many-pixels',
		make: async () => withFrameSize(await jpeg(), 65_535, 65_535),
	},
	{
		name: 'a frame header of 0 x 0',
		outcome: 'image-damaged',
		make: async () => withFrameSize(await jpeg(), 0, 0),
	},
	{
		name: 'a frame header that claims far more rows than follow',
		outcome: 'answered',
		make: async () => withFrameSize(await jpeg(), 96, 60_000),
	},
	{ name: 'lossless JPEG', outcome: 'image-damaged', make: async () => withFrameMarker(await jpeg(), 0xc3) },
	{
		name: 'two frame headers',
		outcome: 'image-damaged',
		make: async () => {
			const bytes = await jpeg();
			const frame = jpegSegments(bytes).find(({ marker }) => marker === 0xc0);
			return frame ? withSegments(bytes, bytes.subarray(frame.start, frame.end)) : bytes;
		},
	},
	{ name: 'no scan', outcome: 'image-damaged', make: async () => cutAt(await jpeg(), 0xda) },
	{ name: 'no quantisation table', outcome: 'image-damaged', make: async () => without(await jpeg(), 0xdb) },
	{ name: 'no end marker', outcome: 'image-damaged', make: async () => (await jpeg()).subarray(0, -2) },
	{
		name: 'nothing but a start',
		outcome: 'image-damaged',
		make: () => Buffer.from([0xff, 0xd8, 0xff]),
	},
	{
		name: 'a segment longer than the file',
		outcome: 'image-damaged',
		make: () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 0]),
	},
	{
		name: '5,000 progressive scans',
		outcome: 'image-damaged',
		make: async () => withRepeatedScan(await plain(2000, 1500).jpeg({ progressive: true }).toBuffer(), 5000),
	},
	{
		name: 'a photo of 40 million pixels',
		outcome: 'answered',
		make: () => plain(7700, 5190).jpeg({ quality: 50 }).toBuffer(),
	},
	{
		name: 'a byte more than the limit',
		outcome: 'image-too-many-bytes',
		make: async () => Buffer.concat([await jpeg(), Buffer.alloc(20_000_001)]).subarray(0, 20_000_001),
	},
	{ name: 'one row of pixels', outcome: 'image-too-small', make: () => plain(4000, 1).jpeg().toBuffer() },
];

/** An APP1 segment with one EXIF entry. */
function exif(tag: number, type: number, value: Buffer): Buffer {
	const entry = Buffer.concat([uint(tag, 2), uint(type, 2), uint(1, 4), value]);
	const tiff = Buffer.concat([ascii('MM\0*'), uint(8, 4), uint(1, 2), entry, uint(0, 4)]);
	return jpegSegment(APP1, Buffer.concat([ascii('Exif\0\0'), tiff]));
}

function profileParts(count: number): Buffer[] {
	return Array.from({ length: count }, (_, part) =>
		jpegSegment(
			APP2,
			Buffer.concat([ascii('ICC_PROFILE\0'), Buffer.from([part + 1, count]), Buffer.alloc(60_000, part)]),
		),
	);
}

function frameHeader(jpeg: Buffer): number {
	return jpegSegments(jpeg).find(({ marker }) => marker === 0xc0)?.start ?? 0;
}

function withFrameSize(jpeg: Buffer, width: number, height: number): Buffer {
	const copy = Buffer.from(jpeg);
	copy.writeUInt16BE(height, frameHeader(jpeg) + 5);
	copy.writeUInt16BE(width, frameHeader(jpeg) + 7);
	return copy;
}

function withFrameMarker(jpeg: Buffer, marker: number): Buffer {
	const copy = Buffer.from(jpeg);
	copy[frameHeader(jpeg) + 1] = marker;
	return copy;
}

function cutAt(jpeg: Buffer, marker: number): Buffer {
	const start = jpegSegments(jpeg).find((segment) => segment.marker === marker)?.start;
	return Buffer.concat([jpeg.subarray(0, start), Buffer.from([0xff, 0xd9])]);
}

function without(jpeg: Buffer, marker: number): Buffer {
	const kept = jpegSegments(jpeg).filter((segment) => segment.marker !== marker);
	return Buffer.concat([
		jpeg.subarray(0, 2),
		...kept.map(({ start, end }) => jpeg.subarray(start, end)),
		Buffer.from([0xff, 0xd9]),
	]);
}

/** Each scan costs a pass over all coefficients, for a few bytes. */
function withRepeatedScan(progressive: Buffer, times: number): Buffer {
	const last = jpegSegments(progressive).at(-1);
	const scan = progressive.subarray(last?.start, last?.end);
	return Buffer.concat([progressive.subarray(0, -2), repeat(scan, times), Buffer.from([0xff, 0xd9])]);
}
