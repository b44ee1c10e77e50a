import type { RequestListener } from 'node:http';
import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { PhotoDownloader, PhotoRefused } from '../../../src/crawl/download/download.ts';
import { TemporaryFailure } from '../../../src/crawl/politeness/retry.ts';
import { openHttp, serve } from '../local-server.ts';

const JPEG = Buffer.from('ffd8ffe000104a464946', 'hex');
const LIMITS = { maxBytes: 100_000, deadlineMs: 2_000 };

const photo: RequestListener = (_, response) => {
	response.writeHead(200, { 'content-type': 'image/jpeg' }).end(JPEG);
};

/** Downloads from a server whose every host is allowed. */
async function download(listener: RequestListener, limits = LIMITS) {
	const origin = await serve(listener);
	const downloader = new PhotoDownloader(openHttp([origin]), [origin], limits);
	return downloader.download(`${origin}/photo.jpg`, { hosts: [new URL(origin).host] });
}

async function reasonOf(downloading: Promise<unknown>) {
	const error = await downloading.catch((caught: unknown) => caught);
	expect(error).toBeInstanceOf(PhotoRefused);
	return (error as PhotoRefused).reason;
}

describe('a download', () => {
	it('brings the bytes of a photo, and counts them', async () => {
		const origin = await serve(photo);
		const http = openHttp([origin]);
		const { host } = new URL(origin);
		const bytes = await new PhotoDownloader(http, [origin]).download(`${origin}/1.jpg`, { hosts: [host] });
		expect(Buffer.from(bytes)).toEqual(JPEG);
		expect(http.ledger.counts.get(host)).toEqual({ requests: 1, bytes: JPEG.length });
	});

	it.each<[string, RequestListener]>([
		[
			'an endless body',
			(_, response) => {
				response.writeHead(200, { 'content-type': 'image/jpeg' });
				const more = () => {
					while (response.write(Buffer.alloc(65_536)));
				};
				response.on('drain', more);
				more();
			},
		],
		[
			'a body longer than announced as too long',
			(_, response) => {
				response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': '100001' }).end(JPEG);
			},
		],
		[
			'a bomb of compressed bytes',
			(_, response) => {
				import('node:zlib').then(({ gzipSync }) => {
					response
						.writeHead(200, { 'content-type': 'image/jpeg', 'content-encoding': 'gzip' })
						.end(gzipSync(Buffer.alloc(10_000_000)));
				});
			},
		],
	])('stops at the limit of %s', async (_, listener) => {
		expect(await reasonOf(download(listener))).toBe('too-large');
	});

	it('does not believe a Content-Length that is too short', async () => {
		// The client reads what was announced, and takes the rest for a broken second answer.
		const bytes = await download((_, response) => {
			response.socket?.end(
				Buffer.concat([
					Buffer.from('HTTP/1.1 200 OK\r\ncontent-type: image/jpeg\r\ncontent-length: 10\r\n\r\n'),
					JPEG,
					Buffer.alloc(1_000_000),
				]),
			);
		});
		expect(bytes).toHaveLength(10);
	});

	it('counts a body that ends early as a passing trouble', async () => {
		const cut = download((_, response) => {
			response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': '50000' });
			response.write(JPEG, () => response.destroy());
		});
		await expect(cut).rejects.toBeInstanceOf(TemporaryFailure);
	});

	it('gives up on a body that trickles for ever', async () => {
		const timers: NodeJS.Timeout[] = [];
		const trickle = download(
			(_, response) => {
				response.writeHead(200, { 'content-type': 'image/jpeg' });
				timers.push(setInterval(() => response.write('.'), 20));
			},
			{ ...LIMITS, deadlineMs: 150 },
		);
		await expect(trickle).rejects.toBeInstanceOf(TemporaryFailure);
		for (const timer of timers) clearInterval(timer);
	});

	it.each([
		['text/html', 'unreadable'],
		['application/octet-stream', 'unreadable'],
	])('refuses %s', async (type, reason) => {
		const refused = download((_, response) => response.writeHead(200, { 'content-type': type }).end(JPEG));
		expect(await reasonOf(refused)).toBe(reason);
	});

	it.each([400, 401, 403, 404, 410, 451, 204])('counts %d as gone', async (status) => {
		expect(await reasonOf(download((_, response) => response.writeHead(status).end()))).toBe('gone');
	});

	it('tries again what is temporary', async () => {
		let asked = 0;
		const bytes = await download((request, response) => {
			if (++asked < 3) response.writeHead(503).end();
			else photo(request, response);
		});
		expect(bytes).toHaveLength(JPEG.length);
	});

	it.each([
		['noai', true],
		['NoImageAI, nofollow', true],
		['noindex', true],
		['hantei: noai', true],
		['otherbot: noai', false],
		['otherbot: nofollow, noai', true],
		['nofollow, max-image-preview: large', false],
		['unavailable_after: 25 Jun 2030 15:00:00 PST', false],
	])('with X-Robots-Tag “%s” is kept from: %s', async (tag, optedOut) => {
		const answer = download((_, response) => {
			response.writeHead(200, { 'content-type': 'image/jpeg', 'x-robots-tag': tag }).end(JPEG);
		});
		if (optedOut) expect(await reasonOf(answer)).toBe('opt-out');
		else expect(await answer).toHaveLength(JPEG.length);
	});
});

describe('redirects', () => {
	const redirectTo = (location: string) =>
		download((request, response) => {
			if (request.url === '/photo.jpg') response.writeHead(302, { location }).end();
			else photo(request, response);
		});

	it('are followed within the allowed hosts', async () => {
		expect(await redirectTo('/moved.jpg')).toHaveLength(JPEG.length);
	});

	it.each([
		'http://127.0.0.1:1/',
		'http://[::1]/',
		'http://2130706433/',
		'https://example.org/x.jpg',
		'file:///etc/passwd',
		'//',
		'',
	])('to %s are refused', async (location) => {
		expect(await reasonOf(redirectTo(location))).toBe('host');
	});

	it('to a placeholder say that the photo is gone', async () => {
		expect(await reasonOf(redirectTo('/images/photo_unavailable.png'))).toBe('placeholder');
	});

	it('in a circle end', async () => {
		let asked = 0;
		const circle = download((_, response) => {
			asked++;
			response.writeHead(301, { location: `/${asked}.jpg` }).end();
		});
		expect(await reasonOf(circle)).toBe('host');
		expect(asked).toBe(4);
	});
});

describe('addresses', () => {
	const nobody = (address: string) =>
		new PhotoDownloader(openHttp([]), []).download(address, { hosts: [new URL(address).host] });

	it.each([
		'http://photos.example.org/1.jpg',
		'https://photos.example.org:8443/1.jpg',
		'https://user:secret@photos.example.org/1.jpg',
		'ftp://photos.example.org/1.jpg',
	])('are not fetched unless https on its own port, without credentials: %s', async (address) => {
		expect(await reasonOf(nobody(address))).toBe('host');
	});

	it('of other hosts are not fetched', async () => {
		const downloader = new PhotoDownloader(openHttp([]), []);
		const elsewhere = downloader.download('https://example.org/1.jpg', { hosts: ['photos.example.org'] });
		expect(await reasonOf(elsewhere)).toBe('host');
		expect(await reasonOf(downloader.download('no address', { hosts: [] }))).toBe('host');
	});

	it.each([
		'https://127.0.0.1/',
		'https://2130706433/',
		'https://0x7f.1/',
		'https://0177.0.0.1/',
		'https://[::1]/',
		'https://[::ffff:127.0.0.1]/',
		'https://[::ffff:7f00:1]/',
		'https://[64:ff9b::7f00:1]/',
		'https://10.0.0.1/',
		'https://172.16.0.1/',
		'https://192.168.0.1/',
		'https://169.254.169.254/latest/meta-data/',
		'https://100.64.0.1/',
		'https://[fd00::1]/',
		'https://[fe80::1]/',
		'https://0.0.0.0/',
		'https://255.255.255.255/',
		'https://224.0.0.1/',
	])('that are literals of the host’s own network are not connected to: %s', async (address) => {
		expect(await reasonOf(nobody(address))).toBe('host');
	});

	it.each([
		['a private address', ['10.0.0.5']],
		['loopback', ['127.0.0.1']],
		['loopback in IPv6', ['::1']],
		['a public and a private one', ['93.184.215.14', '192.168.1.1']],
		['nothing', []],
	])('whose name resolves to %s are not connected to', async (_, addresses) => {
		const asked: string[] = [];
		const lookup: LookupFunction = (hostname, _options, callback) => {
			asked.push(hostname);
			callback(
				null,
				addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
			);
		};
		const downloader = new PhotoDownloader(openHttp([], { lookup }), []);
		const inside = downloader.download('https://photos.example.org/1.jpg', { hosts: ['photos.example.org'] });
		expect(await reasonOf(inside)).toBe('host');
		expect(asked).toEqual(['photos.example.org']);
	});

	it('on this machine need their whole origin named, and their host allowed', async () => {
		const origin = await serve(photo);
		const other = await serve(photo);
		const downloader = new PhotoDownloader(openHttp([origin]), [origin]);
		const both = [new URL(origin).host, new URL(other).host];
		expect(await downloader.download(origin, { hosts: both })).toHaveLength(JPEG.length);
		expect(await reasonOf(downloader.download(other, { hosts: both }))).toBe('host');
		expect(await reasonOf(downloader.download(origin, { hosts: [] }))).toBe('host');
	});
});
