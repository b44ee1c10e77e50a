import { describe, expect, it } from 'vitest';
import { byteSize, megapixels, percent } from '../../src/i18n/format.ts';
import { localeFrom } from '../../src/i18n/locale.ts';

describe('a percentage', () => {
	it.each([
		[0, '0 %'],
		[0.0001, '<1 %'],
		[0.0049, '<1 %'],
		[0.005, '1 %'],
		[0.937, '94 %'],
		[0.994, '99 %'],
		[0.995, '>99 %'],
		[0.999_999, '>99 %'],
		[1, '100 %'],
	])('of %d is %s', (fraction, text) => {
		expect(percent(fraction, 'en')).toBe(text);
	});

	it('is put as Japanese puts it', () => {
		expect([0.0001, 0.42, 0.999].map((fraction) => percent(fraction, 'ja'))).toEqual([
			'1 % 未満',
			'42 %',
			'99 % 超',
		]);
	});
});

describe('a size', () => {
	it.each([
		[0, '0 bytes'],
		[999, '999 bytes'],
		[1000, '1 kB'],
		[1250, '1.3 kB'],
		[350_400, '350 kB'],
		[999_999, '1 MB'],
		[20_000_000, '20 MB'],
		[2_500_000, '2.5 MB'],
	])('of %d bytes is %s', (bytes, text) => {
		expect(byteSize(bytes)).toBe(text);
	});

	it.each([
		[40_000_000, '40'],
		[300_000, '0.3'],
		[12_345_678, '12'],
	])('of %d pixels is %s million', (pixels, text) => {
		expect(megapixels(pixels)).toBe(text);
	});
});

describe('a language', () => {
	it.each([
		['ja', 'ja'],
		['ja-JP', 'ja'],
		['JA_jp.UTF-8', 'ja'],
		[' ja;q=0.9', 'ja'],
		['en-GB', 'en'],
		['fr', 'en'],
		['', 'en'],
		[null, 'en'],
		[undefined, 'en'],
		['jam', 'en'],
	])('for %j is %s', (tag, locale) => {
		expect(localeFrom(tag)).toBe(locale);
	});
});
