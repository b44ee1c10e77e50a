import { describe, expect, it } from 'vitest';
import { assignFolds, foldCount, type Grouped } from '../../src/dataset/folds.ts';
import { seededRandom } from '../../src/dataset/random.ts';

/** Photos of three labels of uneven size, in groups of one to four; some groups hold two labels. */
function photosOf(seed: number, count = 240): Grouped[] {
	const random = seededRandom(seed);
	const photos: Grouped[] = [];
	for (let group = 0; photos.length < count; group++) {
		const size = 1 + Math.floor(random() * 4);
		const label = [0, 0, 0, 1, 1, 2][Math.floor(random() * 6)];
		for (let member = 0; member < size; member++) {
			photos.push({ group, label: random() < 0.05 ? (label + 1) % 3 : label });
		}
	}
	return photos;
}

const photosOfGroups = (...labels: number[][]): Grouped[] =>
	labels.flatMap((groups, label) => groups.map((group) => ({ label, group })));

describe('the number of folds', () => {
	it('is five where every label has five groups', () => {
		expect(foldCount(photosOfGroups([1, 2, 3, 4, 5, 6], [11, 12, 13, 14, 15]), 2)).toBe(5);
	});

	it('counts groups, not photos', () => {
		expect(foldCount(photosOfGroups([1, 1, 1, 1, 2, 2, 3], [11, 12, 13, 14, 15]), 2)).toBe(3);
	});

	it('is never below two', () => {
		expect(foldCount(photosOfGroups([1, 1, 1], [11, 12, 13]), 2)).toBe(2);
	});
});

describe('folds', () => {
	it.each([1, 2, 3, 4, 5])('keep every group together and every label even (photos of seed %i)', (seed) => {
		const photos = photosOf(seed);
		const folds = assignFolds(photos, 3, 5, seed);

		const foldsOfGroup = new Map<number, Set<number>>();
		for (const [n, { group }] of photos.entries()) {
			foldsOfGroup.set(group, (foldsOfGroup.get(group) ?? new Set()).add(folds[n]));
		}
		expect([...foldsOfGroup.values()].every(({ size }) => size === 1)).toBe(true);

		for (const label of [0, 1, 2]) {
			const counts = [0, 1, 2, 3, 4].map(
				(fold) => photos.filter((photo, n) => photo.label === label && folds[n] === fold).length,
			);
			// No group has more than four photos: that is as uneven as dealing them can get.
			expect(Math.max(...counts) - Math.min(...counts), `label ${label}: ${counts}`).toBeLessThanOrEqual(4);
		}
	});

	it.each([1, 2, 3, 4, 5])('are even where small groups can make up for a large one (seed %i)', (seed) => {
		const small = [1, 2, 3, 4, 5, 6, 7, 8];
		const large = [9, 9, 9, 9, 9, 9, 9, 9];
		const folds = assignFolds(photosOfGroups([...small, ...large]), 1, 2, seed);
		expect(folds.filter((fold) => fold === 0)).toHaveLength(8);
	});

	it('are of one size where labels have no say', () => {
		const labels = Array.from({ length: 10 }, (_, label) => [label]);
		const folds = assignFolds(photosOfGroups(...labels), 10, 5, 1);
		expect([0, 1, 2, 3, 4].map((fold) => folds.filter((other) => other === fold).length)).toEqual([
			2, 2, 2, 2, 2,
		]);
	});

	it('are the same for the same photos and seed, and others for another seed', () => {
		const photos = photosOf(9);
		const folds = assignFolds(photos, 3, 5, 42);
		expect(assignFolds(photos, 3, 5, 42)).toEqual(folds);
		expect(assignFolds(photos, 3, 5, 43)).not.toEqual(folds);
	});

	it('each hold something of a label that has just enough groups', () => {
		const photos = photosOfGroups([1, 2, 3, 4, 5], [11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
		const folds = assignFolds(photos, 2, 5, 1);
		expect(new Set(folds.slice(0, 5)).size).toBe(5);
		expect(new Set(folds.slice(5)).size).toBe(5);
	});
});
