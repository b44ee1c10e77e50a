import { beforeAll, describe, expect, it } from 'vitest';
import type { BackboneManifest } from '../../../src/model/backbone/manifest.ts';
import { isBetter, isTunedAsWished, tuningFor } from '../../../src/train/fine-tuning/try-tuning.ts';
import { ENOUGH_PHOTOS } from '../../../src/train/training.ts';
import { sharedBackbone } from '../../support/backbone.ts';

let backbone: BackboneManifest;
beforeAll(async () => {
	backbone = (await sharedBackbone()).manifest;
});

/** So many photos of each of two labels to learn from, and one more that is only measured with. */
function dataset(first: number, second: number) {
	const photos = [first, second].flatMap((count, labelIndex) => [
		...Array.from({ length: count }, (_, n) => ({ labelIndex, fold: n % 5 })),
		{ labelIndex, fold: null },
	]);
	return { labels: ['boar', 'crow'], photos };
}

describe('whether the last blocks are trained, too', () => {
	it('is tried where every label has photos enough to learn from', () => {
		const enough = dataset(ENOUGH_PHOTOS, ENOUGH_PHOTOS);
		expect(tuningFor('if-better', enough, backbone)).toBe('if-better');
		expect(tuningFor('if-better', dataset(1_000, ENOUGH_PHOTOS - 1), backbone)).toBeUndefined();
		expect(tuningFor(undefined, enough, backbone)).toBeUndefined();
	});

	it('is a matter of wishing where somebody asked for it', () => {
		expect(tuningFor('always', dataset(5, 5), backbone)).toBe('always');
	});

	it('is not tried on a backbone that nobody knows how to train, and refused where it was asked for', () => {
		const rigid: BackboneManifest = { ...backbone, fineTuning: undefined };
		const enough = dataset(ENOUGH_PHOTOS, ENOUGH_PHOTOS);
		expect(tuningFor('if-better', enough, rigid)).toBeUndefined();
		expect(() => tuningFor('always', enough, rigid)).toThrow(
			expect.objectContaining({ code: 'fine-tuning-unsupported' }),
		);
	});
});

describe('a version of the same photos', () => {
	const fineTuned = { fineTuned: { from: { id: 'lite0', sha256: 'a'.repeat(64) } } };

	it.each([
		[undefined, {}, true],
		[undefined, fineTuned, false],
		['always', {}, false],
		['always', { fineTuningTried: true }, false],
		['always', fineTuned, true],
		['if-better', {}, false],
		['if-better', { fineTuningTried: true }, true],
		['if-better', fineTuned, true],
	] as const)('is what the wish %s would come to: %o → %s', (wish, manifest, same) => {
		expect(isTunedAsWished(manifest, wish)).toBe(same);
	});
});

it('is kept only where it is better, not where it is no worse', () => {
	expect(isBetter({ decision: 'promote', reason: 'improved', pairs: 500 })).toBe(true);
	expect(isBetter({ decision: 'promote', reason: 'no-worse', pairs: 500 })).toBe(false);
	expect(isBetter({ decision: 'keep', reason: 'worse-on-label', pairs: 500 })).toBe(false);
});
