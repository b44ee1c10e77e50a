import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type PhotoSourceOptions, startPhotoSource } from '../src/start.ts';

async function start(options: PhotoSourceOptions) {
	const server = await startPhotoSource(options);
	onTestFinished(() => server.close());
	return server;
}

async function folderOf(files: Readonly<Record<string, Buffer | string>>): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'hantei-photo-source-'));
	onTestFinished(() => rm(folder, { recursive: true }));
	for (const [name, content] of Object.entries(files)) {
		await mkdir(join(folder, name, '..'), { recursive: true });
		await writeFile(join(folder, name), content);
	}
	return folder;
}

function picture(width: number, height: number, background: string): Promise<Buffer> {
	return sharp({ create: { width, height, channels: 3, background } })
		.jpeg()
		.toBuffer();
}

interface CommonsAnswer {
	readonly query?: {
		readonly pages: { readonly imageinfo: { readonly thumburl: string; readonly width: number }[] }[];
	};
}

async function commons(origin: string, text: string, offset = 0): Promise<string[]> {
	const url = `${origin}/w/api.php?action=query&generator=search&iiurlwidth=500&gsrlimit=50&gsroffset=${offset}&gsrsearch=${encodeURIComponent(text)}`;
	const { query } = (await (await fetch(url)).json()) as CommonsAnswer;
	return (query?.pages ?? []).map(({ imageinfo }) => imageinfo[0].thumburl);
}

describe('a folder of photos', () => {
	it('is offered label by label, Japanese ones too, each photo in the size that is asked for', async () => {
		const large = await picture(1200, 900, 'red');
		const small = await picture(320, 240, 'blue');
		// Several, because each service has only its share.
		const several = (label: string, bytes: Buffer) =>
			Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`${label}/${n}.jpg`, bytes]));
		const folder = await folderOf({
			...several('電車', large),
			...several('bus', small),
			'.hidden/1.jpg': small,
			'bus/notes.txt': 'no photo',
			'beside.jpg': small,
		});
		const server = await start({ folder, troubles: false });

		expect(server.photos).toBe('folder');
		expect(server.labels).toEqual(['bus', '電車']);
		const [train] = await commons(server.url, '電車 filetype:bitmap -絵');
		const { width } = await sharp(Buffer.from(await (await fetch(train)).arrayBuffer())).metadata();
		expect(width).toBe(500);
		const [bus] = await commons(server.url, '"bus"');
		expect(Buffer.from(await (await fetch(bus)).arrayBuffer())).toEqual(small);
		expect(await commons(server.url, 'zeppelin')).toEqual([]);
	});

	it('hands out a broken file as it is', async () => {
		const files = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`bus/${n}.jpg`, 'not a picture']));
		const server = await start({ folder: await folderOf(files), troubles: false });
		const [address] = await commons(server.url, 'bus');
		expect(await (await fetch(address)).text()).toBe('not a picture');
	});
});

describe('provenance', () => {
	it('is the same at every start', async () => {
		const [a, b] = [await start({ photosPerLabel: 40 }), await start({ photosPerLabel: 40 })];
		const paths = async (origin: string) =>
			(await commons(origin, 'cat')).map((url) => new URL(url).pathname);
		expect(await paths(a.url)).toEqual(await paths(b.url));
	});

	it('has licences of all kinds, or those it is told to have', async () => {
		const licencesOf = async (options: PhotoSourceOptions) => {
			const server = await start({ photosPerLabel: 400, ...options });
			const url = `${server.url}/v1/observations?taxon_id=900101&per_page=200`;
			const { results } = (await (await fetch(url)).json()) as {
				results: { photos: { license_code: string | null }[] }[];
			};
			return new Set(results.flatMap(({ photos }) => photos.map(({ license_code }) => license_code)));
		};
		expect(await licencesOf({})).toEqual(
			new Set(['cc0', 'cc-by', 'cc-by-sa', 'cc-by-nc', 'cc-by-nc-sa', 'cc-by-nd', 'cc-by-nc-nd', null]),
		);
		expect(await licencesOf({ licences: ['by', 'cc0'] })).toEqual(new Set(['cc-by', 'cc0']));
	});

	it('includes photos that are gone, replaced or opted out', async () => {
		const bytes = await picture(320, 240, 'blue');
		const files = Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`bus/${n}.jpg`, bytes]));
		const server = await start({ folder: await folderOf(files) });
		const pages = [0, 50, 100, 150, 200, 250, 300].map((offset) => commons(server.url, 'bus', offset));
		const addresses = (await Promise.all(pages)).flat();
		const seen = new Set<string>();
		for (const address of addresses) {
			const response = await fetch(address, { method: 'HEAD', redirect: 'manual' });
			seen.add(response.headers.has('x-robots-tag') ? 'opted out' : String(response.status));
		}
		expect([...seen].sort()).toEqual(['200', '302', '404', 'opted out']);
	});
});

describe('a thumbnail of Commons', () => {
	it('comes in the widths that Wikimedia keeps, and no other', async () => {
		const server = await start({ photosPerLabel: 20, troubles: false });
		const [address] = await commons(server.url, 'crow');
		expect((await fetch(address.replace('/500px-', '/250px-'))).status).toBe(200);
		expect((await fetch(address.replace('/500px-', '/512px-'))).status).toBe(400);
	});
});

describe('titles and authors', () => {
	interface Answer {
		readonly results: readonly { readonly title: string; readonly creator: string }[];
	}
	const namesOf = async (options: PhotoSourceOptions) => {
		const { url } = await start({ photosPerLabel: 60, ...options });
		const pages = [1, 2, 3].map(async (page) => {
			const response = await fetch(`${url}/v1/images/?q=sailboat&page_size=20&page=${page}`);
			return response.ok ? ((await response.json()) as Answer).results : [];
		});
		return (await Promise.all(pages)).flat().flatMap(({ title, creator }) => [title, creator]);
	};

	it('are ordinary, and hostile for those who ask', async () => {
		const ordinary = await namesOf({});
		expect(ordinary.length).toBeGreaterThan(40);
		expect(ordinary.join('\n')).not.toMatch(/[<=@*_~`]/);
		expect((await namesOf({ hostileNames: true })).join('\n')).toMatch(/[<=@*_~`]/);
	});
});

describe('what is drawn', () => {
	it('is known to the taxa, in English and Japanese, where it lives', async () => {
		const { url } = await start({ photosPerLabel: 1 });
		const taxaOf = async (name: string) => {
			const answer = await fetch(`${url}/v1/taxa/autocomplete?q=${encodeURIComponent(name)}`);
			return ((await answer.json()) as { total_results: number }).total_results;
		};
		for (const name of [
			'apple',
			'boar',
			'cat',
			'crow',
			'monkey',
			'mushroom',
			'tree',
			'木',
			'ネコ',
			'キノコ',
		]) {
			expect(await taxaOf(name), name).toBeGreaterThan(0);
		}
	});
});
