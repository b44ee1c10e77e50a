const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/** Segments that a decoder needs: tables, frames, restart intervals. No Exif, no comments, no profiles. */
const NEEDED = new Set([0xc0, 0xc1, 0xc2, 0xc4, 0xdb, 0xdd]);

/** JFIF: version, density, and a thumbnail of no pixels. */
const JFIF_SEGMENT = 0xe0;
const JFIF_BYTES = 16;

/**
 * Whether a JPEG holds nothing but a picture: no metadata of any kind, no thumbnail, nothing after its end. That is
 * what the photo store's files are like, so that one of them can be told from a camera's.
 */
export function isPlainJpeg(bytes: Uint8Array): boolean {
	const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (view.length < 4 || view.readUInt16BE(0) !== 0xffd8) return false;
	let at = 2;
	while (at + 4 <= view.length && view[at] === 0xff) {
		const marker = view[at + 1];
		const length = view.readUInt16BE(at + 2);
		const isJfif =
			marker === JFIF_SEGMENT && length === JFIF_BYTES && view.toString('latin1', at + 4, at + 8) === 'JFIF';
		if (marker !== START_OF_SCAN && !NEEDED.has(marker) && !isJfif) return false;
		at += 2 + length;
		if (marker !== START_OF_SCAN) continue;
		at = endOfScan(view, at);
		if (view[at + 1] === END_OF_IMAGE) return at + 2 === view.length;
	}
	return false;
}

/** Where the next marker stands: within a scan, 0xff is followed by 0 or a restart number. */
function endOfScan(view: Buffer, start: number): number {
	let at = view.indexOf(0xff, start);
	while (at !== -1 && at + 1 < view.length) {
		const next = view[at + 1];
		if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
		at = view.indexOf(0xff, at + 2);
	}
	return view.length;
}
