import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dataset/random.ts';
import { sharpen } from '../../src/model/sharpening.ts';
import {
	nearestReferences,
	outOfFoldScore,
	packReferences,
	referenceVector,
	unknownScore,
} from '../../src/model/unknown.ts';

const PARTS = [200, 300];
const DIMENSION = 500;

/** An embedding as a backbone gives it: no negative numbers, each part of length 1. */
function unitParts(numbers: number[]): Float32Array {
	let start = 0;
	for (const size of PARTS) {
		const length = Math.hypot(...numbers.slice(start, start + size));
		for (let d = start; d < start + size; d++) numbers[d] /= length;
		start += size;
	}
	return Float32Array.from(numbers);
}

const random = seededRandom(1);
const strange = () => unitParts(Array.from({ length: DIMENSION }, () => random() ** 4));

/** Photos of one label: its own pattern, with some noise. */
function label(count: number): Float32Array[] {
	const pattern = strange();
	return Array.from({ length: count }, () =>
		unitParts(Array.from(pattern, (value) => value + 0.05 * random())),
	);
}

const crows = label(8);
const boars = label(8);
const photos = [
	...crows.map((embedding, n) => ({ embedding, label: 0, photo: n })),
	...boars.map((embedding, n) => ({ embedding, label: 1, photo: 100 + n })),
];
const references = packReferences(photos, PARTS);

describe('the unknown score', () => {
	it('is nothing for a photo that is the only one of its label', () => {
		const single = packReferences([photos[0], photos[8]], PARTS);
		expect(unknownScore(single, crows[0], 0)).toBeCloseTo(0, 6);
	});

	it('is low among photos of the label and high for anything else', () => {
		const own = crows.map((photo) => unknownScore(references, photo, 0));
		const others = Array.from({ length: 20 }, () => unknownScore(references, strange(), 0));
		expect(Math.max(...own)).toBeLessThan(0.1);
		expect(Math.min(...others)).toBeGreaterThan(0.3);
	});

	it('counts only photos of the label that the photo was judged to be', () => {
		expect(unknownScore(references, boars[0], 1)).toBeLessThan(0.1);
		expect(unknownScore(references, boars[0], 0)).toBeGreaterThan(0.3);
	});

	it('is one where there is no photo of that label', () => {
		expect(unknownScore(references, crows[0], 2)).toBe(1);
	});

	it('of a picture of nothing is a number', () => {
		const nothing = { embedding: new Float32Array(DIMENSION), label: 0, photo: 0 };
		expect(unknownScore(packReferences([nothing], PARTS), nothing.embedding, 0)).toBe(1);
	});
});

describe('the score of a training photo', () => {
	it('never sees the photo itself nor its fold, and is else what serving would say', () => {
		// Every photo twice: the copy lies in the same fold.
		const twice = [...photos, ...photos];
		const folds = twice.map((_, n) => (n % photos.length) % 4);
		const score = outOfFoldScore({ references: packReferences(twice, PARTS), folds }, crows[0], 0, 0);
		const others = twice.filter((_, n) => folds[n] !== 0);
		expect(score).toBe(unknownScore(packReferences(others, PARTS), crows[0], 0));
		expect(score).toBeGreaterThan(0.001);
	});
});

describe('the nearest references', () => {
	it('are named by their photo, the most alike first', () => {
		const [first, ...rest] = nearestReferences(references, boars[3], { count: 16 });
		expect(first.photo).toBe(103);
		expect(first.similarity).toBeCloseTo(1, 6);
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
	it('is a vector much like the sharpened embedding it was made of', () => {
		const vector = referenceVector(references, 2);
		const sharpened = sharpen(crows[2], PARTS);
		const product = vector.reduce((sum, value, d) => sum + value * sharpened[d], 0);
		expect(product).toBeCloseTo(PARTS.length, 4);
		expect(product / Math.hypot(...vector) / Math.hypot(...sharpened)).toBeGreaterThan(0.9);
	});

	it('takes four hundred bytes at most', () => {
		const { components, values, scale, labels, photos: indexes, count } = references;
		const bytes = [components, values, scale, labels, indexes].reduce(
			(sum, { byteLength }) => sum + byteLength,
			0,
		);
		expect(bytes / count).toBeLessThan(400);
	});
});

describe('sharpening', () => {
	it('makes strong activations count for more, and keeps signs and unit parts', () => {
		const sharpened = sharpen(Float32Array.of(0.6, -0.8, 1), [2, 1]);
		const length = Math.hypot(0.36, 0.64);
		expect(sharpened[0]).toBeCloseTo(0.36 / length, 6);
		expect(sharpened[1]).toBeCloseTo(-0.64 / length, 6);
		expect(sharpened[2]).toBe(1);
	});

	it('leaves a part of zeros at zero', () => {
		expect([...sharpen(Float32Array.of(0, 0, 1), [2, 1])]).toEqual([0, 0, 1]);
	});
});
