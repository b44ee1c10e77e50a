import { describe, expect, test } from 'vitest';
import { planResponse, type ResponseContext } from '../../../src/bot/answer/plan.ts';
import { type ImageAnswer, verdictOf } from '../../../src/bot/answer/verdict.ts';
import { UserError } from '../../../src/errors.ts';
import { LABELS, prediction } from '../fixtures.ts';

const sure: ImageAnswer = { spoiler: false, prediction: prediction() };
const unsure: ImageAnswer = {
	spoiler: false,
	prediction: prediction('unsure', { crow: 0.43, boar: 0.4, monkey: 0.17 }),
};
const unknown: ImageAnswer = { spoiler: false, prediction: prediction('unknown') };
const refused: ImageAnswer = {
	spoiler: false,
	refusal: new UserError('image-unsupported', { format: 'HEIC' }),
};

describe('a threshold of the guild', () => {
	test('decides between sure and not sure, and never against unknown', () => {
		expect(verdictOf(prediction('sure', { crow: 0.94 }), 0.95)).toBe('unsure');
		expect(verdictOf(prediction('unsure', { crow: 0.43 }), 0.4)).toBe('sure');
		expect(verdictOf(prediction('unknown', { crow: 0.99 }), 0.1)).toBe('unknown');
		expect(verdictOf(prediction('unsure', { crow: 0.99 }), null)).toBe('unsure');
		expect(verdictOf(prediction('unsure', { crow: 0.4 }), 0.4)).toBe('sure');
		expect(verdictOf(prediction('sure', {}), 0.1)).toBe('unsure');
	});
});

describe('the style', () => {
	const context: ResponseContext = {
		labels: LABELS,
		threshold: null,
		locale: 'en',
		style: 'reply',
		sourceId: '1',
		asked: false,
		guildEmojis: [],
	};

	test('reaction puts one emoji for each distinct answer', () => {
		const plan = planResponse([sure, unknown, unsure, sure, refused], { ...context, style: 'reaction' });
		expect(plan).toEqual({ kind: 'react', emojis: ['🐦‍⬛', '❔', '🤔', '⚠️'] });
	});

	test('sure stays silent until a picture is recognised', () => {
		const style = { ...context, style: 'sure' } as const;
		expect(planResponse([unsure, unknown, refused], style)).toEqual({ kind: 'silence' });
		expect(planResponse([unsure, sure], style)).toMatchObject({ kind: 'reply' });
		expect(planResponse([sure], { ...style, threshold: 0.95 })).toEqual({ kind: 'silence' });
	});

	test('gives way to somebody who asks', () => {
		expect(planResponse([unsure], { ...context, style: 'sure', asked: true })).toMatchObject({
			kind: 'reply',
		});
		expect(planResponse([sure], { ...context, style: 'reaction', asked: true })).toMatchObject({
			kind: 'reply',
		});
	});
});
