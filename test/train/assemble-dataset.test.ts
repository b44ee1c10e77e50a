import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom, shuffled } from '../../src/dataset/random.ts';
import {
	type AssembleOptions,
	assembleDataset,
	type EmbeddedTrainingPhoto,
	type TrainingDataset,
} from '../../src/train/assemble-dataset.ts';

/** A photo of its own, told from all others by its hash. */
function file(
	label: string,
	number: number,
	changes: Partial<EmbeddedTrainingPhoto> = {},
): EmbeddedTrainingPhoto {
	const random = seededRandom(number * 13 + label.length * 7919 + label.charCodeAt(0));
	const bits = () => BigInt(Math.floor(random() * 2 ** 32));
	return {
		path: `/photos/${label}/${number}.jpg`,
		name: `${label}/${number}.jpg`,
		label,
		sha256: `${label}-${String(number).padStart(4, '0')}`,
		perceptualHash: (bits() << 32n) | bits(),
		sharpness: 100,
		embedding: new Float32Array(2),
		views: new Map(),
		...changes,
	};
}

function assemble(
	all: readonly EmbeddedTrainingPhoto[],
	seed: number,
	options: Partial<AssembleOptions> = {},
) {
	return assembleDataset(all, { parts: 1, seed, holdout: false, tooFew: 'refuse', ...options });
}

const files = (label: string, count: number) => Array.from({ length: count }, (_, n) => file(label, n));

describe('a data set', () => {
	it('has its labels and photos in an order of their own, whatever order the files came in', async () => {
		const all = [...files('crow', 8), ...files('boar', 6)];
		const dataset = await assemble(all, 1);
		expect(dataset.labels).toEqual(['boar', 'crow']);
		expect(dataset.photos.map(({ labelIndex }) => labelIndex)).toEqual([
			...Array.from({ length: 6 }, () => 0),
			...Array.from({ length: 8 }, () => 1),
		]);
		expect(dataset.photos.some(({ isExcluded }) => isExcluded)).toBe(false);
		expect(await assemble(shuffled(all, seededRandom(3)), 1)).toEqual(dataset);
	});

	it('is named by its photos and labels, not by their files or the seed', async () => {
		const all = [...files('crow', 8), ...files('boar', 6)];
		const { hash } = await assemble(all, 1);
		const renamed = all.map((photo) => ({ ...photo, name: `${photo.name}.jpeg`, path: 'elsewhere' }));
		expect((await assemble(renamed, 2)).hash).toBe(hash);
		expect((await assemble([...all, file('crow', 99)], 1)).hash).not.toBe(hash);
		const relabelled = all.map((photo) => (photo === all[0] ? { ...photo, label: 'boar' } : photo));
		expect((await assemble(relabelled, 1)).hash).not.toBe(hash);
	});

	it('takes one of several files that are the same', async () => {
		const copy = file('crow', 3, { name: 'crow/copy.jpg' });
		const dataset = await assemble([...files('crow', 6), copy, ...files('boar', 6)], 1);
		expect(dataset.photos).toHaveLength(12);
		expect(dataset.leftOut).toEqual([{ file: 'crow/copy.jpg', reason: 'duplicate' }]);
	});

	it('takes none of a photo that lies under two labels', async () => {
		const { sha256 } = file('crow', 3);
		const contradiction = file('boar', 50, { sha256 });
		const dataset = await assemble([...files('crow', 6), contradiction, ...files('boar', 6)], 1);
		expect(dataset.photos.some((photo) => photo.sha256 === sha256)).toBe(false);
		expect(dataset.leftOut).toEqual([
			{ file: 'boar/50.jpg', reason: 'conflicting-labels' },
			{ file: 'crow/3.jpg', reason: 'conflicting-labels' },
		]);
	});

	it('keeps copies of one picture in one fold, also across labels', async () => {
		const { perceptualHash } = file('crow', 3);
		const resized = file('crow', 60, { perceptualHash: perceptualHash ^ 0b111n });
		const stolen = file('boar', 61, { perceptualHash });
		const { photos } = await assemble([...files('crow', 9), resized, stolen, ...files('boar', 9)], 1);
		const same = photos.filter((photo) => ['crow-0003', 'crow-0060', 'boar-0061'].includes(photo.sha256));
		expect(same).toHaveLength(3);
		expect(new Set(same.map(({ fold }) => fold)).size).toBe(1);
		expect(new Set(same.map(({ group }) => group)).size).toBe(1);
	});

	it('keeps photos of one series in one fold', async () => {
		const album = files('crow', 8).map((photo, n) => (n < 3 ? { ...photo, series: ['album'] } : photo));
		const { photos } = await assemble([...album, ...files('boar', 8)], 1);
		expect(new Set(photos.filter(({ series }) => series).map(({ fold }) => fold)).size).toBe(1);
	});

	it('has every label in every fold', async () => {
		const { photos, folds } = await assemble([...files('crow', 5), ...files('boar', 40)], 1);
		expect(folds).toBe(5);
		for (const label of [0, 1]) {
			const seen = new Set(photos.filter(({ labelIndex }) => labelIndex === label).map(({ fold }) => fold));
			expect(seen.size).toBe(5);
		}
	});
});

describe('what is too little to learn from', () => {
	it.each([
		['no label', [], { code: 'too-few-labels', details: { labels: 0 } }],
		['one label', files('crow', 20), { code: 'too-few-labels', details: { labels: 1 } }],
		[
			'a label of four photos',
			[...files('crow', 4), ...files('boar', 20)],
			{ code: 'too-few-photos', details: { label: 'crow', photos: 4, limit: 5 } },
		],
		[
			'a label of one photo in six copies',
			[
				...files('boar', 20),
				...files('crow', 6).map((copy) => ({ ...copy, perceptualHash: file('crow', 1).perceptualHash })),
			],
			{ code: 'too-few-photos', details: { label: 'crow', photos: 1, limit: 5 } },
		],
		[
			'a label whose photos all lie under another one, too',
			[
				...files('boar', 6),
				...files('crow', 6),
				...files('crow', 6).map((copy) => ({ ...copy, label: 'pig' })),
			],
			{ code: 'too-few-labels', details: { labels: 1 } },
		],
	])('is %s', async (_, given, refusal) => {
		await expect(assemble(given, 1)).rejects.toMatchObject(refusal);
	});
});

describe('a data set with a holdout', () => {
	const aged = (label: string, count: number) => files(label, count).map((photo, age) => ({ ...photo, age }));
	const all = [...aged('crow', 60), ...aged('boar', 60), ...aged('fox', 4)];
	let dataset: TrainingDataset;
	beforeAll(async () => {
		dataset = await assemble(all, 1, { holdout: true, tooFew: 'leave-out' });
	});

	it('keeps some photos out of the folds, and all groups on one side', async () => {
		const heldOut = dataset.photos.filter(({ fold }) => fold === null);
		expect(heldOut.length).toBeGreaterThan(5);
		expect(heldOut.length).toBeLessThan(40);
		const training = new Set(dataset.photos.filter(({ fold }) => fold !== null).map(({ group }) => group));
		expect(heldOut.some(({ group }) => training.has(group))).toBe(false);
	});

	it('names the labels that it leaves out, and how much they lack', async () => {
		expect(dataset.labels).toEqual(['boar', 'crow']);
		expect(dataset.leftOutLabels).toEqual([{ label: 'fox', photos: 4, missing: 1 }]);
		expect(dataset.leftOut).toEqual(
			[0, 1, 2, 3].map((n) => ({ file: `fox/${n}.jpg`, reason: 'too-few-photos' })),
		);
	});

	it('counts only what is left to train on for what a label has', async () => {
		// The photos that are always trained on are one album: what came later may be held out.
		const pigs = aged('pig', 80).map((photo) => (photo.age < 10 ? { ...photo, series: ['album'] } : photo));
		const options = { holdout: true, tooFew: 'leave-out' } as const;
		const whole = await assemble([...all, ...pigs], 1, options);
		const later = whole.photos.filter(({ label, age }) => label === 'pig' && age !== undefined && age >= 10);
		const heldOut = later.filter(({ fold }) => fold === null);
		const trained = later.filter(({ fold }) => fold !== null).slice(0, 3);
		expect(heldOut.length).toBeGreaterThan(1);
		const few = [...pigs.slice(0, 10), ...heldOut, ...trained];
		const { leftOutLabels } = await assemble([...all, ...few], 1, options);
		expect(leftOutLabels).toContainEqual({ label: 'pig', photos: 4, missing: 1 });
	});

	it('is named also by which photos a person kept', async () => {
		const kept = all.map((photo, n) => (n === 0 ? { ...photo, isKept: true } : photo));
		const { hash } = await assemble(kept, 1, { holdout: true, tooFew: 'leave-out' });
		expect(hash).not.toBe(dataset.hash);
		const other = kept.map((photo, n) => (n === 0 ? { ...photo, sha256: 'crow-9999' } : photo));
		expect((await assemble(other, 1, { holdout: true, tooFew: 'leave-out' })).hash).not.toBe(hash);
	});

	it('trains on the oldest photos of every label, in whatever order their files are named', async () => {
		const newestFirst = all.map((photo) => ({ ...photo, age: 59 - photo.age }));
		const { photos } = await assemble(newestFirst, 1, { holdout: true, tooFew: 'leave-out' });
		const oldest = photos.filter(({ age = 0 }) => age < 10);
		expect(oldest).toHaveLength(20);
		expect(oldest.filter(({ fold }) => fold === null)).toEqual([]);
	});

	it('deals what it trains on into folds by whole groups', async () => {
		const pairs = all.map((photo) => ({ ...photo, series: [`${photo.label} ${photo.age >> 1}`] }));
		const { photos } = await assemble(pairs, 1, { holdout: true, tooFew: 'leave-out' });
		const folds = new Map<number, Set<number | null>>();
		for (const { group, fold } of photos) folds.set(group, (folds.get(group) ?? new Set()).add(fold));
		expect(folds.size).toBe(60);
		expect([...folds.values()].filter(({ size }) => size > 1)).toEqual([]);
	});

	it('is refused where fewer than two labels have enough', async () => {
		const few = [...aged('crow', 60), ...aged('fox', 4)];
		await expect(assemble(few, 1, { holdout: true, tooFew: 'leave-out' })).rejects.toMatchObject({
			code: 'labels-not-ready',
			details: { labels: [{ label: 'fox', photos: 4, missing: 1 }], needed: 5 },
		});
		await expect(assemble(aged('crow', 60), 1, { holdout: true, tooFew: 'leave-out' })).rejects.toMatchObject(
			{
				code: 'too-few-labels',
				details: { labels: 1 },
			},
		);
	});
});
