import { describe, expect, it } from 'vitest';
import {
	attributionCsv,
	attributionJson,
	attributionMarkdown,
	type Credit,
	creditLine,
	licenceName,
} from '../../src/dataset/attribution.ts';
import { readCsv } from '../../src/dataset/csv.ts';
import { seededRandom, shuffled } from '../../src/dataset/random.ts';

function credit(more: Partial<Credit> = {}): Credit {
	return {
		label: 'crow',
		sha256: 'ab'.repeat(32),
		source: 'commons',
		sourceId: '17',
		pageUrl: 'https://commons.wikimedia.org/wiki/File:A_(b).jpg',
		title: 'A crow',
		author: 'Jane',
		authorUrl: 'https://commons.wikimedia.org/wiki/User:Jane',
		licence: 'by-sa',
		licenceVersion: '4.0',
		licenceUrl: 'https://creativecommons.org/licenses/by-sa/4.0/',
		...more,
	};
}

describe('ATTRIBUTION.md', () => {
	it('names title, author, licence and source, each with its link', () => {
		expect(attributionMarkdown([credit()])).toBe(`# Attribution

1 photos by others, each resized to at most 512 pixels and re-encoded. Thank you.

1 of them are ShareAlike: adaptations may be shared under the same licence only.

## crow

- [A crow](<https://commons.wikimedia.org/wiki/File:A_(b).jpg>) by [Jane](<https://commons.wikimedia.org/wiki/User:Jane>), [CC BY\\-SA 4\\.0](<https://creativecommons.org/licenses/by-sa/4.0/>), via Wikimedia Commons \`abababababab\`
`);
	});

	it('is the same in whatever order photos come', () => {
		const credits = Array.from({ length: 40 }, (_, n) =>
			credit({ label: n % 2 ? 'crow' : 'カラス', sourceId: String(n), source: n % 3 ? 'flickr' : 'commons' }),
		);
		for (const write of [attributionMarkdown, attributionCsv, attributionJson]) {
			expect(write(shuffled(credits, seededRandom(5)))).toBe(write(credits));
		}
	});

	it('lets nothing written by strangers act', () => {
		const text = attributionMarkdown([
			credit({
				title: '](javascript:x) <script>@everyone\n# Heading `code`',
				author: '**bold** ‮reversed',
				pageUrl: 'javascript:alert(1)',
				authorUrl: 'https://x.example/a>b c',
				label: '# not a heading',
			}),
		]);
		expect(text).not.toMatch(/javascript:alert|<script>|@everyone|\n# Heading|‮/);
		expect(text).toContain('\\*\\*bold\\*\\* reversed');
		expect(text).toContain('(<https://x.example/a%3Eb%20c>)');
		expect(text).toContain('## \\# not a heading');
	});

	it('says so where the author is unknown, and what else is owed', () => {
		const text = attributionMarkdown([
			credit({
				author: undefined,
				authorUrl: undefined,
				source: 'openverse',
				licence: 'by-nc',
				title: undefined,
			}),
		]);
		expect(text).toContain('[17](<https://commons.wikimedia.org/wiki/File:A_(b).jpg>) by unknown author');
		expect(text).toContain('Made using Openverse, which does not endorse this.');
		expect(text).toContain('1 of them must not be used commercially.');
		expect(text).not.toContain('ShareAlike');
	});
});

describe('photos that members taught', () => {
	const taught = credit({ source: 'member', sourceId: '1/ab', author: 'Momo', licence: 'member' });

	it('are counted, but named in no list that is handed out', () => {
		const text = attributionMarkdown([credit(), taught]);
		expect(text).toContain('1 photos by others');
		expect(text).toContain('And 1 by members of the server, who gave them for training there only.');
		for (const list of [text, attributionCsv([taught]), attributionJson([taught])]) {
			expect(list).not.toContain('Momo');
		}
	});

	it('are credited where they are shown', () => {
		expect(creditLine(credit({ ...taught, title: undefined, licenceVersion: undefined }))).toBe(
			'Momo, for training here only, a member of the server',
		);
	});
});

describe('the other forms', () => {
	it('are CSV', async () => {
		const rows: string[][] = [];
		const csv = Buffer.from(attributionCsv([credit({ title: '=HYPERLINK("x")' })]));
		for await (const row of readCsv([csv])) rows.push(row);
		expect(rows[1].slice(0, 5)).toEqual(['crow', 'ab'.repeat(32), 'commons', '17', '=HYPERLINK("x")']);
	});

	it('are JSON', () => {
		const parsed: unknown = JSON.parse(attributionJson([credit()]));
		expect(parsed).toEqual({ format: 'hantei-attribution', version: 1, photos: [credit()] });
	});

	it('are one line', () => {
		expect(creditLine(credit())).toBe('“A crow” by Jane, CC BY-SA 4.0, Wikimedia Commons');
		expect(
			creditLine(credit({ title: undefined, author: undefined, licence: 'cc0', licenceVersion: undefined })),
		).toBe('unknown author, CC0, Wikimedia Commons');
		expect(licenceName({ licence: 'other' })).toBe('no licence stated');
	});
});
