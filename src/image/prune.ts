import type { ReadableFormat } from './sniff.ts';

/**
 * Leaves out the parts of a file that its first picture does not need and that decoders handle at great cost: the
 * compressed text of a PNG, which libpng inflates whole (a file of 700 kB took 2 GB), and the later frames of an
 * animated WebP, which libvips walks in quadratic time (15 MB took four minutes). Returns the same bytes when there is
 * nothing to leave out, or when their structure is broken: refusing those is the decoder's business.
 */
export function pruneBytes(bytes: Uint8Array, format: ReadableFormat): Uint8Array {
	const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (format === 'PNG') return prunePng(view);
	if (format === 'WebP') return pruneWebp(view);
	return bytes;
}

const COMPRESSED_TEXT = new Set(['zTXt', 'iTXt']);

function prunePng(view: Buffer): Buffer {
	const kept: Buffer[] = [];
	/** Start of the run of chunks to keep that is being gathered. */
	let runStart = 0;
	let at = 8;
	while (at + 12 <= view.length) {
		const end = at + 12 + view.readUInt32BE(at);
		if (end > view.length) break;
		if (COMPRESSED_TEXT.has(view.toString('latin1', at + 4, at + 8))) {
			if (runStart < at) kept.push(view.subarray(runStart, at));
			runStart = end;
		}
		at = end;
	}
	if (kept.length === 0) return view;
	kept.push(view.subarray(runStart));
	return Buffer.concat(kept);
}

function pruneWebp(view: Buffer): Buffer {
	let at = 12;
	while (at + 8 <= view.length) {
		const size = view.readUInt32LE(at + 4);
		// Chunks are padded to an even size.
		const end = at + 8 + size + (size % 2);
		if (end > view.length) return view;
		if (view.toString('latin1', at, at + 4) === 'ANMF') return withRiffSize(view.subarray(0, end));
		at = end;
	}
	return view;
}

function withRiffSize(riff: Buffer): Buffer {
	const copy = Buffer.from(riff);
	copy.writeUInt32LE(copy.length - 8, 4);
	return copy;
}
