import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { creditMarkdown, nameOf } from '../../../commands/shared/credit.ts';
import { renderSheet, SHEET_PHOTOS } from '../../../commands/shared/photo-sheet.ts';
import type { Photo } from '../../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../../src/dataset/photo-store.ts';
import { messagesFor } from '../../../src/i18n/messages.ts';
import { drawPicture } from '../../crawl/pictures.ts';
import { photoFile } from '../../support/photo-file.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();
const messages = messagesFor('en');

function photo(id: number, provenance: Partial<Photo['provenance']> = {}): Photo {
	return {
		id,
		labelId: 1,
		state: 'accepted',
		file: {
			sha256: id.toString(16).padStart(64, '0'),
			perceptualHash: 0n,
			width: 320,
			height: 240,
			bytes: 1,
			originalWidth: 320,
			originalHeight: 240,
		},
		provenance: {
			source: 'commons',
			sourceId: String(id),
			url: 'https://example.org/a.jpg',
			pageUrl: `https://commons.wikimedia.org/wiki/File:Crow_${id}.jpg`,
			title: 'Crow',
			author: 'Jane',
			licence: 'by-sa',
			licenceVersion: '4.0',
			licenceUrl: 'https://creativecommons.org/licenses/by-sa/4.0/',
			fetchedAt: new Date(0),
			...provenance,
		},
		group: id,
		kept: false,
	};
}

async function storeOf(photos: readonly Photo[]): Promise<PhotoStore> {
	const store = new PhotoStore(await temporaryFolder());
	for (const { id, file } of photos) await store.put(file.sha256, await drawPicture(id));
	return store;
}

describe('a credit', () => {
	test('names title, author, licence and source, with links', () => {
		expect(creditMarkdown(photo(1), 3, messages)).toBe(
			'**3** [Crow](<https://commons.wikimedia.org/wiki/File:Crow_1.jpg>) · Jane · [CC BY-SA 4.0](<https://creativecommons.org/licenses/by-sa/4.0/>) · Wikimedia Commons',
		);
	});

	test('names the member who gave a photo, and nothing else of them', () => {
		const taught = photo(1, {
			source: 'member',
			sourceId: '300000000000000001/0123456789abcdef',
			title: undefined,
			author: '*Momo*',
			licence: 'member',
			pageUrl: '',
			licenceUrl: undefined,
		});
		expect(creditMarkdown(taught, 3, messages)).toBe('**3** taught by \\*Momo\\*');
		expect(nameOf(taught.provenance)).toBe('member:0123456789abcdef');
	});

	test('lets nothing that a stranger wrote come alive', () => {
		const line = creditMarkdown(
			photo(1, {
				title: '](https://evil.example) <@1>\n# big',
				author: '@everyone `x` **y**',
				pageUrl: 'https://example.org/a>)\\b (c)',
				licenceUrl: 'javascript:alert(1)',
			}),
			1,
			messages,
		);
		expect(line).toContain(
			'[\\]\\(https\\://evil.example\\) \\<\\@1\\> \\# big](<https://example.org/a%3E%29/b%20%28c%29>)',
		);
		expect(line).toContain('\\@everyone \\`x\\` \\*\\*y\\*\\*');
		expect(line).not.toContain('javascript');
	});

	test('says so when title or author are unknown, and leaves out an endless address', () => {
		const given = { title: undefined, author: undefined, pageUrl: `https://example.org/${'x'.repeat(400)}` };
		expect(creditMarkdown(photo(1, given), 1, messages)).toMatch(/^\*\*1\*\* untitled · unknown author · /);
	});
});

describe('a sheet', () => {
	test('shows as many photos as have room for their credits, and offers those for removal', async () => {
		const long = {
			title: 'x'.repeat(200),
			author: 'y'.repeat(200),
			pageUrl: `https://example.org/${'z'.repeat(250)}`,
		};
		const photos = Array.from({ length: SHEET_PHOTOS }, (_, id) => photo(id + 1, long));
		const sheet = await renderSheet('**Sample**', photos, 99, {
			photoStore: await storeOf(photos),
			messages,
			canAttach: true,
		});
		expect(sheet.content.length).toBeLessThanOrEqual(2_000);
		expect(sheet.shown.length).toBeGreaterThan(2);
		expect(sheet.shown.length).toBeLessThan(SHEET_PHOTOS);
		expect(sheet.content).toContain(`-# ${sheet.shown.length} of 99`);
		expect(sheet.components[0]?.components[0]?.options.map(({ value }) => Number(value))).toEqual(
			sheet.shown,
		);
		expect(sheet.files).toHaveLength(1);
	});

	test('leaves out photos whose file is missing or damaged, and says how many', async () => {
		const photos = [photo(1), photo(2), photo(3)];
		const photoStore = await storeOf(photos);
		await rm(photoFile(photoStore, photos[0]?.file.sha256 ?? ''));
		const damaged = photoFile(photoStore, photos[1]?.file.sha256 ?? '');
		await mkdir(dirname(damaged), { recursive: true });
		await writeFile(damaged, 'no picture');
		const sheet = await renderSheet('**Sample**', photos, 3, { photoStore, messages, canAttach: true });
		expect(sheet.shown).toEqual([3]);
		expect(sheet.content).toContain('Of 2 photos the file is missing or damaged');
	});

	test('thanks Openverse where a photo came through it', async () => {
		const photos = [photo(1, { source: 'openverse' })];
		const options = { photoStore: await storeOf(photos), messages, canAttach: true };
		expect((await renderSheet('**Sample**', photos, 1, options)).content).toContain('Made using Openverse');
	});
});
