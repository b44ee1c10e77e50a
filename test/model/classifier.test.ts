import { describe, expect, it } from 'vitest';
import { classify } from '../../src/model/classifier.ts';
import { ifItHadToBeOne } from '../../src/model/prediction.ts';
import { classifierOf, embeddingOf } from '../support/classifiers.ts';

const classifier = classifierOf();

describe('a classifier', () => {
	it('ranks every label by a probability, the most likely first; with that of none they sum to one', () => {
		const { ranking, unknownScore } = classify(classifier, embeddingOf(1));
		expect(ranking[0].label).toBe('crow');
		expect(ranking.map(({ label }) => label).toSorted()).toEqual(['boar', 'crow', 'monkey']);
		const confidences = ranking.map(({ confidence }) => confidence);
		expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
		expect(confidences.reduce((sum, confidence) => sum + confidence, unknownScore)).toBeCloseTo(1, 12);
	});

	it('is sure of what resembles its photos', () => {
		const { verdict, unknownScore } = classify(classifier, embeddingOf(2));
		expect(verdict).toBe('sure');
		expect(unknownScore).toBeLessThan(0.01);
	});

	it('is not sure between two labels', () => {
		const both = embeddingOf(0).map((value, d) => Math.max(value, embeddingOf(1)[d]) / Math.SQRT2);
		const { verdict, unknownScore } = classify(classifier, both);
		expect(verdict).toBe('unsure');
		expect(unknownScore).toBeLessThan(0.5);
	});

	it('doubts what resembles none, however sure the head is which label it would be', () => {
		// The head likes it for a little crow in it; most of it points where no photo does.
		const strange = Float32Array.of(0, 0.5, 0, 0.87, 0, 0.5, 0, 0.87);
		const { verdict, ranking, unknownScore } = classify(classifier, strange);
		expect(verdict).toBe('unknown');
		expect(unknownScore).toBeGreaterThan(0.9);
		expect(ranking[0].confidence).toBeLessThan(0.1);
		expect(ifItHadToBeOne(ranking)[0]).toMatchObject({ label: 'crow' });
		expect(ifItHadToBeOne(ranking)[0].confidence).toBeGreaterThan(0.8);
	});

	it('answers from its threshold on, and not below', () => {
		const { ranking } = classify(classifier, embeddingOf(0));
		const at = (threshold: number) => classify({ ...classifier, threshold }, embeddingOf(0)).verdict;
		expect(at(ranking[0].confidence)).toBe('sure');
		expect(at(ranking[0].confidence + 1e-9)).toBe('unsure');
	});

	it('is less confident at a higher temperature, of the same label', () => {
		const warm = { ...classifier, temperature: 5 };
		const [cool, warmed] = [classify(classifier, embeddingOf(0)), classify(warm, embeddingOf(0))];
		expect(warmed.ranking[0].label).toBe('boar');
		expect(warmed.ranking[0].confidence).toBeLessThan(cool.ranking[0].confidence);
	});
});
