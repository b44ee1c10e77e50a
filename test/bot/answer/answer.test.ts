import { describe, expect, test } from 'vitest';
import { labelEmoji } from '../../../src/bot/answer/emoji.ts';
import { renderAnswers, renderTopLabels } from '../../../src/bot/answer/render.ts';
import type { ImageAnswer } from '../../../src/bot/answer/verdict.ts';
import { parseComponentId } from '../../../src/bot/ui/components.ts';
import { UserError } from '../../../src/errors.ts';
import { LABELS, MODEL, prediction } from '../fixtures.ts';

const english = { labels: LABELS, threshold: null, locale: 'en' } as const;
const japanese = { ...english, locale: 'ja' } as const;
const small = `\n-# Model ${MODEL}`;

const sure: ImageAnswer = { name: 'a.jpg', spoiler: false, prediction: prediction() };
const unsure: ImageAnswer = {
	name: 'b.jpg',
	spoiler: false,
	prediction: prediction('unsure', { crow: 0.43, boar: 0.4, monkey: 0.17 }),
};
const unknown: ImageAnswer = { name: 'c.jpg', spoiler: false, prediction: prediction('unknown') };
const refused: ImageAnswer = {
	name: 'd.heic',
	spoiler: false,
	refusal: new UserError('image-unsupported', { format: 'HEIC' }),
};

describe('a reply', () => {
	test('names label and confidence of a picture, and the model in small print', () => {
		expect(renderAnswers([sure], english).content).toBe(`**crow** 94 %${small}`);
		expect(renderAnswers([sure], japanese).content).toBe(`**crow** 94 %\n-# モデル ${MODEL}`);
	});

	test('names the version of a server’s own model by its number', () => {
		const own = { ...sure, prediction: { ...prediction(), model: '400000000000000001/v12' } };
		expect(renderAnswers([own], english).content).toBe('**crow** 94 %\n-# Model v12');
	});

	test('says when it is not sure, and when it is none of the labels', () => {
		expect(renderAnswers([unsure], english).content).toBe(`Not sure, perhaps **crow** (43 %)${small}`);
		expect(renderAnswers([unknown], english).content).toBe(`None of monkey, boar, crow${small}`);
		expect(renderAnswers([unknown], japanese).content).toContain('monkey、boar、crow のどれでもないようです');
	});

	test('counts labels instead of listing dozens', () => {
		const labels = Array.from({ length: 30 }, (_, index) => `label${index}`);
		expect(renderAnswers([unknown], { ...english, labels }).content).toContain('label11 and 18 others');
	});

	test('says why a picture was refused, without a model or a button', () => {
		expect(renderAnswers([refused], english, '1')).toEqual({
			content: '⚠️ This looks like HEIC; please send JPEG or PNG.',
			components: [],
		});
	});

	test('has a line for each of several pictures', () => {
		expect(renderAnswers([sure, unsure, unknown, refused], english).content).toBe(
			[
				'1. a.jpg: **crow** 94 %',
				'2. b.jpg: Not sure, perhaps **crow** (43 %)',
				'3. c.jpg: None of monkey, boar, crow',
				`4. d.heic: ⚠️ This looks like HEIC; please send JPEG or PNG.${small}`,
			].join('\n'),
		);
	});

	test('leaves names out that do not tell pictures apart', () => {
		const same = [sure, sure].map((answer) => ({ ...answer, name: 'image.png' }));
		expect(renderAnswers(same, english).content).toBe(`1. **crow** 94 %\n2. **crow** 94 %${small}`);
	});

	test('keeps covered what was covered', () => {
		expect(renderAnswers([{ ...sure, spoiler: true }], english).content).toBe(`||**crow** 94 %||${small}`);
		expect(renderAnswers([{ ...sure, spoiler: true }, unknown], english).content).toContain(
			'1. a.jpg: ||**crow** 94 %||\n2. c.jpg: None',
		);
	});

	test('brings no markdown, mention or cover of a label or a file name to life', () => {
		const hostile = { '||**@everyone** <@1>||\n# x': 0.9, rest: 0.1 };
		const answers: ImageAnswer[] = [
			{ name: '[x](https://evil.example)||.png', spoiler: true, prediction: prediction('sure', hostile) },
			sure,
		];
		expect(renderAnswers(answers, english).content.split('\n')[0]).toBe(
			'1. \\[x\\]\\(https\\://evil.example\\)\\|\\|.png: ||**\\|\\|\\*\\*\\@everyone\\*\\* \\<\\@1\\>\\|\\| \\# x** 90 %||',
		);
	});

	test('carries the message with the pictures in its button', () => {
		const [row] = renderAnswers([sure], japanese, '1300000000000000001').components;
		const [button] = row?.components ?? [];
		expect(button).toMatchObject({ label: '上位 3 件' });
		expect(parseComponentId(button && 'custom_id' in button ? button.custom_id : '')).toEqual({
			name: 'top',
			version: 1,
			state: '1300000000000000001',
		});
	});

	const long = 'ながい*ラベル_'.repeat(40);
	test.each([
		['long labels', prediction('sure', { [long]: 1 })],
		['unsure about long labels', prediction('unsure', { [long]: 0.3, [`${long}2`]: 0.3 })],
		['unknown among long labels', prediction('unknown', { [long]: 0.3 })],
	])('fits into a message with ten pictures: %s', (_, long10) => {
		for (const context of [english, japanese]) {
			const answers: ImageAnswer[] = Array.from({ length: 10 }, (_, index) => ({
				name: `${index}${'_'.repeat(250)}.jpg`,
				spoiler: true,
				prediction: long10,
			}));
			const labels = Array.from({ length: 100 }, (_, index) => `${long}${index}`);
			const { content } = renderAnswers(answers, { ...context, labels }, '1');
			expect(content.length).toBeLessThanOrEqual(2_000);
			expect(content).toContain('\n10. ');
			const top = renderTopLabels(answers, { ...context, labels });
			expect(top.length).toBeLessThanOrEqual(2_000);
			expect(top).toContain('\n10. ');
		}
	});

	test('fits into a message with ten refusals', () => {
		const answers = Array.from({ length: 10 }, (_, index) => ({ ...refused, name: `${index}.heic` }));
		for (const context of [english, japanese]) {
			expect(renderAnswers(answers, context).content.split('\n')).toHaveLength(10);
		}
	});
});

describe('the top labels', () => {
	test('show the three best of each picture', () => {
		expect(renderTopLabels([sure], english)).toBe(
			`▰▰▰▰▰▰▰▰▰▱ **crow** 94 %\n▱▱▱▱▱▱▱▱▱▱ boar 4 %\n▱▱▱▱▱▱▱▱▱▱ monkey 2 %${small}`,
		);
		expect(renderTopLabels([sure, { ...unsure, spoiler: true }], english)).toContain(
			'monkey 2 %\n2. b.jpg: \n||Not sure\n▰▰▰▰▱▱▱▱▱▱ crow 43 %\n',
		);
	});

	test('say first that it is none of them', () => {
		expect(renderTopLabels([unknown], english)).toMatch(/^None of monkey, boar, crow\n▰/);
	});
});

describe('the emoji of a label', () => {
	test('is the guild’s own of that name, else one from Unicode, else a tag', () => {
		expect(labelEmoji('Wild Boar', [{ id: '5', name: 'wild_boar' }])).toBe('wild_boar:5');
		expect(labelEmoji('Wild Boar')).toBe('🐗');
		expect(labelEmoji('カラス')).toBe('🐦‍⬛');
		expect(labelEmoji('constructor')).toBe('🏷️');
	});
});
