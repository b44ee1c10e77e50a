import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import type { Prediction } from '../../src/model/prediction.ts';
import { toJsonError, toJsonResult } from '../../src/registry/json-result.ts';

const PREDICTION: Prediction = {
	verdict: 'sure',
	ranking: [
		{ label: 'crow', confidence: Math.fround(0.9) },
		{ label: 'boar', confidence: Math.fround(0.05) },
		{ label: 'monkey', confidence: Math.fround(0.03) },
	],
	unknownScore: Math.fround(0.02),
	model: 'starter/1',
};

describe('the JSON of an answer', () => {
	it('holds the label, its confidence and the best labels, without noise in the figures', () => {
		expect(toJsonResult('a.jpg', PREDICTION, 2)).toEqual({
			file: 'a.jpg',
			label: 'crow',
			confidence: 0.9,
			unknown: false,
			unknownScore: 0.02,
			top: [
				{ label: 'crow', confidence: 0.9 },
				{ label: 'boar', confidence: 0.05 },
			],
			model: 'starter/1',
		});
	});

	it.each([
		['unsure', false],
		['unknown', true],
	] as const)('has no label but still the best confidence when %s', (verdict, unknown) => {
		expect(toJsonResult(null, { ...PREDICTION, verdict }, 1)).toMatchObject({
			file: null,
			label: null,
			confidence: 0.9,
			unknown,
		});
	});

	it('lists all labels when there are fewer than asked for', () => {
		expect(toJsonResult('a.jpg', PREDICTION, 10).top).toHaveLength(3);
	});

	it('gives an error its code and a message in the language asked for', () => {
		const error = new UserError('image-empty', {});
		expect(toJsonError('a.jpg', error, 'en')).toEqual({
			file: 'a.jpg',
			error: { code: 'image-empty', message: expect.stringContaining('empty') },
		});
		expect(toJsonError('a.jpg', error, 'ja').error.message).toContain('空');
	});
});
