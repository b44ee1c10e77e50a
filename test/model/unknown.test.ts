import { describe, expect, it } from 'vitest';
import { packReferences } from '../../src/model/references.ts';
import { unknownScore } from '../../src/model/unknown.ts';
import { PARTS, photosOfLabel, strangeEmbedding } from './support/embeddings.ts';

const crows = photosOfLabel(8);
const boars = photosOfLabel(8);
const photos = [
	...crows.map((embedding, n) => ({ embedding, label: 0, photo: n })),
	...boars.map((embedding, n) => ({ embedding, label: 1, photo: 100 + n })),
];
const pack = (of: typeof photos) => packReferences(of, { parts: PARTS, labelCount: 3 });
const references = pack(photos);

describe('the unknown score', () => {
	it('is nothing for a photo that is the only one of its label', () => {
		expect(unknownScore(pack([photos[0], photos[8]]), crows[0], 0)).toBeCloseTo(0, 5);
	});

	it('is low among photos of the label and high for anything else', () => {
		const own = crows.map((photo) => unknownScore(references, photo, 0));
		const others = Array.from({ length: 20 }, () => unknownScore(references, strangeEmbedding(), 0));
		expect(Math.max(...own)).toBeLessThan(0.1);
		expect(Math.min(...others)).toBeGreaterThan(0.3);
	});

	it('counts only photos of the label that the photo was judged to be', () => {
		expect(unknownScore(references, boars[0], 1)).toBeLessThan(0.1);
		expect(unknownScore(references, boars[0], 0)).toBeGreaterThan(0.3);
	});

	it('is nothing where there is no photo of that label: nothing speaks against it', () => {
		expect(unknownScore(references, crows[0], 2)).toBe(0);
	});

	it('is about two for the opposite of what was seen', () => {
		const opposite = crows[0].map((value) => -value);
		expect(unknownScore(pack([photos[0], photos[8]]), opposite, 0)).toBeCloseTo(2, 5);
	});

	it('of a picture of nothing is one, too', () => {
		const nothing = { embedding: new Float32Array(crows[0].length), label: 0, photo: 0 };
		expect(unknownScore(pack([nothing]), nothing.embedding, 0)).toBe(1);
	});
});
