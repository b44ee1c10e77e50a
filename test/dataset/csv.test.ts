import { describe, expect, it } from 'vitest';
import { formatCsv, readCsv } from '../../src/dataset/csv.ts';
import { seededRandom } from '../../src/dataset/random.ts';

/** Read as bytes that come in pieces of a size. */
async function rowsOf(text: string, size = 65_536): Promise<string[][]> {
	const bytes = Buffer.from(text);
	const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
		bytes.subarray(n * size, (n + 1) * size),
	);
	const rows: string[][] = [];
	for await (const row of readCsv(pieces)) rows.push(row);
	return rows;
}

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
	])('keep %j from being run', async (value) => {
		const text = formatCsv([[value]]);
		expect(text.replace(/^"/, '')).toMatch(/^'/);
		expect(await rowsOf(text)).toEqual([[value]]);
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
		['a\r\nb\r\n\r\nc', [['a'], ['b'], [''], ['c']]],
		['"猿""\r\n"\r\n', [['猿"\r\n']]],
	])('are read from %j, however the bytes come', async (text, rows) => {
		expect(await rowsOf(text)).toEqual(rows);
		expect(await rowsOf(text, 1)).toEqual(rows);
	});

	it('are read as they come, and no more of a row than any table has', async () => {
		function* endless() {
			for (;;) yield Buffer.from('a\n');
		}
		expect(await readCsv(endless()).next()).toMatchObject({ value: ['a'] });
		expect((await rowsOf(','.repeat(5_000)))[0]).toHaveLength(1_000);
		expect((await rowsOf(`"${'x'.repeat(50_000)}`, 1_000))[0][0]).toHaveLength(20_000);
	});

	it('come back as they were written', async () => {
		const random = seededRandom(1);
		const characters = ['a', '猿', "'", '=', '-', '@', ',', '"', '\n', '\r', '\t', ' ', '＝', '😀'];
		const word = () =>
			Array.from(
				{ length: Math.floor(random() * 6) },
				() => characters[Math.floor(random() * characters.length)],
			).join('');
		for (let n = 0; n < 2000; n++) {
			const rows = Array.from({ length: 1 + Math.floor(random() * 3) }, () => [word(), word(), word()]);
			expect(await rowsOf(formatCsv(rows), 1 + Math.floor(random() * 4))).toEqual(rows);
		}
	});
});
