import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloadFile, type PinnedFile } from '../../../src/crawl/download/file-download.ts';
import { openHttp, serve } from '../local-server.ts';

const CONTENT = Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 31) % 251));
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');

let folder: string;
let path: string;
/** Ranges that were asked for, in their order. */
let ranges: (string | undefined)[];

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'hantei-download-'));
	path = join(folder, 'file');
	ranges = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** A server of a file that understands ranges. */
const fileServer =
	(content: Buffer): RequestListener =>
	(request, response) => {
		const { range } = request.headers;
		ranges.push(range);
		const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
		const rest = content.subarray(start);
		const contentRange = `bytes ${start}-${content.length - 1}/${content.length}`;
		response.writeHead(start > 0 ? 206 : 200, {
			'content-length': rest.length,
			...(start > 0 && { 'content-range': contentRange }),
		});
		response.end(rest);
	};

async function download(
	listener: RequestListener,
	options: Partial<PinnedFile> & { signal?: AbortSignal; onArrival?: (bytes: number) => void } = {},
) {
	const origin = await serve(listener);
	const { signal, onArrival, ...changes } = options;
	const file = {
		name: 'thing',
		urls: [`${origin}/file`],
		hosts: [new URL(origin).host],
		bytes: CONTENT.length,
		sha256: SHA256,
		...changes,
	};
	const seen: number[] = [];
	await downloadFile(openHttp([origin]), file, path, {
		localOrigins: [origin],
		signal,
		onProgress: (bytes) => {
			seen.push(bytes);
			onArrival?.(bytes);
		},
	});
	return seen;
}

test('a file arrives whole, and it is told how far it is', async () => {
	const seen = await download(fileServer(CONTENT));
	expect(await readFile(path)).toEqual(CONTENT);
	expect(seen.at(-1)).toBe(CONTENT.length);
	expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

test('what has arrived already is not asked for again', async () => {
	await writeFile(path, CONTENT.subarray(0, 20_000));
	await download(fileServer(CONTENT));
	expect(ranges).toEqual(['bytes=20000-']);
	expect(await readFile(path)).toEqual(CONTENT);
});

test('it goes on by itself where the connection broke', async () => {
	let breakOff: (() => void) | undefined;
	await download(
		(request, response) => {
			if (breakOff) return fileServer(CONTENT)(request, response);
			breakOff = () => response.destroy();
			response.writeHead(200, { 'content-length': CONTENT.length });
			response.write(CONTENT.subarray(0, 30_000));
		},
		{ onArrival: (bytes) => bytes > 0 && breakOff?.() },
	);
	expect(ranges).toEqual([expect.stringMatching(/^bytes=\d+-$/)]);
	expect(await readFile(path)).toEqual(CONTENT);
});

test('a server that knows no ranges is asked from the start', async () => {
	await writeFile(path, CONTENT.subarray(0, 20_000));
	await download((_, response) => response.writeHead(200).end(CONTENT));
	expect(await readFile(path)).toEqual(CONTENT);
});

const changed = Buffer.from(CONTENT);
changed[100] = (changed[100] as number) ^ 1;

test.each([
	['says another size', fileServer(CONTENT.subarray(0, 40_000)), 'size'],
	[
		'sends more than it says',
		((_, response) => response.writeHead(200).end(Buffer.concat([CONTENT, CONTENT]))) as RequestListener,
		'size',
	],
	['has another file of the same size', fileServer(changed), 'hash'],
] as const)('what comes from a server that %s is thrown away', async (_, listener, why) => {
	await expect(download(listener)).rejects.toMatchObject({ code: 'download-wrong', details: { why } });
	expect(await readdir(folder)).toEqual([]);
});

test('a beginning of another file costs one more attempt at most', async () => {
	await writeFile(path, Buffer.alloc(20_000, 7));
	await expect(download(fileServer(CONTENT))).rejects.toMatchObject({ code: 'download-wrong' });
	await download(fileServer(CONTENT));
	expect(await readFile(path)).toEqual(CONTENT);
});

test('where one address has nothing, the next is asked', async () => {
	const origin = await serve(fileServer(CONTENT));
	const gone = await serve((_, response) => response.writeHead(404).end());
	const file = {
		name: 'thing',
		urls: [`${gone}/file`, `${origin}/file`],
		hosts: [new URL(origin).host, new URL(gone).host],
		bytes: CONTENT.length,
		sha256: SHA256,
	};
	await downloadFile(openHttp([origin, gone]), file, path, { localOrigins: [origin, gone] });
	expect(await readFile(path)).toEqual(CONTENT);
});

test('a redirect is followed to hosts that are known, and nowhere else', async () => {
	const target = await serve(fileServer(CONTENT));
	const redirect: RequestListener = (_, response) =>
		response.writeHead(302, { location: `${target}/x` }).end();
	const origin = await serve(redirect);
	const file = { name: 'thing', urls: [`${origin}/file`], bytes: CONTENT.length, sha256: SHA256 };
	const localOrigins = [origin, target];
	const hosts = [new URL(origin).host];
	await expect(
		downloadFile(openHttp(localOrigins), { ...file, hosts }, path, { localOrigins }),
	).rejects.toMatchObject({ code: 'download-failed' });
	await downloadFile(openHttp(localOrigins), { ...file, hosts: [...hosts, new URL(target).host] }, path, {
		localOrigins,
	});
	expect(await readFile(path)).toEqual(CONTENT);
});

test('an address in the host’s own network is refused', async () => {
	const file = {
		name: 'thing',
		urls: ['https://127.0.0.1/file', 'https://10.0.0.1/file'],
		hosts: ['127.0.0.1', '10.0.0.1'],
		bytes: 1,
		sha256: SHA256,
	};
	await expect(downloadFile(openHttp([]), file, path, { localOrigins: [] })).rejects.toMatchObject({
		code: 'download-failed',
	});
});

test('cancelled, it keeps what has arrived', async () => {
	const cancelling = new AbortController();
	const downloading = download(
		(_, response) => {
			response.writeHead(200, { 'content-length': CONTENT.length });
			response.write(CONTENT.subarray(0, 30_000));
		},
		{ signal: cancelling.signal, onArrival: (bytes) => bytes > 0 && cancelling.abort() },
	);
	await expect(downloading).rejects.toThrow();
	const kept = await readFile(path);
	expect(kept.length).toBeGreaterThan(0);
	expect(kept).toEqual(CONTENT.subarray(0, kept.length));
});
