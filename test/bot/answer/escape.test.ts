import { describe, expect, test } from 'vitest';
import { escapeText } from '../../../src/bot/answer/text.ts';

/** What Discord shows: its markdown drops a backslash before anything but letters, digits and space. */
function shown(escaped: string): string {
	return escaped.replace(/\\([^0-9A-Za-z\s])/g, '$1');
}

describe('escaped text', () => {
	test.each([
		'**bold** __under__ ~~gone~~ ||spoiler|| `code` ```block```',
		'<@123456789012345678> <@&1> <#2> @everyone @here',
		'<:crow:123> <t:1700000000:R> </classify:1>',
		'[click](https://example.com) https://example.com',
		'# title > quote',
		'back\\slash \\* \\\\',
	])('shows %s as it is', (text) => {
		const escaped = escapeText(text);
		expect(shown(escaped)).toBe(text);
		// No special character is left without a backslash of its own before it.
		expect(escaped.replace(/\\[^0-9A-Za-z\s]/g, '')).not.toMatch(/[\\*_~|`<>@#:[\]()]/);
	});

	test('is one line without control, zero-width or reordering characters', () => {
		expect(escapeText('a\n\n# b\r\nc\u2028d')).toBe('a \\# b c d');
		expect(escapeText('ad\u200Bmin\u2060\u202Egnp.exe\u0000\u2066')).toBe('admingnp.exe');
		expect(escapeText('cr\uD800ow')).toBe('crow');
	});

	test('keeps emoji that are glued together, and drops glue elsewhere', () => {
		expect(escapeText('🐦‍⬛ 👩🏽‍🌾 crow')).toBe('🐦‍⬛ 👩🏽‍🌾 crow');
		expect(escapeText('cr\u200Dow')).toBe('crow');
	});

	test('keeps ordinary accents and voicing marks and limits stacked ones', () => {
		expect(escapeText('カ\u3099ラス é น้ำ')).toBe('ガラス é น้ำ');
		expect([...escapeText(`a${'\u0316'.repeat(50)}`)]).toHaveLength(4);
	});

	test('never cuts within an emoji or an escape', () => {
		expect(escapeText('🐦‍⬛🐦‍⬛🐦‍⬛🐦‍⬛', 10)).toBe('🐦‍⬛🐦‍⬛…');
		expect(escapeText('*'.repeat(100), 5)).toBe('\\*\\*\\*\\*…');
		expect(escapeText('abcdef', 6)).toBe('abcdef');
	});

	test('is never empty', () => {
		expect(escapeText('\u200B \u2800')).toBe('?');
		expect(escapeText('')).toBe('?');
	});
});
