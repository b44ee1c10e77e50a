import { describe, expect, it } from 'vitest';
import { agreeing, diagnose, having, healthy, LABELS, photo, photos, says } from './support.ts';

describe('a healthy dataset', () => {
	it('is found healthy', () => {
		const all = healthy();
		const similarities = all.map((_, n) => 0.7 + (n % 10) / 100);
		expect(diagnose(all, { probabilities: agreeing(all), similarities })).toEqual({ photos: [], labels: [] });
	});

	it('may be empty', () => {
		expect(diagnose([])).toEqual({
			photos: [],
			labels: LABELS.map((_, label) => ({ issue: 'too-few', label, score: 1, photos: 0, of: 30 })),
		});
	});

	it('is not searched for what nobody measured', () => {
		expect(diagnose(healthy()).photos).toEqual([]);
	});
});

describe('label noise', () => {
	const all = healthy();
	const withAnswer = (answer: number[], more = {}) => {
		const changed = [{ ...all[0], ...more }, ...all.slice(1)];
		return diagnose(changed, { probabilities: [answer, ...agreeing(all).slice(1)] });
	};

	it('is where a head that did not see the photo is sure of another label', () => {
		expect(withAnswer(says(1, 0.95)).photos).toEqual([
			{ issue: 'label-noise', photo: 0, suggestion: 1, score: expect.closeTo((1 + 0.95 - 0.025) / 2) },
		]);
	});

	it('is not where it wavers', () => {
		expect(withAnswer([0.4, 0.5, 0.1]).photos).toEqual([]);
	});

	it('is never what a person kept', () => {
		expect(withAnswer(says(1, 0.95), { isKept: true }).photos).toEqual([]);
	});

	it('comes worst first', () => {
		const probabilities = [says(1, 0.85), says(2, 0.99), ...agreeing(all).slice(2)];
		expect(having('label-noise', diagnose(all, { probabilities }))).toEqual([1, 0]);
	});

	it('measures each label by its own yardstick: a label of which the head is never sure is not confidently another', () => {
		const unsure = all.map(({ label }) => (label === 0 ? [0.5, 0.3, 0.2] : says(label, 0.95)));
		const probabilities = [[0.2, 0.45, 0.35], ...unsure.slice(1)];
		expect(having('label-noise', diagnose(all, { probabilities }))).toEqual([]);
	});
});

describe('outliers', () => {
	it('are far less like their label than its other photos', () => {
		const all = healthy();
		const similarities = all.map((_, n) => (n === 7 ? 0.2 : 0.7 + (n % 10) / 100));
		expect(having('outlier', diagnose(all, { similarities }))).toEqual([7]);
	});

	it('are not sought where too few photos make no distribution', () => {
		const few = photos(0, 5);
		expect(having('outlier', diagnose(few, { similarities: [0.1, 0.7, 0.71, 0.72, 0.73] }))).toEqual([]);
	});
});

describe('copies', () => {
	const group = 9_000;
	const perceptualHash = 0x0123456789abcdefn;

	it('are found but for the largest', () => {
		const [small, large, other] = [
			photo(0, { group, perceptualHash: perceptualHash ^ 1n, width: 640 }),
			photo(0, { group, perceptualHash, width: 2048 }),
			photo(0, { group, perceptualHash: ~perceptualHash & 0xffffffffffffffffn }),
		];
		expect(diagnose([small, large, other]).photos).toEqual([
			{ issue: 'near-duplicate', photo: 0, twin: 1, score: 1 - 1 / 64 },
		]);
	});

	it('are found but for the one that a person kept', () => {
		const copies = [
			photo(0, { group, perceptualHash, width: 2048 }),
			photo(0, { group, perceptualHash, isKept: true }),
		];
		expect(having('near-duplicate', diagnose(copies))).toEqual([0]);
	});

	it('under two labels are a conflict for both, but not for one that a person kept', () => {
		const pair = [photo(0, { group, perceptualHash }), photo(1, { group, perceptualHash })];
		expect(diagnose(pair).photos).toEqual([
			{ issue: 'cross-label', photo: 0, twin: 1, suggestion: 1, score: 1 },
			{ issue: 'cross-label', photo: 1, twin: 0, suggestion: 0, score: 1 },
		]);
		const [first, second] = pair;
		expect(having('cross-label', diagnose([{ ...first, isKept: true }, second]))).toEqual([1]);
	});

	it('are not what merely lacks contrast', () => {
		const plain = photos(0, 2, { group, perceptualHash: 0b101n });
		expect(diagnose(plain).photos).toEqual([]);
	});
});

describe('poor pictures', () => {
	it('are much less sharp than others of their label and of all', () => {
		const all = [...healthy(), photo(1, { sharpness: 2 })];
		expect(having('blurred', diagnose(all))).toEqual([all.length - 1]);
	});

	it('are not those of a label that is soft by nature', () => {
		const fog = photos(0, 40).map((soft, n) => ({ ...soft, sharpness: 2 + (n % 10) / 10 }));
		expect(having('blurred', diagnose([...fog, ...photos(1, 40), ...photos(2, 40)]))).toEqual([]);
	});

	it('are smaller than half of what a backbone looks at', () => {
		const all = [photo(0, { width: 56, height: 400 }), photo(0, { width: 112, height: 112 })];
		expect(diagnose(all).photos).toEqual([{ issue: 'too-small', photo: 0, score: 0.5 }]);
	});
});

describe('labels', () => {
	it('are uneven beyond one to three', () => {
		const all = [...photos(0, 120), ...photos(1, 40), ...photos(2, 32)];
		expect(diagnose(all).labels).toEqual([
			{ issue: 'imbalance', label: 2, score: expect.closeTo(0.2), photos: 32, of: 120 },
		]);
	});

	it('have too few pictures, copies counted once', () => {
		const all = [
			...photos(0, 40),
			...photos(1, 40),
			...photos(2, 15),
			...photos(2, 15, { group: 1_000_000 }),
		];
		expect(diagnose(all).labels).toEqual([
			{ issue: 'too-few', label: 2, score: expect.closeTo(1 - 16 / 30), photos: 16, of: 30 },
		]);
	});

	it('are ruled by one author', () => {
		const all = [
			...photos(0, 26),
			...photos(0, 14, { author: 'flickr:ann' }),
			...photos(1, 40),
			...photos(2, 40),
		];
		expect(diagnose(all).labels).toEqual([
			{ issue: 'dominant-author', label: 0, score: 14 / 40, photos: 14, of: 40, author: 'flickr:ann' },
		]);
	});

	it('are not ruled by photos of which no author is known', () => {
		const all = LABELS.flatMap((_, label) => photos(label, 40, { author: undefined }));
		expect(diagnose(all).labels).toEqual([]);
	});
});
