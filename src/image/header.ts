import type { ReadableFormat } from './sniff.ts';

/** What the first bytes of a picture say of it, before anything is decoded. */
export interface ImageHeader {
	/** As stored: before orientation, and for AVIF before cropping. */
	readonly width: number;
	readonly height: number;
	/** More than 8 bits a channel (for AVIF: perhaps). */
	readonly deep: boolean;
}

/**
 * Reads the size of a picture, in microseconds where opening it in libvips takes a quarter of a millisecond, which is
 * one in twenty of what a thumbnail costs as a whole. Undefined when the header is damaged or absent.
 */
export function readHeader(bytes: Uint8Array, format: ReadableFormat): ImageHeader | undefined {
	const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		const header = READERS[format](view);
		return header && header.width > 0 && header.height > 0 ? header : undefined;
	} catch (error) {
		// Buffer's own bounds check: the file ends inside its header.
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

const READERS: Record<ReadableFormat, (view: Buffer) => ImageHeader | undefined> = {
	JPEG: readJpeg,
	PNG: readPng,
	GIF: (view) => ({ width: view.readUInt16LE(6), height: view.readUInt16LE(8), deep: false }),
	WebP: readWebp,
	AVIF: readAvif,
};

/** ISO/IEC 10918-1, annex B: segments up to the first frame header (SOF). */
function readJpeg(view: Buffer): ImageHeader | undefined {
	let at = 2;
	while (at < view.length) {
		const marker = view.readUInt8(at + 1);
		if (view[at] !== 0xff || marker === 0xff) {
			// Garbage between segments and fill bytes, both of which decoders skip.
			at += 1;
		} else if (isFrameHeader(marker)) {
			return { width: view.readUInt16BE(at + 7), height: view.readUInt16BE(at + 5), deep: false };
		} else if (marker === 0xd9 || marker === 0xda) {
			return undefined;
		} else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
			// Markers that stand alone, without a length.
			at += 2;
		} else {
			at += 2 + view.readUInt16BE(at + 2);
		}
	}
	return undefined;
}

/** SOF0 to SOF15, among which DHT, JPG and DAC have their places. */
function isFrameHeader(marker: number): boolean {
	return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readPng(view: Buffer): ImageHeader | undefined {
	if (view.toString('latin1', 12, 16) !== 'IHDR') return undefined;
	return { width: view.readUInt32BE(16), height: view.readUInt32BE(20), deep: view.readUInt8(24) > 8 };
}

/** RFC 9649: the first chunk is lossy (VP8), lossless (VP8L) or an extended header (VP8X). */
function readWebp(view: Buffer): ImageHeader | undefined {
	const chunk = view.toString('latin1', 12, 16);
	if (chunk === 'VP8X') {
		return { width: view.readUIntLE(24, 3) + 1, height: view.readUIntLE(27, 3) + 1, deep: false };
	}
	if (chunk === 'VP8L') {
		const sizes = view.readUInt32LE(21);
		return { width: (sizes & 0x3fff) + 1, height: ((sizes >>> 14) & 0x3fff) + 1, deep: false };
	}
	if (chunk === 'VP8 ') {
		// The two upper bits are a scaling hint.
		return { width: view.readUInt16LE(26) & 0x3fff, height: view.readUInt16LE(28) & 0x3fff, deep: false };
	}
	return undefined;
}

/**
 * The largest size that any `ispe` property in the file states (ISO/IEC 23008-12, 6.5.3). Not that of the primary item
 * as a reader would present it: a picture cropped to 64 x 64 by a `clap` property is decoded in full first, so that
 * 2 kB cost gigabytes. Searching the bytes, rather than walking the boxes, leaves no room to hide one.
 */
function readAvif(view: Buffer): ImageHeader | undefined {
	let largest: ImageHeader | undefined;
	for (let at = view.indexOf('ispe\0'); at !== -1; at = view.indexOf('ispe\0', at + 1)) {
		const width = view.readUInt32BE(at + 8);
		const height = view.readUInt32BE(at + 12);
		if (!largest || width * height > largest.width * largest.height) largest = { width, height, deep: true };
	}
	return largest;
}
