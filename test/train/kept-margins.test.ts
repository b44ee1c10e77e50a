import { describe, expect, it } from 'vitest';
import { withKeptLabels } from '../../src/model/kept-labels.ts';
import type { Prediction } from '../../src/model/prediction.ts';
import { keptMargins } from '../../src/train/kept-margins.ts';
import { classifierOf, embeddingOf, LABELS } from '../support/classifiers.ts';

const [CROW, BOAR] = [LABELS.indexOf('crow'), LABELS.indexOf('boar')];

/** Twenty photos of a label of the other model, of which a model of two labels of its own was as sure as said. */
function photosOf(label: number, unknownScore: number) {
	return {
		photos: Array.from({ length: 20 }, () => ({ embedding: embeddingOf(label), labelIndex: 1 })),
		answers: Array.from({ length: 20 }, () => ({ unknownScore })),
		labels: ['oak', 'raven'],
	};
}

describe('the margin of a kept label', () => {
	it('is nothing where own photos are more familiar to the own model', () => {
		const other = { ...classifierOf(), familiarity: { middle: 0.9, slope: 1 } };
		expect(keptMargins(photosOf(CROW, 0.01), other, ['crow', 'boar'])).toEqual(
			new Map([
				['crow', { margin: 0 }],
				['boar', { margin: 0 }],
			]),
		);
	});

	it('is so wide that own photos stay with the own model, where the other knows them better', () => {
		const other = { ...classifierOf(), familiarity: { middle: 0.5, slope: 20 } };
		const margins = keptMargins(photosOf(CROW, 0.4), other, ['crow', 'boar']);
		expect(margins.get('boar')).toEqual({ margin: 0 });
		expect(margins.get('crow')?.margin).toBeGreaterThan(5);
	});

	it('says which label of its own is like the other’s', () => {
		const other = { ...classifierOf(), familiarity: { middle: 0.5, slope: 20 } };
		const { photos, ...own } = photosOf(CROW, 0.4);
		const mixed = photos.map((photo, n) => ({ ...photo, labelIndex: n % 5 === 0 ? 0 : 1 }));
		expect(keptMargins({ ...own, photos: mixed }, other, ['crow']).get('crow')?.alikeTo).toBe('raven');
	});

	it('lets a tenth of a label’s photos go', () => {
		const other = { ...classifierOf(), familiarity: { middle: 0.5, slope: 20 } };
		const { photos, labels } = photosOf(BOAR, 0);
		// One of twenty photos, ten a label, is one that the own model does not know.
		const answers = photos.map((_, n) => ({ unknownScore: n === 0 ? 0.99 : 1e-12 }));
		expect(keptMargins({ photos, answers, labels }, other, ['boar']).get('boar')).toEqual({ margin: 0 });
	});
});

describe('an answer beside a kept model', () => {
	const said = (label: string, unknownScore: number, verdict: Prediction['verdict'] = 'sure') => ({
		...{ verdict, unknownScore, model: label },
		ranking: [{ label, confidence: 1 - unknownScore }],
	});

	it('is the other’s only by more than the label’s margin', () => {
		const own = said('tulip', 0.5);
		const close = said('crow', 0.3);
		expect(withKeptLabels(own, close, new Map([['crow', 0]]))).toBe(close);
		expect(withKeptLabels(own, close, new Map([['crow', 2]]))).toBe(own);
		expect(withKeptLabels(own, close, new Map([['boar', 0]]))).toBe(own);
	});

	it('is the other’s that finds nothing unknown only where the own model does not know the photo', () => {
		const blind = said('crow', 0);
		const kept = new Map([['crow', 0]]);
		expect(withKeptLabels(said('tulip', 0.2), blind, kept).model).toBe('tulip');
		expect(withKeptLabels(said('tulip', 0.8, 'unknown'), blind, kept)).toBe(blind);
	});
});
