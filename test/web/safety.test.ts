import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isOurHost } from '../../src/web/guard.ts';
import { form, picture, serve } from './serve.ts';

/** A request with headers that fetch would not let one choose; `port` stands for the server's. */
function send(url: string, method: string, headers: Record<string, string | undefined>, path = '/') {
	const { port, hostname } = new URL(url);
	const chosen: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers))
		if (value !== undefined) chosen[name] = value.replace(':port', `:${port}`);
	return new Promise<{ status: number; body: string }>((resolve, reject) => {
		const outgoing = request({ hostname, port, method, path, headers: chosen, agent: false }, (response) => {
			let body = '';
			response.setEncoding('utf8');
			response.on('data', (chunk) => {
				body += chunk;
			});
			response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
		});
		outgoing.on('error', reject);
		outgoing.end(method === 'POST' ? 'bytes' : undefined);
	});
}

describe('against DNS rebinding', () => {
	it.each(['localhost:port', '127.0.0.1:port', '[::1]:port', 'localhost:8080', 'LOCALHOST'])(
		'answers to %s',
		async (host) => {
			const { url } = await serve();
			expect((await send(url, 'GET', { Host: host })).status).toBe(200);
		},
	);

	it.each(['evil.example:port', 'localhost.evil.example', '127.0.0.1.evil.example', '192.168.1.2', 'a b'])(
		'does not answer to the name “%s”',
		async (host) => {
			const { url, predictor } = await serve();
			for (const path of ['/', '/api/status', '/healthz', '/nowhere']) {
				const { status, body } = await send(url, 'GET', { Host: host, Accept: 'text/html' }, path);
				expect([400, 403]).toContain(status);
				expect(body).not.toContain('crow');
			}
			expect((await send(url, 'POST', { Host: host }, '/api/classify')).status).toBeGreaterThanOrEqual(400);
			expect(predictor.judged).toEqual([]);
		},
	);

	it('answers to the address it listens on, and to any address where it listens on all', () => {
		expect(isOurHost('192.168.1.2:3000', '192.168.1.2')).toBe(true);
		expect(isOurHost('192.168.1.3:3000', '192.168.1.2')).toBe(false);
		expect(isOurHost('judge.local:3000', 'judge.local')).toBe(true);
		expect(isOurHost('[fe80::1]:3000', 'fe80::1')).toBe(true);
		for (const all of ['0.0.0.0', '::']) {
			expect(isOurHost('192.168.1.2:3000', all)).toBe(true);
			expect(isOurHost('[fe80::1]:3000', all)).toBe(true);
			expect(isOurHost('evil.example:3000', all)).toBe(false);
		}
	});
});

describe('against other sites', () => {
	it.each([
		{ 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
		{ 'Sec-Fetch-Site': 'same-site', Origin: 'http://127.0.0.1:1' },
		{ Origin: 'https://evil.example' },
		{ Origin: 'http://127.0.0.1:1' },
		{ Origin: 'null' },
	])('refuses what they make a browser send: %o', async (headers) => {
		const { url, predictor } = await serve();
		for (const path of ['/', '/api/classify']) {
			const { status, body } = await send(url, 'POST', { Host: '127.0.0.1:port', ...headers }, path);
			expect(status).toBe(403);
			expect(JSON.parse(body)).toMatchObject({ error: { code: 'cross-site-request' } });
		}
		expect(predictor.judged).toEqual([]);
	});

	it.each([
		{},
		{ Origin: 'http://127.0.0.1:port' },
		{ 'Sec-Fetch-Site': 'same-origin', Origin: 'http://127.0.0.1:port' },
		{ 'Sec-Fetch-Site': 'none' },
	])('takes what our own page, or a program, sends: %o', async (headers) => {
		const { url } = await serve();
		const sent = await send(url, 'POST', { Host: '127.0.0.1:port', ...headers }, '/api/classify');
		expect(sent.status).toBe(200);
	});

	it('lets nobody read its answers, frame it or run anything inline', async () => {
		const { url } = await serve();
		const { headers } = await fetch(url, { headers: { Origin: 'https://evil.example' } });
		const policy = headers.get('Content-Security-Policy');
		expect(policy).toContain("default-src 'none'");
		expect(policy).toContain("frame-ancestors 'none'");
		expect(policy).not.toContain('unsafe');
		expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
		expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
		expect(headers.get('Cache-Control')).toBe('no-store');
		expect(headers.get('Strict-Transport-Security')).toBeNull();
		expect(headers.get('Access-Control-Allow-Origin')).toBeNull();
	});

	it('sends the same headers with what it refuses', async () => {
		const { url } = await serve();
		const { status, headers } = await fetch(`${url}/nowhere`);
		expect(status).toBe(404);
		expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'");
		expect(headers.get('Cache-Control')).toBe('no-store');
	});
});

describe('static files', () => {
	it('serves what the page links to, to be kept for ever', async () => {
		const { url } = await serve();
		const page = await (await fetch(url)).text();
		const paths = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
		expect(paths.map((path) => path.replace(/\.[0-9a-f]{12}\./, '.')).toSorted()).toEqual([
			'/assets/base.css',
			'/assets/icon.svg',
			'/assets/page.js',
			'/assets/result.css',
			'/assets/upload.css',
		]);
		for (const path of paths) {
			const response = await fetch(url + path);
			expect(response.status).toBe(200);
			expect(response.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
			expect(response.headers.get('Content-Type')).toMatch(/^(text\/(css|javascript)|image\/svg)/);
		}
	});

	it.each(['/assets', '/assets/', '/assets/base.css', '/assets/..%2f..%2fapp.ts', '/assets/../app.ts'])(
		'has nothing at %s',
		async (path) => {
			const { url } = await serve();
			expect((await send(url, 'GET', { Host: '127.0.0.1:port' }, path)).status).toBe(404);
		},
	);
});

describe('methods', () => {
	it.each([
		['GET', '/api/classify', 'POST'],
		['PUT', '/', 'GET, HEAD, POST'],
		['DELETE', '/api/status', 'GET, HEAD'],
	])('refuses %s %s and names those it knows', async (method, path, allowed) => {
		const { url } = await serve();
		const response = await fetch(url + path, { method });
		expect(response.status).toBe(405);
		expect(response.headers.get('Allow')).toBe(allowed);
		expect(await response.json()).toMatchObject({ error: { code: 'method-not-allowed' } });
	});

	it('answers HEAD like GET, without a body', async () => {
		const { url } = await serve();
		const response = await fetch(url, { method: 'HEAD' });
		expect(response.status).toBe(200);
		expect(await response.text()).toBe('');
	});
});

describe('pictures', () => {
	it('are not echoed', async () => {
		const { url } = await serve();
		const response = await fetch(url, {
			method: 'POST',
			body: form(picture('a.jpg', 'the bytes themselves')),
		});
		expect(await response.text()).not.toContain('the bytes themselves');
	});
});
