import { describe, expect, it } from 'vitest';
import { classify } from '../../src/model/classifier.ts';
import { classifierOf, embeddingOf } from '../support/classifiers.ts';

const classifier = classifierOf();

describe('a classifier', () => {
	it('ranks every label by a probability, the most likely first', () => {
		const { ranking } = classify(classifier, embeddingOf(1));
		expect(ranking[0].label).toBe('crow');
		expect(ranking.map(({ label }) => label).toSorted()).toEqual(['boar', 'crow', 'monkey']);
		const confidences = ranking.map(({ confidence }) => confidence);
		expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
		expect(confidences.reduce((sum, confidence) => sum + confidence, 0)).toBeCloseTo(1, 12);
	});

	it('is sure of what resembles its photos', () => {
		const { verdict, unknownScore } = classify(classifier, embeddingOf(2));
		expect(verdict).toBe('sure');
		expect(unknownScore).toBeCloseTo(0, 2);
	});

	it('is not sure between two labels', () => {
		const both = embeddingOf(0).map((value, d) => Math.max(value, embeddingOf(1)[d]));
		expect(classify(classifier, both).verdict).toBe('unsure');
	});

	it('does not know what resembles none, however confident the head is', () => {
		// The head likes it for a little crow in it; most of it points where no photo does.
		const strange = Float32Array.of(0, 0.5, 0, 0.87, 0, 0.5, 0, 0.87);
		const { verdict, ranking } = classify(classifier, strange);
		expect(ranking[0].confidence).toBeGreaterThan(0.8);
		expect(verdict).toBe('unknown');
	});

	it('takes unknown before unsure', () => {
		const nothing = { ...classifier, thresholds: { confidence: 1.1, unknown: -1 } };
		expect(classify(nothing, embeddingOf(0)).verdict).toBe('unknown');
	});

	it('is less confident at a higher temperature, of the same label', () => {
		const warm = { ...classifier, temperature: 5 };
		const [cool, warmed] = [classify(classifier, embeddingOf(0)), classify(warm, embeddingOf(0))];
		expect(warmed.ranking[0].label).toBe('boar');
		expect(warmed.ranking[0].confidence).toBeLessThan(cool.ranking[0].confidence);
	});
});
