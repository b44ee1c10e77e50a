import type { Fault } from 'photo-services';
import { startPhotoSource } from 'photo-services';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PhotoDownloader } from '../../src/crawl/download/download.ts';
import { openHttp } from '../crawl/local-server.ts';

/** Photos of a photo source, fetched as the crawler does. */
async function open(...faults: Fault[]) {
	const server = await startPhotoSource({ photosPerLabel: 30, troubles: false });
	onTestFinished(() => server.close());
	const downloader = new PhotoDownloader(openHttp([server.url]), [server.url], {
		maxBytes: 500_000,
		deadlineMs: 2_000,
	});
	const found = await (await fetch(`${server.url}/v1/images/?q=crow`)).json();
	const { thumbnail } = (found as { results: { thumbnail: string }[] }).results[0];
	for (const fault of faults) server.faults.add(fault);
	return {
		server,
		download: () => downloader.download(thumbnail, { hosts: server.endpoints.photoHosts }),
	};
}

describe('a photo source', () => {
	it('hands photos out', async () => {
		const { download, server } = await open();
		expect((await sharp(await download()).metadata()).format).toBe('jpeg');
		expect(server.requests.at(-1)).toMatchObject({ service: 'photos', status: 200, faults: [] });
		expect(server.requests.at(-1)?.userAgent).toContain('hantei');
	});

	it.each<[string, Fault, string]>([
		['is gone', { kind: 'gone' }, 'gone'],
		['is a placeholder by now', { kind: 'placeholder' }, 'placeholder'],
		['is HTML', { kind: 'body', body: '<!doctype html>', contentType: 'text/html' }, 'unreadable'],
		['opted out', { kind: 'headers', headers: { 'x-robots-tag': 'noai' } }, 'opt-out'],
		['never ends', { kind: 'endless-body' }, 'too-large'],
		['leads to this machine', { kind: 'redirect', location: 'http://127.0.0.1:1/x.jpg' }, 'host'],
		['leads to this machine by another name', { kind: 'redirect', location: 'http://[::1]:1/x.jpg' }, 'host'],
		['leads to this machine as a number', { kind: 'redirect', location: 'http://2130706433/x.jpg' }, 'host'],
	])('has a photo that %s', async (_what, fault, reason) => {
		const { download, server } = await open(fault);
		await expect(download()).rejects.toMatchObject({ name: 'PhotoRefused', reason });
		expect(server.faults.injected).toBeGreaterThan(0);
	});

	it.each<[string, Fault]>([
		['lies about its length', { kind: 'lying-length', claimed: 400_000 }],
		['cuts the connection', { kind: 'drop' }],
	])('has a photo that %s, once', async (_what, fault) => {
		const { download, server } = await open({ ...fault, times: 1 });
		expect((await sharp(await download()).metadata()).format).toBe('jpeg');
		expect(server.requests.filter(({ service }) => service === 'photos')).toHaveLength(2);
	});

	it('befalls only what it is told to, and as often', async () => {
		const { server } = await open();
		const status = async (path: string) => (await fetch(server.url + path)).status;
		const takeAway = server.faults.add({ kind: 'status', status: 500, service: 'commons' });
		server.faults.add({ kind: 'status', status: 502, path: /^\/v1\/taxa/, times: 1 });
		expect(await status('/w/api.php?action=query')).toBe(500);
		expect(await status('/v1/images/?q=crow')).toBe(200);
		expect(await status('/v1/taxa?q=crow')).toBe(502);
		expect(await status('/v1/taxa?q=crow')).toBe(200);
		takeAway();
		expect(await status('/w/api.php?action=query')).toBe(200);
	});
});
