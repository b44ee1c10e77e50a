import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApiClient } from '../../../src/crawl/http/api-client.ts';
import { SourceUnavailable } from '../../../src/crawl/source.ts';
import { openHttp, serve, type TestHttp } from '../local-server.ts';

const schema = z.object({ ok: z.boolean(), error: z.string().optional() });

type Answer = { status?: number; headers?: Record<string, string>; body?: string };
const GOOD: Answer = { body: '{"ok":true}' };

let answers: Answer[];
let asked: { headers: NodeJS.Dict<string | string[]> }[];
let origin: string;
let http: TestHttp;

beforeEach(async () => {
	answers = [];
	asked = [];
	origin = await serve((request, response) => {
		asked.push({ headers: request.headers });
		const { status = 200, headers = {}, body = '' } = answers.shift() ?? GOOD;
		response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
	});
	http = openHttp([origin]);
});

function getJson(...given: Answer[]) {
	answers.push(...given);
	return createApiClient(http, 'commons').getJson(new URL('/api', origin), schema, {
		troubleOf: ({ error }) =>
			error === 'maxlag' ? 'temporary' : error ? { kind: 'key', code: Number(error) } : undefined,
	});
}

async function troubleOf(answer: Promise<unknown>) {
	const error = await answer.catch((caught: unknown) => caught);
	expect(error).toBeInstanceOf(SourceUnavailable);
	expect((error as SourceUnavailable).source).toBe('commons');
	return (error as SourceUnavailable).reason;
}

describe('the API client', () => {
	it('introduces itself and parses what comes', async () => {
		await expect(getJson({ body: '{"ok":true,"more":1}' })).resolves.toEqual({ ok: true });
		expect(asked[0].headers['user-agent']).toBe(http.userAgent);
		expect(asked[0].headers.accept).toBe('application/json');
	});

	it('waits as many seconds as it is told to, in full', async () => {
		await getJson({ status: 429, headers: { 'retry-after': '240' } }, GOOD);
		expect(http.clock.now()).toBe(Date.parse('2026-11-24T12:04:00Z'));
	});

	it('waits until the date it is told, in full', async () => {
		await getJson({ status: 503, headers: { 'retry-after': 'Tue, 24 Nov 2026 12:03:00 GMT' } }, GOOD);
		expect(http.clock.now()).toBe(Date.parse('2026-11-24T12:03:00Z'));
	});

	it('keeps a cool-down that no run waits for, and gives up at once', async () => {
		const until = new Date('2026-11-24T14:00:00Z');
		expect(await troubleOf(getJson({ status: 429, headers: { 'retry-after': '7200' } }))).toEqual({
			kind: 'throttled',
			until: until.toISOString(),
		});
		expect(asked).toHaveLength(1);
		expect(await http.ledger.coolDownUntil(new URL(origin).host)).toEqual(until);
		expect(http.clock.sleeps).toEqual([]);
	});

	it('backs off with jitter, and gives up after four tries', async () => {
		const down = { status: 502 };
		expect(await troubleOf(getJson(down, down, down, down, GOOD))).toEqual({ kind: 'down', status: 502 });
		expect(asked).toHaveLength(4);
		expect(http.clock.sleeps).toEqual([1_000, 2_000, 4_000]);
	});

	it('counts every try', async () => {
		await getJson({ status: 500 }, { status: 408 }, GOOD);
		expect(http.ledger.counts.get(new URL(origin).host)?.requests).toBe(3);
	});

	it('reports throttling that never ends as throttling', async () => {
		const throttled = { status: 429, headers: { 'retry-after': '10' } };
		expect(await troubleOf(getJson(throttled, throttled, throttled, throttled))).toMatchObject({
			kind: 'throttled',
		});
	});

	it('takes troubles told with status 200 for what they are', async () => {
		const maxlag = { headers: { 'retry-after': '5' }, body: '{"ok":false,"error":"maxlag"}' };
		await expect(getJson(maxlag, GOOD)).resolves.toEqual({ ok: true });
		expect(http.clock.now()).toBe(Date.parse('2026-11-24T12:00:05Z'));
		expect(await troubleOf(getJson({ body: '{"ok":false,"error":"100"}' }))).toEqual({
			kind: 'key',
			code: 100,
		});
	});

	it.each([400, 401, 403, 404])('does not ask again after %d', async (status) => {
		expect(await troubleOf(getJson({ status, body: '  may not\nexceed 20 ' }))).toEqual({
			kind: 'refused',
			status,
			message: 'may not exceed 20',
		});
		expect(asked).toHaveLength(1);
	});

	it('follows no redirect', async () => {
		const elsewhere = { status: 302, headers: { location: 'http://127.0.0.1:1/' } };
		expect(await troubleOf(getJson(elsewhere))).toMatchObject({ kind: 'refused', status: 302 });
	});

	it.each(['<html>', '{"ok":', '{"ok":1}', '[]', ''])('survives an answer like %j', async (body) => {
		expect(await troubleOf(getJson({ body }))).toMatchObject({ kind: 'unexpected' });
	});

	it('reads compressed answers no further than uncompressed ones', async () => {
		const { gzipSync } = await import('node:zlib');
		const bomb = await serve((_, response) => {
			response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(30_000_000, ' ')));
		});
		const client = createApiClient(openHttp([bomb]), 'commons');
		expect(await troubleOf(client.getJson(new URL(bomb), schema))).toMatchObject({ kind: 'unexpected' });
	});

	it('reports a server that is not there as down', async () => {
		const client = createApiClient(openHttp(['http://127.0.0.1:1']), 'commons');
		expect(await troubleOf(client.getJson(new URL('http://127.0.0.1:1/'), schema))).toEqual({ kind: 'down' });
	});

	it('ends with the signal', async () => {
		const stop = new AbortController();
		const silent = await serve(() => stop.abort(new Error('enough')));
		const client = createApiClient(openHttp([silent]), 'commons');
		await expect(client.getJson(new URL(silent), schema, { signal: stop.signal })).rejects.toThrow('enough');
	});
});
