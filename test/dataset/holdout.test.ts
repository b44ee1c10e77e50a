import { describe, expect, it } from 'vitest';
import { groupPhotos, type Link } from '../../src/dataset/groups.ts';
import { type AgedPhoto, chooseHoldout } from '../../src/dataset/holdout.ts';
import { seededRandom, shuffled } from '../../src/dataset/random.ts';

/** Photos of four labels that came in one by one; some were taken in a row with an earlier one. */
function arrivals(seed: number, count: number): { readonly label: number; readonly links: number[] }[] {
	const random = seededRandom(seed);
	return Array.from({ length: count }, (_, age) => ({
		label: Math.floor(random() ** 2 * 4),
		links: age > 0 && random() < 0.2 ? [Math.floor(random() * age)] : [],
	}));
}

/** The first photos of some arrivals, grouped, in an order of their own. */
function photosOf(arrived: ReturnType<typeof arrivals>, count: number, seed: number): AgedPhoto[] {
	const fingerprints = arrived.slice(0, count).map((_, age) => ({
		sha256: `${seed}-${age}`,
		perceptualHash: 0n,
	}));
	const links = arrived.slice(0, count).flatMap(({ links }, age) => links.map((other): Link => [age, other]));
	const groups = groupPhotos(fingerprints, links);
	const photos = fingerprints.map(({ sha256 }, age) => ({
		sha256,
		label: arrived[age].label,
		group: groups[age],
		age,
	}));
	return shuffled(photos, seededRandom(count));
}

const heldOutOf = (photos: readonly AgedPhoto[]) => {
	const isHeldOut = chooseHoldout(photos);
	return new Map(photos.map(({ sha256 }, n) => [sha256, isHeldOut[n]]));
};

describe('the holdout', () => {
	it.each([1, 2, 3, 4, 5, 6, 7, 8])('stays as it is when photos are added (arrivals of seed %i)', (seed) => {
		const arrived = arrivals(seed, 400);
		let before = heldOutOf([]);
		let groupsBefore = new Map<string, number>();
		for (const count of [40, 41, 60, 150, 151, 152, 300, 400]) {
			const photos = photosOf(arrived, count, seed);
			const now = heldOutOf(photos);
			const groups = new Map(photos.map(({ sha256, group }) => [sha256, group]));
			for (const [sha256, wasHeldOut] of before) {
				// A new photo that connects two groups makes them one, which goes where the older was.
				const oldest = `${seed}-${Math.min(...agesInGroup(photos, groups.get(sha256)))}`;
				const stayed = groupsBefore.get(oldest) === groupsBefore.get(sha256);
				if (stayed) expect(now.get(sha256), sha256).toBe(wasHeldOut);
				else expect(now.get(sha256), sha256).toBe(before.get(oldest));
			}
			[before, groupsBefore] = [now, groups];
		}
	});

	it.each([1, 2, 3])('never shares a group with what is trained on (arrivals of seed %i)', (seed) => {
		const photos = photosOf(arrivals(seed, 300), 300, seed);
		const isHeldOut = chooseHoldout(photos);
		const sides = new Map<number, Set<boolean>>();
		for (const [n, { group }] of photos.entries())
			sides.set(group, (sides.get(group) ?? new Set()).add(isHeldOut[n]));
		expect([...sides.values()].every(({ size }) => size === 1)).toBe(true);
	});

	it('is about a fifth of what a large label has', () => {
		const photos = Array.from({ length: 2000 }, (_, age) => ({
			sha256: `${age}`,
			label: 0,
			group: age,
			age,
		}));
		const share = chooseHoldout(photos).filter(Boolean).length / photos.length;
		expect(share).toBeGreaterThan(0.17);
		expect(share).toBeLessThan(0.23);
	});

	/** Photos of many labels, each in a group of its own, that came in label by label. */
	const manyLabels = (photosALabel: number) =>
		Array.from({ length: 100 * photosALabel }, (_, age) => ({
			sha256: `${age}`,
			label: Math.floor(age / photosALabel),
			group: age,
			age,
		}));

	it('takes nothing from a label of ten photos', () => {
		expect(chooseHoldout(manyLabels(10))).not.toContain(true);
	});

	it('may take the eleventh photo of a label, and none that is older', () => {
		const heldOut = [...chooseHoldout(manyLabels(11)).entries()].flatMap(([n, is]) => (is ? n : []));
		expect(heldOut.length).toBeGreaterThan(5);
		expect(heldOut.filter((n) => n % 11 !== 10)).toEqual([]);
	});
});

function agesInGroup(photos: readonly AgedPhoto[], group: number | undefined): number[] {
	return photos.filter((photo) => photo.group === group).map(({ age }) => age);
}
