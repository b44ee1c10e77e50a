import { createWriteStream } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { labelledPictures, openCollection } from '../../../src/crawl/collection/collection.ts';
import { SharedCollection } from '../../../src/crawl/collection/shared-collection.ts';
import { collectionSupply } from '../../../src/crawl/collection/supply.ts';
import { DEFAULT_RULES, judgeRecord } from '../../../src/crawl/rules.ts';
import { temporaryFolder } from '../crawling.ts';

type Files = Readonly<Record<string, string | Buffer>>;

const KINDS = ['folder', 'zip'] as const;

async function writeCollection(kind: (typeof KINDS)[number], files: Files): Promise<string> {
	const root = join(await temporaryFolder(), kind === 'zip' ? 'photos.zip' : 'photos');
	if (kind === 'folder') {
		for (const [path, content] of Object.entries(files)) {
			await mkdir(dirname(join(root, path)), { recursive: true });
			await writeFile(join(root, path), content);
		}
		return root;
	}
	const zip = new ZipFile();
	for (const [path, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), path);
	zip.end();
	await pipeline(zip.outputStream, createWriteStream(root));
	return root;
}

const signal = new AbortController().signal;

async function search(path: string, names: readonly string[]) {
	const supply = await collectionSupply(path, DEFAULT_RULES);
	const page = await supply.source.search(
		{ text: names[0], exclude: [], names },
		undefined,
		supply.client,
		signal,
	);
	return { supply, ...page };
}

describe.each(KINDS)('a %s of photos', (kind) => {
	it('has the pictures that lie in folders, by label, without what systems add', async () => {
		const path = await writeCollection(kind, {
			'crow/1.jpg': 'a',
			'birds/カラス/2.PNG': 'b',
			'crow/notes.txt': 'c',
			'loose.jpg': 'd',
			'__MACOSX/crow/._1.jpg': 'e',
			'crow/.hidden.jpg': 'f',
		});
		const collection = await openCollection(path);
		expect(labelledPictures(collection)).toEqual([
			{ path: 'birds/カラス/2.PNG', label: 'カラス' },
			{ path: 'crow/1.jpg', label: 'crow' },
		]);
		expect(Buffer.from(await collection.read('crow/1.jpg', 10)).toString()).toBe('a');
		await collection.close();
	});

	it('gives no more bytes than asked for, and nothing that it does not list', async () => {
		const path = await writeCollection(kind, { 'crow/1.jpg': Buffer.alloc(1_000_000) });
		const collection = await openCollection(path);
		await expect(collection.read('crow/1.jpg', 1_000)).rejects.toMatchObject({
			code: 'image-too-many-bytes',
		});
		await expect(collection.read('../../etc/passwd', 1_000)).rejects.toMatchObject({
			code: 'file-not-found',
		});
		await collection.close();
	});

	it('is a source for labels by their name or an alias, however it is written', async () => {
		const path = await writeCollection(kind, { 'Crow/1.jpg': 'a', 'カラス/2.jpg': 'b', 'boar/3.jpg': 'c' });
		const { candidates, supply } = await search(path, ['crow', 'カラス']);
		expect(candidates.map(({ sourceId }) => sourceId)).toEqual(['Crow/1.jpg', 'カラス/2.jpg']);
		expect(candidates.map((candidate) => judgeRecord(candidate, DEFAULT_RULES))).toEqual([
			undefined,
			undefined,
		]);
		expect(Buffer.from(await supply.fetch(candidates[1], signal)).toString()).toBe('b');
	});

	it('is read on while it is listed anew, and closed after the last reader', async () => {
		const path = await writeCollection(kind, { 'crow/1.jpg': 'a' });
		const shared = new SharedCollection(path);
		const text = await shared.use(async (collection) => {
			await shared.refresh();
			await shared.close();
			return Buffer.from(await collection.read('crow/1.jpg', 10)).toString();
		});
		expect(text).toBe('a');
	});

	it('takes credits and licences from metadata.csv, and leaves out what is not allowed', async () => {
		const path = await writeCollection(kind, {
			'crow/1.jpg': 'a',
			'crow/2.jpg': 'b',
			'crow/3.jpg': 'c',
			'metadata.csv':
				'file,title,author,licence,page_url\r\n' +
				'crow/1.jpg,"A crow, ""black""",\'=Jane,CC BY-SA 4.0,https://example.org/1\r\n' +
				'crow/2.jpg,,,All rights reserved,javascript:alert(1)\r\n',
		});
		const { candidates, skipped } = await search(path, ['crow']);
		expect(skipped).toEqual({ restricted: 1 });
		expect(candidates).toMatchObject([
			{
				source: 'folder',
				sourceId: 'crow/1.jpg',
				title: 'A crow, "black"',
				author: '=Jane',
				licence: 'by-sa',
				licenceVersion: '4.0',
				pageUrl: 'https://example.org/1',
			},
			{ sourceId: 'crow/3.jpg', licence: 'other' },
		]);
	});
});

describe('hostile collections', () => {
	it('are not left by symbolic links', async () => {
		const path = await writeCollection('folder', { 'crow/1.jpg': 'a' });
		await symlink('/etc/passwd', join(path, 'crow', '2.jpg'));
		expect((await openCollection(path)).paths).toEqual(['crow/1.jpg']);
	});

	it('whose names climb out are refused', async () => {
		const path = await writeCollection('zip', { 'aa/evil.jpg': 'a' });
		const { readFile } = await import('node:fs/promises');
		const bytes = await readFile(path);
		await writeFile(
			path,
			Buffer.from(bytes.toString('latin1').replaceAll('aa/evil.jpg', '../evil.jpg'), 'latin1'),
		);
		await expect(openCollection(path)).rejects.toMatchObject({ code: 'file-unreadable' });
	});

	it.each(['no zip at all', ''])('that are no archive are refused: %j', async (content) => {
		const path = join(await temporaryFolder(), 'x.zip');
		await writeFile(path, content);
		await expect(openCollection(path)).rejects.toMatchObject({ code: 'file-unreadable' });
	});

	it('that are not there are refused', async () => {
		await expect(openCollection('/nowhere/at/all')).rejects.toMatchObject({ code: 'file-not-found' });
	});
});
