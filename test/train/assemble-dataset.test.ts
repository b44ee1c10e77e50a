import { describe, expect, it } from 'vitest';
import { seededRandom, shuffled } from '../../src/dataset/random.ts';
import { assembleDataset } from '../../src/train/assemble-dataset.ts';
import type { EmbeddedFile } from '../../src/train/embed-files.ts';

/** A photo of its own, told from all others by its hash. */
function file(label: string, number: number, changes: Partial<EmbeddedFile> = {}): EmbeddedFile {
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

const files = (label: string, count: number) => Array.from({ length: count }, (_, n) => file(label, n));

describe('a data set', () => {
	it('has its labels and photos in an order of their own, whatever order the files came in', () => {
		const all = [...files('crow', 8), ...files('boar', 6)];
		const dataset = assembleDataset(all, 1);
		expect(dataset.labels).toEqual(['boar', 'crow']);
		expect(dataset.photos.map(({ labelIndex }) => labelIndex)).toEqual([
			...Array.from({ length: 6 }, () => 0),
			...Array.from({ length: 8 }, () => 1),
		]);
		expect(assembleDataset(shuffled(all, seededRandom(3)), 1)).toEqual(dataset);
	});

	it('is named by its photos and labels, not by their files or the seed', () => {
		const all = [...files('crow', 8), ...files('boar', 6)];
		const { hash } = assembleDataset(all, 1);
		const renamed = all.map((photo) => ({ ...photo, name: `${photo.name}.jpeg`, path: 'elsewhere' }));
		expect(assembleDataset(renamed, 2).hash).toBe(hash);
		expect(assembleDataset([...all, file('crow', 99)], 1).hash).not.toBe(hash);
		const relabelled = all.map((photo) => (photo === all[0] ? { ...photo, label: 'boar' } : photo));
		expect(assembleDataset(relabelled, 1).hash).not.toBe(hash);
	});

	it('takes one of several files that are the same', () => {
		const copy = file('crow', 3, { name: 'crow/copy.jpg' });
		const dataset = assembleDataset([...files('crow', 6), copy, ...files('boar', 6)], 1);
		expect(dataset.photos).toHaveLength(12);
		expect(dataset.leftOut).toEqual([{ file: 'crow/copy.jpg', reason: 'duplicate' }]);
	});

	it('takes none of a photo that lies under two labels', () => {
		const { sha256 } = file('crow', 3);
		const contradiction = file('boar', 50, { sha256 });
		const dataset = assembleDataset([...files('crow', 6), contradiction, ...files('boar', 6)], 1);
		expect(dataset.photos.some((photo) => photo.sha256 === sha256)).toBe(false);
		expect(dataset.leftOut).toEqual([
			{ file: 'boar/50.jpg', reason: 'conflicting-labels' },
			{ file: 'crow/3.jpg', reason: 'conflicting-labels' },
		]);
	});

	it('keeps copies of one picture in one fold, also across labels', () => {
		const { perceptualHash } = file('crow', 3);
		const resized = file('crow', 60, { perceptualHash: perceptualHash ^ 0b111n });
		const stolen = file('boar', 61, { perceptualHash });
		const { photos } = assembleDataset([...files('crow', 9), resized, stolen, ...files('boar', 9)], 1);
		const same = photos.filter((photo) => ['crow-0003', 'crow-0060', 'boar-0061'].includes(photo.sha256));
		expect(same).toHaveLength(3);
		expect(new Set(same.map(({ fold }) => fold)).size).toBe(1);
		expect(new Set(same.map(({ group }) => group)).size).toBe(1);
	});

	it('has every label in every fold', () => {
		const { photos, folds } = assembleDataset([...files('crow', 5), ...files('boar', 40)], 1);
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
	])('is %s', (_, given, refusal) => {
		expect(() => assembleDataset(given, 1)).toThrow(expect.objectContaining(refusal));
	});
});
