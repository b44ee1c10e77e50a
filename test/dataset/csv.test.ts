import { describe, expect, it } from 'vitest';
import { formatCsv, readCsv } from '../../src/dataset/csv.ts';
import { seededRandom } from '../../src/dataset/random.ts';

describe('comma-separated values', () => {
	it.each([
		['=1+1'],
		['+1'],
		['-1'],
		['@SUM(A1)'],
		['\t=1'],
		['\r=1'],
		['\n=1'],
		[' =cmd|x'],
		['\u00a0=1'],
		['＝1'],
	])('keep %j from being run', (value) => {
		const text = formatCsv([[value]]);
		expect(text.replace(/^"/, '')).toMatch(/^'/);
		expect([...readCsv(text)]).toEqual([[value]]);
	});

	it('leave harmless text as it is', () => {
		expect(formatCsv([['crow', 'カラス', "it's", '1-2', '']])).toBe("crow,カラス,it's,1-2,\r\n");
	});

	it('quote what needs it', () => {
		expect(formatCsv([['a,b', 'say "x"', 'two\nlines']])).toBe('"a,b","say ""x""","two\nlines"\r\n');
	});

	it.each([
		[
			'a,b\nc,d',
			[
				['a', 'b'],
				['c', 'd'],
			],
		],
		['\ufeffa\r\n', [['a']]],
		[
			'a,\n,b\n',
			[
				['a', ''],
				['', 'b'],
			],
		],
		['a,', [['a', '']]],
		['"open, for ever', [['open, for ever']]],
		['a"b,"c"d', [['a"b', 'cd']]],
		['a\rb', [['a'], ['b']]],
		['', []],
	])('are read from %j', (text, rows) => {
		expect([...readCsv(text)]).toEqual(rows);
	});

	it('are read one by one, and no more fields of one than any table has', () => {
		expect(readCsv('a\n'.repeat(1_000_000)).next().value).toEqual(['a']);
		expect([...readCsv(','.repeat(5_000))][0]).toHaveLength(1_000);
	});

	it('come back as they were written', () => {
		const random = seededRandom(1);
		const characters = ['a', '猿', "'", '=', '-', '@', ',', '"', '\n', '\r', '\t', ' ', '＝', '😀'];
		const word = () =>
			Array.from(
				{ length: Math.floor(random() * 6) },
				() => characters[Math.floor(random() * characters.length)],
			).join('');
		for (let n = 0; n < 2000; n++) {
			const rows = Array.from({ length: 1 + Math.floor(random() * 3) }, () => [word(), word(), word()]);
			expect([...readCsv(formatCsv(rows))]).toEqual(rows);
		}
	});
});
