import { expect, it } from 'vitest';
import { displayName, namesOfLabels, predictionIn } from '../../src/model/display-names.ts';

const NAMES = { crow: { ja: 'カラス' }, 猿: { en: 'monkey' } };

it('calls a label as people of a language do, and by its name where they have no other', () => {
	expect(['crow', '猿', 'boar'].map((label) => displayName(label, NAMES, 'ja'))).toEqual([
		'カラス',
		'猿',
		'boar',
	]);
	expect(displayName('crow', NAMES, 'en')).toBe('crow');
	expect(displayName('constructor', NAMES, 'ja')).toBe('constructor');
	expect(displayName('crow', undefined, 'ja')).toBe('crow');
});

it('keeps the names of the labels that there are, in one order', () => {
	const names = { ...NAMES, fox: { ja: 'キツネ', en: 'Fox' } };
	expect(JSON.stringify(namesOfLabels(['fox'], names))).toBe('{"fox":{"en":"Fox","ja":"キツネ"}}');
	expect(namesOfLabels(['boar'], names)).toBeUndefined();
});

it('leaves what was predicted as it is', () => {
	const ranking = [{ label: 'crow', confidence: 0.9 }];
	expect(predictionIn({ ranking, names: NAMES }, 'ja').ranking).toEqual([
		{ label: 'カラス', confidence: 0.9 },
	]);
	expect(ranking[0].label).toBe('crow');
});
