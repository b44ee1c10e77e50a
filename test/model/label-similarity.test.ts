import { describe, expect, it } from 'vitest';
import { labelSimilarity } from '../../src/model/label-similarity.ts';
import { packReferences } from '../../src/model/references.ts';
import { PARTS, photosOfLabel, strangeEmbedding } from './support/embeddings.ts';

const crows = photosOfLabel(8);
const boars = photosOfLabel(8);
const photos = [
	...crows.map((embedding, n) => ({ embedding, label: 0, photo: n })),
	...boars.map((embedding, n) => ({ embedding, label: 1, photo: 100 + n })),
];
const pack = (of: typeof photos) => packReferences(of, { parts: PARTS, labelCount: 3 });
const references = pack(photos);

describe('the similarity to a label', () => {
	it('is one for a photo that is the only one of its label', () => {
		expect(labelSimilarity(pack([photos[0], photos[8]]), crows[0], 0)).toBeCloseTo(1, 5);
	});

	it('is high among photos of the label and low for anything else', () => {
		const own = crows.map((photo) => labelSimilarity(references, photo, 0));
		const others = Array.from({ length: 20 }, () => labelSimilarity(references, strangeEmbedding(), 0));
		expect(Math.min(...own)).toBeGreaterThan(0.9);
		expect(Math.max(...others)).toBeLessThan(0.7);
	});

	it('counts only photos of that label', () => {
		expect(labelSimilarity(references, boars[0], 1)).toBeGreaterThan(0.9);
		expect(labelSimilarity(references, boars[0], 0)).toBeLessThan(0.7);
	});

	it('is one where there is no photo of it: nothing speaks against it', () => {
		expect(labelSimilarity(references, crows[0], 2)).toBe(1);
	});

	it('is about minus one for the opposite of what was seen', () => {
		const opposite = crows[0].map((value) => -value);
		expect(labelSimilarity(pack([photos[0], photos[8]]), opposite, 0)).toBeCloseTo(-1, 5);
	});

	it('to a picture of nothing is nothing, too', () => {
		const nothing = { embedding: new Float32Array(crows[0].length), label: 0, photo: 0 };
		expect(labelSimilarity(pack([nothing]), nothing.embedding, 0)).toBe(0);
	});
});
