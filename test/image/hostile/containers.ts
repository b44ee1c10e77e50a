/** Writers of the containers pictures come in, for files no encoder would make. */

export function uint(value: number, bytes: number): Buffer {
	const buffer = Buffer.alloc(bytes);
	buffer.writeUIntBE(value, 0, bytes);
	return buffer;
}

function uintLE(value: number, bytes: number): Buffer {
	return uint(value, bytes).reverse();
}

export function ascii(text: string): Buffer {
	return Buffer.from(text, 'latin1');
}

export function repeat(part: Buffer, times: number): Buffer {
	return Buffer.alloc(part.length * times, part);
}

// JPEG (ISO/IEC 10918-1)

export function jpegSegment(marker: number, body: Buffer): Buffer {
	return Buffer.concat([Buffer.from([0xff, marker]), uint(body.length + 2, 2), body]);
}

/** Puts segments right behind the start of a JPEG. */
export function withSegments(jpeg: Buffer, ...segments: Buffer[]): Buffer {
	return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

/** Where each segment of a JPEG lies; a scan includes the compressed data that follows its header. */
export function jpegSegments(jpeg: Buffer): { marker: number; start: number; end: number }[] {
	const segments = [];
	let start = 2;
	while (start + 4 <= jpeg.length && jpeg[start] === 0xff && jpeg[start + 1] !== 0xd9) {
		const marker = jpeg[start + 1];
		let end = start + 2 + jpeg.readUInt16BE(start + 2);
		if (marker === 0xda) while (!isMarkerAt(jpeg, end)) end++;
		segments.push({ marker, start, end });
		start = end;
	}
	return segments;
}

/** Inside compressed data, FF 00 is a byte of it and FF D0 to FF D7 are restart markers. */
function isMarkerAt(jpeg: Buffer, at: number): boolean {
	const next = jpeg[at + 1];
	return at >= jpeg.length || (jpeg[at] === 0xff && next !== 0 && !(next >= 0xd0 && next <= 0xd7));
}

// PNG (W3C, third edition)

export const PNG_MAGIC = ascii('\x89PNG\r\n\x1a\n');

export function pngChunk(type: string, body: Buffer): Buffer {
	const checked = Buffer.concat([ascii(type), body]);
	return Buffer.concat([uint(body.length, 4), checked, uint(crc32(checked), 4)]);
}

export function pngHeader(
	width: number,
	height: number,
	bits = 8,
	colourType = 2,
	interlaced = false,
): Buffer {
	return pngChunk(
		'IHDR',
		Buffer.concat([
			uint(width, 4),
			uint(height, 4),
			Buffer.from([bits, colourType, 0, 0, interlaced ? 1 : 0]),
		]),
	);
}

/** Puts chunks behind the header of a PNG. */
export function withChunks(png: Buffer, ...chunks: Buffer[]): Buffer {
	return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
	let value = byte;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
	return value;
});

function crc32(bytes: Buffer): number {
	let crc = 0xffff_ffff;
	for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
	return ~crc >>> 0;
}

// WebP (RFC 9649)

export function webpChunk(type: string, body: Buffer): Buffer {
	return Buffer.concat([ascii(type), uintLE(body.length, 4), body, Buffer.alloc(body.length % 2)]);
}

export function webp(...chunks: Buffer[]): Buffer {
	const body = Buffer.concat([ascii('WEBP'), ...chunks]);
	return Buffer.concat([ascii('RIFF'), uintLE(body.length, 4), body]);
}

export function webpCanvas(width: number, height: number, flags: number): Buffer {
	return webpChunk('VP8X', Buffer.concat([uintLE(flags, 4), uintLE(width - 1, 3), uintLE(height - 1, 3)]));
}

/** A frame of an animation at the upper left corner, shown for 50 ms. */
export function webpFrame(width: number, height: number, picture: Buffer): Buffer {
	const header = Buffer.concat([
		Buffer.alloc(6),
		uintLE(width - 1, 3),
		uintLE(height - 1, 3),
		uintLE(50, 3),
		Buffer.alloc(1),
	]);
	return webpChunk('ANMF', Buffer.concat([header, picture]));
}

// GIF (GIF89a specification)

/** Header and screen of a GIF, with a global palette of black and white. */
export function gifScreen(width: number, height: number): Buffer {
	return Buffer.concat([
		ascii('GIF89a'),
		uintLE(width, 2),
		uintLE(height, 2),
		Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
	]);
}

/** A frame of one black pixel. */
export const GIF_PIXEL_FRAME = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);

export const GIF_END = Buffer.from([0x3b]);

// ISO base media files: AVIF, HEIC, MP4 (ISO/IEC 14496-12)

export function box(type: string, ...parts: Buffer[]): Buffer {
	const body = Buffer.concat(parts);
	return Buffer.concat([uint(body.length + 8, 4), ascii(type), body]);
}

export function fullBox(type: string, version: number, flags: number, ...parts: Buffer[]): Buffer {
	return box(type, uint(version, 1), uint(flags, 3), ...parts);
}

export function boxesIn(
	bytes: Buffer,
	start = 0,
	end = bytes.length,
): { type: string; start: number; end: number }[] {
	const boxes = [];
	let at = start;
	while (at + 8 <= end) {
		const next = at + Math.max(8, bytes.readUInt32BE(at));
		boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), start: at, end: Math.min(next, end) });
		at = next;
	}
	return boxes;
}
