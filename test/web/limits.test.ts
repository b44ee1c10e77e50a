import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { FakePredictor, prediction } from './fake-predictor.ts';
import { form, gate, picture, serve } from './serve.ts';

const MAX_BYTES = 1_000;
const MAX_REQUEST_BYTES = 5 * MAX_BYTES;

/** A body that never ends by itself; `sent` counts what the server has taken. */
function endlessBody(chunkBytes: number) {
	const counter = { sent: 0 };
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			counter.sent += chunkBytes;
			controller.enqueue(new Uint8Array(chunkBytes));
		},
	});
	return { body, counter };
}

function classify(url: string, init: RequestInit): Promise<Response> {
	return fetch(`${url}/api/classify`, { method: 'POST', ...init });
}

describe('limits of an upload', () => {
	it('takes a picture of exactly the limit and refuses one byte more', async () => {
		const { url, predictor } = await serve({ maxBytes: MAX_BYTES });
		expect((await classify(url, { body: 'x'.repeat(MAX_BYTES) })).status).toBe(200);
		const refused = await classify(url, { body: 'x'.repeat(MAX_BYTES + 1) });
		expect(refused.status).toBe(413);
		expect(await refused.json()).toMatchObject({ file: null, error: { code: 'image-too-many-bytes' } });
		expect(predictor.judged).toHaveLength(1);
	});

	it('stops reading a body that does not state its length', async () => {
		const { url, predictor } = await serve({ maxBytes: MAX_BYTES });
		const { body } = endlessBody(300);
		const response = await classify(url, { body, duplex: 'half' } as RequestInit);
		expect(response.status).toBe(413);
		expect(await response.json()).toMatchObject({ error: { code: 'image-too-many-bytes' } });
		expect(predictor.judged).toEqual([]);
	});

	it('refuses only the picture of a form that is too large', async () => {
		const { url } = await serve({ maxBytes: MAX_BYTES });
		const files = form(picture('small.jpg'), picture('large.jpg', 'x'.repeat(MAX_BYTES + 1)));
		expect(await (await classify(url, { body: files })).json()).toMatchObject([
			{ file: 'small.jpg', label: 'crow' },
			{
				file: 'large.jpg',
				error: { code: 'image-too-many-bytes', message: expect.stringContaining('1 kB') },
			},
		]);
	});

	it('refuses a form that is too large as a whole', async () => {
		const { url, predictor } = await serve({ maxBytes: MAX_BYTES });
		const files = Array.from({ length: 6 }, (_, index) => picture(`${index}.jpg`, 'x'.repeat(MAX_BYTES)));
		const response = await classify(url, { body: form(...files) });
		expect(response.status).toBe(413);
		expect(await response.json()).toMatchObject({ error: { code: 'upload-too-many-bytes' } });
		expect(predictor.judged).toEqual([]);
	});

	it('takes 20 pictures at once and refuses more', async () => {
		const { url } = await serve({ maxBytes: 100_000 });
		const files = Array.from({ length: 22 }, (_, index) => picture(`${index}.jpg`));
		expect((await classify(url, { body: form(...files.slice(0, 20)) })).status).toBe(200);
		for (const count of [21, 22]) {
			const response = await classify(url, { body: form(...files.slice(0, count)) });
			expect(response.status).toBe(413);
			expect(await response.json()).toMatchObject({ error: { code: 'upload-too-many-files' } });
		}
	});

	it('is busy while the uploads under way fill its memory, and answers again after them', async () => {
		const bothJudged = gate();
		const release = gate();
		const predictor = new FakePredictor(async () => {
			if (predictor.judged.length === 8) bothJudged.open();
			await release.opened;
			return prediction('sure');
		});
		predictor.status = () => ({
			...new FakePredictor().status(),
			queue: { waiting: 0, limit: 64, workers: 4 },
		});
		const { url } = await serve({ predictor, maxBytes: MAX_BYTES });
		// Four pictures fill a request nearly, two such requests the memory for uploads nearly.
		const nearlyFull = () =>
			form(...[1, 2, 3, 4].map((n) => picture(`${n}.jpg`, 'x'.repeat(MAX_REQUEST_BYTES / 5 + n - 5))));
		const first = [classify(url, { body: nearlyFull() }), classify(url, { body: nearlyFull() })];
		await bothJudged.opened;

		const refused = await classify(url, { body: form(picture('late.jpg', 'x'.repeat(MAX_BYTES))) });
		expect(refused.status).toBe(503);
		expect(refused.headers.get('Retry-After')).toBe('5');
		expect(await refused.json()).toMatchObject({
			error: { code: 'uploads-busy', message: expect.stringContaining('2 other uploads') },
		});

		release.open();
		for (const response of await Promise.all(first)) expect(response.status).toBe(200);
		expect((await classify(url, { body: form(picture('late.jpg')) })).status).toBe(200);
	});

	it('gives up one that stops short, and its memory with it', async () => {
		const { url } = await serve({ maxBytes: MAX_BYTES, idleMs: 50 });
		const stalled = () =>
			new ReadableStream<Uint8Array>({
				start: (controller) => controller.enqueue(new Uint8Array(MAX_BYTES)),
			});
		const uploads = Array.from({ length: 10 }, () =>
			classify(url, { body: stalled(), duplex: 'half' } as RequestInit),
		);
		for (const response of await Promise.all(uploads)) {
			expect(response.status).toBe(408);
			expect(await response.json()).toMatchObject({ error: { code: 'upload-stalled' } });
		}
		expect((await classify(url, { body: 'x'.repeat(MAX_BYTES) })).status).toBe(200);
	});

	it('gives up a connection whose headers do not come to their end', async () => {
		const { url } = await serve({ headersMs: 100 });
		const socket = connect(Number(new URL(url).port), '127.0.0.1');
		socket.write('POST /api/classify HTTP/1.1\r\nHost: ');
		expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
	});
});
