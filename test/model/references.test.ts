import { describe, expect, it } from 'vitest';
import { nearestReferences, packReferences, referenceVector } from '../../src/model/references.ts';
import { PARTS, photosOfLabel } from './support/embeddings.ts';

const crows = photosOfLabel(8);
const boars = photosOfLabel(8);
const references = packReferences(
	[
		...crows.map((embedding, n) => ({ embedding, label: 0, photo: n })),
		...boars.map((embedding, n) => ({ embedding, label: 1, photo: 100 + n })),
	],
	{ parts: PARTS, labelCount: 2 },
);

describe('the nearest references', () => {
	it('are named by their photo, the most alike first', () => {
		const [first, ...rest] = nearestReferences(references, boars[3], { count: 16 });
		expect(first.photo).toBe(103);
		expect(first.similarity).toBeCloseTo(1, 5);
		const similarities = [first, ...rest].map(({ similarity }) => similarity);
		expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
	});

	it('are as many as asked for, and of the label asked for', () => {
		const found = nearestReferences(references, boars[3], { label: 0, count: 3 });
		expect(found).toHaveLength(3);
		expect(found.every(({ photo }) => photo < 100)).toBe(true);
		expect(nearestReferences(references, boars[3], { label: 0, count: 20 })).toHaveLength(8);
	});
});

describe('a reference', () => {
	it('keeps much of the embedding it was made of', () => {
		const vector = referenceVector(references, 2);
		const embedding = crows[2];
		const product = vector.reduce((sum, value, d) => sum + value * embedding[d], 0);
		expect(product / Math.hypot(...vector) / Math.hypot(...embedding)).toBeGreaterThan(0.97);
	});

	it('takes 160 bytes at most', () => {
		const { labels, photos, components, values, step, scale, count } = references;
		const arrays = [labels, photos, components, values, step, scale];
		expect(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0) / count).toBeLessThanOrEqual(160);
	});
});

describe('the references of a label with many photos', () => {
	const many = photosOfLabel(300).map((embedding, photo) => ({
		embedding,
		label: 0,
		photo,
	}));
	const photosKept = (labelCount: number) => packReferences(many, { parts: PARTS, labelCount }).photos;

	it.each([
		[1, 300],
		[10, 40],
		[50, 20],
	])('are fewer the more labels there are: of %i labels, %i', (labelCount, count) => {
		expect(photosKept(labelCount)).toHaveLength(count);
	});

	it('are evenly spread', () => {
		expect([...photosKept(4)].slice(0, 5)).toEqual([0, 3, 6, 9, 12]);
	});
});
