import type { Pixels } from './pixels.ts';

/** Cells of the reduced picture: one more column than bits in a row, since each bit compares two neighbours. */
const COLUMNS = 9;
const ROWS = 8;

/**
 * Luma steps (of 255) by which a cell must exceed its neighbour. Without a margin, compression noise decides the bits
 * of skies and plain backgrounds: of 616 photos, 1.5 % of the copies then strayed by more than 6 bits, with 2 none
 * did; with 4, different photos begin to collide.
 */
const MARGIN = 2;

/**
 * 64-bit difference hash (dHash, horizontal; Neal Krawetz, "Kind of Like That", 2013): the picture reduced to 9 x 8
 * mean luma values, one bit for each cell clearly brighter than its left neighbour, row by row, most significant bit
 * first. Copies that were resized, stretched or re-encoded stay within 6 bits and different photos lie around 32
 * apart; mirrored, rotated and cropped copies count as different. A picture without contrast hashes to 0.
 */
export function perceptualHash(pixels: Pixels): bigint {
	const luma = meanLuma(pixels);
	let high = 0;
	let low = 0;
	for (let bit = 0; bit < 64; bit++) {
		const cell = Math.floor(bit / 8) * COLUMNS + (bit % 8);
		const brighter = luma[cell + 1] - luma[cell] > MARGIN ? 1 : 0;
		if (bit < 32) high = (high << 1) | brighter;
		else low = (low << 1) | brighter;
	}
	return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

/** Number of bits in which two hashes differ, 0 to 64. */
export function hammingDistance(a: bigint, b: bigint): number {
	const difference = a ^ b;
	return bitCount(Number(difference & 0xffff_ffffn)) + bitCount(Number(difference >> 32n));
}

/** Mean luma of each cell. Pixels on an edge count in proportion to the part that lies inside, so any size will do. */
function meanLuma({ data, width, height }: Pixels): Float64Array {
	const columns = spans(width, COLUMNS);
	const rows = spans(height, ROWS);
	const cells = new Float64Array(COLUMNS * ROWS);
	for (let cell = 0; cell < cells.length; cell++) {
		const row = rows[Math.floor(cell / COLUMNS)];
		const column = columns[cell % COLUMNS];
		let mean = 0;
		for (let y = 0; y < row.weights.length; y++) {
			const weight = row.weights[y];
			let at = ((row.first + y) * width + column.first) * 3;
			for (let x = 0; x < column.weights.length; x++, at += 3) {
				// Rec. 601, the weights JPEG itself uses.
				const luma = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
				mean += weight * column.weights[x] * luma;
			}
		}
		cells[cell] = mean;
	}
	return cells;
}

/** The pixels of a line that lie in a cell, at least in part. */
interface Span {
	readonly first: number;
	/** Part of the cell that each covers; they sum to 1. */
	readonly weights: Float64Array;
}

/** Which of `size` pixels in a line lie in which of `cells` equal parts of it. */
function spans(size: number, cells: number): Span[] {
	return Array.from({ length: cells }, (_, cell) => {
		const start = (cell * size) / cells;
		const end = ((cell + 1) * size) / cells;
		const first = Math.floor(start);
		const weights = Float64Array.from({ length: Math.ceil(end) - first }, (_, n) => {
			const covered = Math.min(first + n + 1, end) - Math.max(first + n, start);
			return covered / (end - start);
		});
		return { first, weights };
	});
}

/** Number of ones in a 32-bit word. */
export function bitCount(word: number): number {
	// Hacker's Delight, figure 5-2.
	let count = word - ((word >>> 1) & 0x5555_5555);
	count = (count & 0x3333_3333) + ((count >>> 2) & 0x3333_3333);
	return Math.imul((count + (count >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
