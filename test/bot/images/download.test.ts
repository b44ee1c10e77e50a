import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import {
	type AttachmentDownloader,
	createAddressCheck,
	createAttachmentDownloader,
} from '../../../src/bot/images/download.ts';

let server: Server | undefined;
let downloader: AttachmentDownloader | undefined;

async function serve(listener: RequestListener, limits = { maxBytes: 1_000, deadlineMs: 30_000 }) {
	server = createServer(listener);
	await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	downloader = createAttachmentDownloader(createAddressCheck([host]), limits, [0, 0]);
	const { download } = downloader;
	return { host, fetch: (size: number | null = null) => download({ url: `http://${host}/a.png`, size }) };
}

afterEach(async () => {
	await downloader?.close();
	server?.closeAllConnections();
	await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
	server = undefined;
	downloader = undefined;
});

describe('addresses', () => {
	test.each([
		['https://cdn.discordapp.com/attachments/1/2/a.png?ex=1', true],
		['https://images-ext-1.discordapp.net/external/x/https/example.com/a.png', true],
		['http://cdn.discordapp.com/a.png', false],
		['https://cdn.discordapp.com.evil.example/a.png', false],
		['https://evil.example/cdn.discordapp.com/a.png', false],
		['https://user:pass@cdn.discordapp.com/a.png', false],
		['https://cdn.discordapp.com:8443/a.png', false],
		['http://169.254.169.254/latest/meta-data', false],
		['http://127.0.0.1:80/a.png', false],
		['file:///etc/passwd', false],
		['not an address', false],
	])('%s: %s', (address, allowed) => {
		expect(createAddressCheck()(address)).toBe(allowed);
	});

	test('of extra hosts are allowed, port included', () => {
		const check = createAddressCheck(['127.0.0.1:4000']);
		expect(check('http://127.0.0.1:4000/a.png')).toBe(true);
		expect(check('http://127.0.0.1:4001/a.png')).toBe(false);
		expect(check('ftp://127.0.0.1:4000/a.png')).toBe(false);
	});
});

describe('a download', () => {
	test('answers the bytes', async () => {
		const { fetch } = await serve((_, response) => response.end(Buffer.from([1, 2, 3])));
		expect([...(await fetch())]).toEqual([1, 2, 3]);
	});

	test('never connects to another host, nor for what is announced too large', async () => {
		let requests = 0;
		const { fetch } = await serve((_, response) => response.end(String(requests++)));
		await expect(downloader?.download({ url: 'http://example.com/a.png', size: 1 })).rejects.toMatchObject({
			code: 'image-unreachable',
		});
		await expect(fetch(1_001)).rejects.toMatchObject({
			code: 'image-too-many-bytes',
			details: { bytes: 1_001, limit: 1_000 },
		});
		expect(requests).toBe(0);
	});

	test('stops at the limit, announced or not', async () => {
		const announced = await serve((_, response) => response.end(Buffer.alloc(2_000)));
		await expect(announced.fetch()).rejects.toMatchObject({
			code: 'image-too-many-bytes',
			details: { bytes: 2_000, limit: 1_000 },
		});
	});

	test('stops at the limit of an endless answer', async () => {
		const { fetch } = await serve((_, response) => {
			const timer = setInterval(() => response.write(Buffer.alloc(600)), 1);
			response.on('close', () => clearInterval(timer));
		});
		await expect(fetch(10)).rejects.toMatchObject({ code: 'image-too-many-bytes' });
	});

	test('refuses redirects', async () => {
		let requests = 0;
		const { fetch } = await serve((_, response) => {
			requests += 1;
			response.writeHead(302, { location: '/b.png' }).end();
		});
		await expect(fetch()).rejects.toMatchObject({ code: 'image-unreachable' });
		expect(requests).toBe(3);
	});

	test.each([403, 404, 410])('says that the picture is gone at status %i, at once', async (status) => {
		let requests = 0;
		const { fetch } = await serve((_, response) => {
			requests += 1;
			response.writeHead(status).end('This content is no longer available.');
		});
		await expect(fetch()).rejects.toMatchObject({ code: 'image-gone' });
		expect(requests).toBe(1);
	});

	test('tries again after a server error and after a cut connection', async () => {
		let requests = 0;
		const { fetch } = await serve((request, response) => {
			requests += 1;
			if (requests === 1) response.writeHead(503).end();
			else if (requests === 2) request.socket.destroy();
			else response.end('ok');
		});
		expect(Buffer.from(await fetch()).toString()).toBe('ok');
	});

	test('gives up at the deadline', async () => {
		const { fetch } = await serve((_, response) => response.write('slow'), {
			maxBytes: 1_000,
			deadlineMs: 50,
		});
		await expect(fetch()).rejects.toMatchObject({ code: 'image-too-slow', details: { limitMs: 50 } });
	});

	test('stops when its message is deleted', async () => {
		const { host } = await serve((_, response) => response.write('slow'));
		const controller = new AbortController();
		const download = downloader?.download({ url: `http://${host}/a.png`, size: null }, controller.signal);
		controller.abort(new Error('deleted'));
		await expect(download).rejects.toThrow('deleted');
	});
});
