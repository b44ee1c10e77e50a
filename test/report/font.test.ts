import { describe, expect, test } from 'vitest';
import { drawable, readFont } from '../../src/report/font.ts';

const font = readFont();

describe('a text to be drawn', () => {
	test.each([
		['カラス', 'カラス'],
		['髙﨑 ｶﾗｽ', '髙﨑 ｶﾗｽ'],
		['Crème brûlée', 'Crème brûlée'],
		['кошка', 'кошка'],
		['Ελλάδα', 'Ελλάδα'],
		['がぎ'.normalize('NFD'), 'がぎ'],
	])('keeps what the font has: %s', (text, drawn) => {
		expect(drawable(text, font)).toBe(drawn);
	});

	test('loses accents that the font lacks, and keeps their letters', () => {
		expect(drawable('Tiếng Việt', font)).toBe('Tieng Viet');
	});

	test('shows a box for each character that cannot be had', () => {
		expect(drawable('🐗 boar', font)).toBe('□ boar');
		expect(drawable('👨‍👩‍👧 family', font)).toBe('□ family');
		expect(drawable('乌鸦 crow', font)).toBe('□□ crow');
	});

	test('is nothing when it would be boxes alone', () => {
		for (const text of ['고양이', '🐗', 'العربية', '', ' ']) expect(drawable(text, font)).toBe('');
	});

	test('is one line without invisible characters', () => {
		expect(drawable('a\u0000b\u202e\nc\u200d', font)).toBe('ab c');
	});
});

test('a text is as wide as its characters', () => {
	expect(font.width('漢字')).toBe(2);
	expect(font.width('il')).toBeLessThan(font.width('mw'));
	expect(font.width('')).toBe(0);
});
