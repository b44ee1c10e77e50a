import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dataset/random.ts';
import { createGemm } from '../../src/model/linear-algebra/gemm.ts';
import { type Matrix, selectRows, stackRows } from '../../src/model/linear-algebra/matrix.ts';
import { outOfFoldScorer, packReferences, sharpen, unknownScore } from '../../src/model/unknown.ts';

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
const embeddings: Matrix = stackRows([...crows, ...boars]);
const labels = [...crows.map(() => 0), ...boars.map(() => 1)];

describe('the unknown score', () => {
	it('is nothing for a photo that is the only one of its label', () => {
		const references = packReferences(stackRows([crows[0], boars[0]]), [0, 1], PARTS);
		expect(Math.abs(unknownScore(references, crows[0], 0))).toBeLessThan(2e-3);
	});

	it('is low among photos of the label and high for anything else', () => {
		const references = packReferences(embeddings, labels, PARTS);
		const own = crows.map((photo) => unknownScore(references, photo, 0));
		const others = Array.from({ length: 20 }, () => unknownScore(references, strange(), 0));
		expect(Math.max(...own)).toBeLessThan(0.1);
		expect(Math.min(...others)).toBeGreaterThan(0.3);
	});

	it('counts only photos of the label that the photo was judged to be', () => {
		const references = packReferences(embeddings, labels, PARTS);
		expect(unknownScore(references, boars[0], 1)).toBeLessThan(0.1);
		expect(unknownScore(references, boars[0], 0)).toBeGreaterThan(0.3);
	});

	it('is one where there is no photo of that label', () => {
		expect(unknownScore(packReferences(embeddings, labels, PARTS), crows[0], 2)).toBe(1);
	});

	it('in eight bits a number is within 0.001 of the same in floating point', async () => {
		const queries = Array.from({ length: 10 }, strange);
		const all = stackRows([...crows, ...boars, ...queries]);
		// The queries lie in a fold of their own, so that the float scorer holds them against the others only.
		const folds = [...labels.map(() => 0), ...queries.map(() => 1)];
		const allLabels = [...labels, ...queries.map(() => 0)];
		const exact = await outOfFoldScorer(createGemm(), {
			embeddings: all,
			parts: PARTS,
			labels: allLabels,
			folds,
		});
		const references = packReferences(embeddings, labels, PARTS);
		for (const [index, query] of queries.entries()) {
			for (const judged of [0, 1]) {
				const gap = unknownScore(references, query, judged) - exact(labels.length + index, judged);
				expect(Math.abs(gap)).toBeLessThan(2e-3);
			}
		}
	});
});

describe('the score of a training photo', () => {
	it('never sees the photo itself nor its fold', async () => {
		// Every photo twice: the copy lies in the same fold.
		const twice = selectRows(embeddings, [...labels.keys(), ...labels.keys()]);
		const folds = [...labels, ...labels].map((_, n) => (n % labels.length) % 4);
		const score = await outOfFoldScorer(createGemm(), {
			embeddings: twice,
			parts: PARTS,
			labels: [...labels, ...labels],
			folds,
		});
		const others = labels.flatMap((of, n) => (of === 0 && n % 4 !== 0 ? [n, n] : []));
		const references = packReferences(
			selectRows(embeddings, others),
			others.map(() => 0),
			PARTS,
		);
		expect(score(0, 0)).toBeCloseTo(unknownScore(references, crows[0], 0), 2);
		expect(score(0, 0)).toBeGreaterThan(0.001);
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
