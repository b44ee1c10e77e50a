export interface ImageSize {
	readonly width: number;
	readonly height: number;
}

/** Width and height of a PNG, JPEG, GIF or WebP from its header, as Discord notes them; null for anything else. */
export function imageSize(bytes: Uint8Array): ImageSize | null {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		return pngSize(view) ?? gifSize(view) ?? webpSize(view) ?? jpegSize(view);
	} catch (error) {
		// Cut off within the header.
		if (error instanceof RangeError) return null;
		throw error;
	}
}

function ascii(view: DataView, offset: number, length: number): string {
	return String.fromCharCode(...Array.from({ length }, (_, index) => view.getUint8(offset + index)));
}

function pngSize(view: DataView): ImageSize | null {
	if (view.getUint32(0) !== 0x89504e47 || ascii(view, 12, 4) !== 'IHDR') return null;
	return { width: view.getUint32(16), height: view.getUint32(20) };
}

function gifSize(view: DataView): ImageSize | null {
	if (ascii(view, 0, 4) !== 'GIF8') return null;
	return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function webpSize(view: DataView): ImageSize | null {
	if (ascii(view, 0, 4) !== 'RIFF' || ascii(view, 8, 4) !== 'WEBP') return null;
	switch (ascii(view, 12, 4)) {
		case 'VP8 ':
			return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
		case 'VP8L': {
			const bits = view.getUint32(21, true);
			return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
		}
		case 'VP8X':
			return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
		default:
			return null;
	}
}

function uint24(view: DataView, offset: number): number {
	return view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
}

function jpegSize(view: DataView): ImageSize | null {
	if (view.getUint16(0) !== 0xffd8) return null;
	for (let offset = 2; view.getUint8(offset) === 0xff; ) {
		const marker = view.getUint8(offset + 1);
		if (isFrameHeader(marker))
			return { height: view.getUint16(offset + 5), width: view.getUint16(offset + 7) };
		offset += 2 + view.getUint16(offset + 2);
	}
	return null;
}

/** SOF0 to SOF15, but the tables (DHT, JPG, DAC) that share their range. */
function isFrameHeader(marker: number): boolean {
	return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
