import { describe, expect, it } from 'vitest';
import { printable, printableName } from '../../src/cli/print.ts';

describe('what is printed to a terminal', () => {
	it.each([
		['\u001b[2Jcrow', '\\u001b[2Jcrow'],
		['crow\rboar', 'crow\\u000dboar'],
		['\u009b31m', '\\u009b31m'],
		['\u202egpj.exe', '\\u202egpj.exe'],
		['\u0007\b\u007f', '\\u0007\\u0008\\u007f'],
	])('spells out %j', (text, printed) => {
		expect(printable(text)).toBe(printed);
		expect(printableName(text)).toBe(printed);
	});

	it('keeps text as it is: lines, tabs, any script, emoji', () => {
		const text = 'カラス\t94 %\n👩‍🌾 कौआ می‌خواهم\n';
		expect(printable(text)).toBe(text);
	});

	it('keeps JSON what it was', () => {
		const value = { file: '\u001b[2J\u009b\u2028.jpg' };
		expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
	});

	it('lets no name pass for two lines', () => {
		expect(printableName('a.jpg\nb.jpg  crow 99 %')).toBe('a.jpg\\u000ab.jpg  crow 99 %');
	});
});
