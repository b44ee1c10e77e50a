import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawPicture } from '../crawl/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { Host, type Outcome } from './hantei.ts';

const temporaryFolder = temporaryFolders();
let folder: string;
let host: Host;

beforeAll(async () => {
	folder = await temporaryFolder();
	host = await Host.open(folder);
	for (const [label, from] of [
		['crow', 1],
		['猪', 11],
	] as const) {
		await mkdir(join(folder, 'photos', label), { recursive: true });
		for (let number = from; number < from + 3; number++)
			await writeFile(join(folder, 'photos', label, `${number}.jpg`), await drawPicture(number));
	}
});

interface Ran {
	readonly code: Outcome['exitCode'];
	readonly out: string;
	readonly err: string;
}

const withData = (data: string, environment: Readonly<Record<string, string>>) => ({
	environment: { HANTEI_DATA: data, HANTEI_LANGUAGE: 'en', ...environment },
});

const ranAs = ({ exitCode, stdout, stderr }: Outcome): Ran => ({ code: exitCode, out: stdout, err: stderr });

async function hantei(data: string, args: readonly string[], environment = {}): Promise<Ran> {
	return ranAs(await host.command(args, withData(data, environment)));
}

/** As a person would, in a process. */
async function started(data: string, args: readonly string[], environment = {}): Promise<Ran> {
	return ranAs(await host.hantei(args, withData(data, environment)));
}

describe('labels', () => {
	it('are added, listed, edited and removed', async () => {
		const added = await started('labels', ['labels', 'add', 'crow', '--alias', 'カラス', '--taxon', '8010']);
		expect(added).toMatchObject({ code: 0, out: 'Added “crow”.\n' });
		await hantei('labels', ['labels', 'edit', 'カラス', '--search', 'carrion crow', '--taxon', 'none']);
		const { out } = await hantei('labels', ['labels', 'list']);
		expect(out.split('\n')[1].split(/\s{2,}/)).toEqual(['crow', '0', 'カラス', 'carrion crow']);
		expect(await hantei('labels', ['labels', 'add', 'zebra, Crow'])).toMatchObject({ code: 2 });
		expect(await hantei('labels', ['labels', 'remove', 'crow'])).toMatchObject({ code: 0 });
		expect((await hantei('labels', ['labels', 'list'])).out).toContain('no labels yet');
	});

	it('are added several at a time', async () => {
		const { out } = await hantei('several', ['labels', 'add', 'zebra, 烏、okapi', '--taxon', 'none']);
		expect(out.match(/Added “[^”]+”/g)).toEqual(['Added “zebra”', 'Added “烏”', 'Added “okapi”']);
		const aliases = await hantei('several', ['labels', 'add', 'gnu, kudu', '--alias', 'ヌー']);
		expect(aliases).toMatchObject({ code: 2, out: '' });
		expect((await hantei('several', ['labels', 'list'])).out).not.toContain('gnu');
	});

	it('go by their name when iNaturalist cannot be asked', async () => {
		const { code, out } = await hantei('labels', ['labels', 'add', 'boar']);
		expect(code).toBe(0);
		expect(out).toContain('other sources go by the name');
	});
});

describe('a crawl', () => {
	it('needs a contact before it asks anybody', async () => {
		await hantei('contact', ['labels', 'add', 'crow', '--taxon', 'none']);
		const { code, err } = await hantei('contact', ['crawl', 'crow']);
		expect(code).toBe(2);
		expect(err).toContain('CRAWLER_CONTACT');
		const japanese = await hantei('contact', ['crawl', 'crow'], { HANTEI_LANGUAGE: 'ja' });
		expect(japanese.err).toContain('CRAWLER_CONTACT に');
	});

	it('refuses what makes no sense', async () => {
		await hantei('contact', ['labels', 'add', 'boar', '--taxon', 'none']);
		for (const args of [
			['crawl', 'dragon'],
			['crawl', '--count', '0'],
			['crawl', '--source', 'google'],
		])
			expect((await hantei('contact', args)).code).toBe(2);
	});

	it('of a folder shows what it would do, does it, and says where it falls short', async () => {
		const folderOnly = { CRAWLER_FOLDER: 'photos', CRAWLER_SOURCES: 'folder' };
		await hantei('crawl', ['labels', 'add', 'crow', '--taxon', 'none']);
		const preview = await hantei('crawl', ['crawl', 'crow', '--count', '2', '--dry-run'], folderOnly);
		expect(preview.out).toContain('2 more would be looked at');
		expect(preview.out).toContain('folder:crow/1.jpg');
		expect((await hantei('crawl', ['dataset', 'stats'])).out).toMatch(/crow +0/);

		expect(await started('crawl', ['crawl', 'crow', '--count', '2'], folderOnly)).toMatchObject({
			code: 0,
			out: expect.stringContaining('“crow” has 2 photos.'),
		});
		expect(await hantei('crawl', ['crawl', 'crow', '--count', '9'], folderOnly)).toMatchObject({
			code: 1,
			out: expect.stringContaining('“crow” has 3 photos of 9'),
		});
	});
});

describe('a dataset', () => {
	it('is imported, counted, credited, pruned and exported', async () => {
		const imported = await started('dataset', ['dataset', 'import', 'photos']);
		expect(imported).toMatchObject({ code: 0 });
		expect(imported.out).toContain('6 photos taken in.\nNew labels: crow, 猪');

		expect((await hantei('dataset', ['dataset', 'attribution'])).out).toContain('## crow');
		const removed = await hantei('dataset', [
			'dataset',
			'remove',
			'folder:crow/2.jpg',
			'--reason',
			'a raven',
		]);
		expect(removed.out).toContain('Removed 1 photo');
		expect((await hantei('dataset', ['dataset', 'import', 'photos'])).out).toContain('0 photos taken in.');
		const { out } = await hantei('dataset', ['dataset', 'stats']);
		expect(out).toMatch(/crow +2 +0 +0 +0 +\d+ +1 /);
		expect(out).toMatch(/in all +5 /);

		expect(await started('dataset', ['dataset', 'export', 'copy'])).toMatchObject({ code: 0 });
		expect(await readFile(join(folder, 'copy', 'ATTRIBUTION.md'), 'utf8')).toContain('# Attribution');
		expect(await hantei('dataset', ['dataset', 'export', 'copy'])).toMatchObject({ code: 2 });

		const copied = await hantei('copied', ['dataset', 'import', 'copy']);
		expect(copied.out).toContain('5 photos taken in.');
	});

	it('does not lose photos that are not there', async () => {
		expect(await hantei('dataset', ['dataset', 'remove', 'commons:1'])).toMatchObject({
			code: 1,
			err: 'There is no photo commons:1.\n',
		});
		expect(await hantei('dataset', ['dataset', 'remove'])).toMatchObject({ code: 2 });
	});
});
