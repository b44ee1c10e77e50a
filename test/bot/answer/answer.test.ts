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

describe('a reply', () => {
	test('names label and confidence of a picture, and the model in small print', () => {
		expect(renderAnswers([sure], english).content).toBe(`**crow** 94 %${small}`);
		expect(renderAnswers([sure], japanese).content).toBe(`**crow** 94 %\n-# モデル ${MODEL}`);
	});

	test('calls labels as the reader does, in the answer, below it and where it is none of them', () => {
		const names = { crow: { ja: 'カラス' }, boar: { ja: 'イノシシ' } };
		const called = { ...japanese, names };
		const [crow, stranger] = [prediction(), prediction('unknown')].map((prediction) => ({
			spoiler: false,
			prediction: { ...prediction, names },
		}));
		expect(renderAnswers([crow], called).content).toContain('**カラス** 94 %');
		expect(renderTopLabels([crow], called)).toMatch(/\*\*カラス\*\* 94 %.*イノシシ/s);
		expect(renderAnswers([stranger], called).content).toBe('monkey、イノシシ、カラスのどれでもないようです');
		expect(renderAnswers([crow], { ...called, locale: 'en' }).content).toContain('**crow** 94 %');
	});

	test('names the version of a server’s own model by its number', () => {
		const own = { ...sure, prediction: { ...prediction(), model: '400000000000000001/v12' } };
		expect(renderAnswers([own], english).content).toBe('**crow** 94 %\n-# Model v12');
	});

	test('says when it is not sure', () => {
		expect(renderAnswers([unsure], english).content).toBe(`Not sure, perhaps **crow** (43 %)${small}`);
	});

	test('is one short line without model and buttons where nothing is recognised', () => {
		expect(renderAnswers([unknown], english, '1')).toEqual({
			content: 'None of monkey, boar, crow',
			components: [],
		});
		expect(renderAnswers([unknown], japanese, '1').content).toBe('monkey、boar、crowのどれでもないようです');
		expect(renderAnswers([unknown, { ...unknown, spoiler: true }], english, '1')).toEqual({
			content: '||None of monkey, boar, crow in these 2 pictures||',
			components: [],
		});
	});

	test('counts labels instead of listing dozens', () => {
		const labels = Array.from({ length: 30 }, (_, index) => `label${index}`);
		expect(renderAnswers([unknown], { ...english, labels }).content).toContain('label4 and 25 others');
	});

	test('says why a picture was refused, without a model or a button', () => {
		expect(renderAnswers([refused], english, '1')).toEqual({
			content: '⚠️ This looks like HEIC; please use JPEG or PNG.',
			components: [],
		});
	});

	test('has a numbered line for each of several pictures', () => {
		expect(renderAnswers([sure, unsure, unknown, refused], english).content).toBe(
			[
				'1. **crow** 94 %',
				'2. Not sure, perhaps **crow** (43 %)',
				'3. None of monkey, boar, crow',
				`4. ⚠️ This looks like HEIC; please use JPEG or PNG.${small}`,
			].join('\n'),
		);
	});

	test('keeps covered what was covered', () => {
		expect(renderAnswers([{ ...sure, spoiler: true }], english).content).toBe(`||**crow** 94 %||${small}`);
		expect(renderAnswers([{ ...sure, spoiler: true }, unknown], english).content).toContain(
			'1. ||**crow** 94 %||\n2. None',
		);
	});

	test('brings no markdown, mention or cover of a label to life', () => {
		const hostile = { '||**@everyone** <@1>||\n# x': 0.9, rest: 0.1 };
		const answers: ImageAnswer[] = [{ spoiler: true, prediction: prediction('sure', hostile) }, sure];
		expect(renderAnswers(answers, english).content.split('\n')[0]).toBe(
			'1. ||**\\|\\|\\*\\*\\@everyone\\*\\* \\<\\@1\\>\\|\\| \\# x** 90 %||',
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
			const answers: ImageAnswer[] = [
				...Array.from({ length: 9 }, () => ({ spoiler: true, prediction: long10 })),
				{ spoiler: true, prediction: prediction('sure', { [long]: 1 }) },
			];
			const labels = Array.from({ length: 100 }, (_, index) => `${long}${index}`);
			const { content } = renderAnswers(answers, { ...context, labels }, '1');
			expect(content.length).toBeLessThanOrEqual(2_000);
			expect(content).toContain('\n10. ');
			const top = renderTopLabels(answers, { ...context, labels });
			expect(top.length).toBeLessThanOrEqual(2_000);
			expect(top).toMatch(/\n10\. |\n\*\*10\*\*\n/);
		}
	});

	test('fits into a message with ten refusals', () => {
		const answers = Array.from({ length: 10 }, () => refused);
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
			'monkey 2 %\n**2**\n||Not sure\n▰▰▰▰▱▱▱▱▱▱ crow 43 %\n',
		);
	});

	test('say first that it is none of them', () => {
		expect(renderTopLabels([unknown], english)).toMatch(
			/^None of monkey, boar, crow\nIf it had to be one of them:\n▰/,
		);
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
