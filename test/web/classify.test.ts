import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { FakePredictor, LABELS, MODEL, prediction } from './fake-predictor.ts';
import { form, gate, picture, serve } from './serve.ts';

const TOP = [
	{ label: 'crow', confidence: 0.94 },
	{ label: 'monkey', confidence: 0.03 },
	{ label: 'boar', confidence: 0.03 },
];

function post(
	url: string,
	body: RequestInit['body'],
	headers: Record<string, string> = {},
): Promise<Response> {
	return fetch(`${url}/api/classify`, { method: 'POST', body, headers });
}

describe('POST /api/classify', () => {
	it('answers one picture of a form with one object', async () => {
		const { url, predictor } = await serve();
		const response = await post(url, form(picture('crow.jpg', 'bytes')));
		expect(response.status).toBe(200);
		expect(await response.json()).toEqual({
			file: 'crow.jpg',
			label: 'crow',
			confidence: 0.94,
			unknown: false,
			unknownScore: 0,
			top: TOP,
			model: MODEL,
		});
		expect(predictor.judged).toEqual([new TextEncoder().encode('bytes')]);
	});

	it.each(['image/png', 'application/octet-stream', 'application/x-www-form-urlencoded'])(
		'takes a body of %s as the bytes of one picture',
		async (contentType) => {
			const { url, predictor } = await serve();
			const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
			const response = await post(url, bytes, { 'Content-Type': contentType });
			expect(await response.json()).toMatchObject({ file: null, label: 'crow' });
			expect(predictor.judged).toEqual([bytes]);
		},
	);

	it('answers several pictures with an array in the order sent, whichever is judged first', async () => {
		const another = gate();
		const predictor = new FakePredictor(async (bytes) => {
			const name = new TextDecoder().decode(bytes);
			if (name === 'first') await another.opened;
			else another.open();
			if (name === 'second') throw new UserError('image-damaged', { format: 'JPEG' });
			return prediction('sure');
		});
		const { url } = await serve({ predictor });
		const response = await post(url, form(picture('first'), picture('second'), picture('third')));
		expect(response.status).toBe(200);
		expect(await response.json()).toMatchObject([
			{ file: 'first', label: 'crow' },
			{ file: 'second', error: { code: 'image-damaged' } },
			{ file: 'third', label: 'crow' },
		]);
	});

	it('never has more pictures of one request judged at a time than there are workers', async () => {
		let underWay = 0;
		let most = 0;
		const predictor = new FakePredictor(async () => {
			most = Math.max(most, ++underWay);
			await new Promise((resolve) => setImmediate(resolve));
			underWay--;
			return prediction('sure');
		});
		const { url } = await serve({ predictor });
		await post(url, form(...Array.from({ length: 8 }, (_, index) => picture(`${index}.jpg`))));
		expect(predictor.judged).toHaveLength(8);
		expect(most).toBe(2);
	});

	it.each(['unsure', 'unknown'] as const)('gives no label when the answer is %s', async (verdict) => {
		const { url } = await serve({ predictor: new FakePredictor(() => prediction(verdict, 0.5)) });
		const response = await post(url, form(picture('a.jpg')));
		expect(await response.json()).toMatchObject({
			label: null,
			confidence: 0.5,
			unknown: verdict === 'unknown',
		});
	});

	it('lists as many labels as asked for', async () => {
		const { url } = await serve();
		const response = await fetch(`${url}/api/classify?top=1`, { method: 'POST', body: 'bytes' });
		expect(await response.json()).toMatchObject({ top: TOP.slice(0, 1) });
	});

	it.each(['0', '1.5', 'many', ''])('refuses top=%s', async (top) => {
		const { url } = await serve();
		const response = await fetch(`${url}/api/classify?top=${top}`, { method: 'POST', body: 'bytes' });
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ file: null, error: { code: 'bad-option' } });
	});

	it.each([
		[new UserError('image-unsupported', { format: 'HEIC' }), 415],
		[new UserError('image-unknown', {}), 415],
		[new UserError('image-damaged', { format: 'PNG' }), 422],
		[new UserError('image-too-many-pixels', { width: 9, height: 9, limit: 1 }), 422],
		[new UserError('image-too-many-bytes', { bytes: 9, limit: 1 }), 413],
		[new UserError('engine-timeout', { limitMs: 1 }), 504],
		[new UserError('no-model', { classifier: 'default' }), 503],
	])('answers %s with status %i', async (error, status) => {
		const predictor = new FakePredictor(() => {
			throw error;
		});
		const { url, errors } = await serve({ predictor });
		const response = await post(url, form(picture('a.jpg')));
		expect(response.status).toBe(status);
		expect(await response.json()).toMatchObject({ file: 'a.jpg', error: { code: error.code } });
		expect(errors).toEqual([]);
	});

	it('says when to come back while it is busy', async () => {
		const predictor = new FakePredictor(() => {
			throw new UserError('engine-busy', { waiting: 64 });
		});
		const { url } = await serve({ predictor });
		const response = await post(url, 'bytes');
		expect(response.status).toBe(503);
		expect(response.headers.get('Retry-After')).toBe('1');
	});

	it('puts messages in the language of the request', async () => {
		const predictor = new FakePredictor(() => {
			throw new UserError('image-unsupported', { format: 'HEIC' });
		});
		const { url } = await serve({ predictor });
		const response = await post(url, 'bytes', { 'Accept-Language': 'ja' });
		expect(await response.json()).toMatchObject({
			error: { message: expect.stringContaining('形式のようです') },
		});
	});

	it('hides a bug behind a reference that is also in the log', async () => {
		const bug = new Error('secret detail');
		const predictor = new FakePredictor(() => {
			throw bug;
		});
		const { url, errors } = await serve({ predictor });
		const response = await post(url, 'bytes');
		expect(response.status).toBe(500);
		const text = await response.text();
		expect(text).not.toContain('secret detail');
		expect(errors).toEqual([{ err: bug, reference: expect.stringMatching(/^[0-9a-f]{8}$/) }]);
		expect(text).toContain((errors[0] as { reference: string }).reference);
	});

	it('judges nothing once the client has gone', async () => {
		const aborted = gate();
		const started = gate();
		const predictor = new FakePredictor((_bytes, options) => {
			started.open();
			return new Promise((_resolve, reject) => {
				options?.signal?.addEventListener('abort', () => {
					aborted.open();
					reject(new UserError('cancelled', {}));
				});
			});
		});
		const { url, errors, close } = await serve({ predictor });
		const client = new AbortController();
		const files = ['1', '2', '3', '4'].map((name) => picture(name));
		const answer = fetch(`${url}/api/classify`, {
			method: 'POST',
			body: form(...files),
			signal: client.signal,
		});
		await started.opened;
		client.abort();
		await expect(answer).rejects.toThrow();
		await aborted.opened;
		await close();
		expect(predictor.judged).toHaveLength(2);
		expect(errors).toEqual([]);
	});
});

describe('GET /api/status and /healthz', () => {
	it('tells the version and what serves', async () => {
		const { url } = await serve();
		const response = await fetch(`${url}/api/status`);
		expect(await response.json()).toMatchObject({
			version: expect.stringMatching(/^\d+\.\d+\.\d+/),
			model: MODEL,
			labels: LABELS,
			queue: { waiting: 0, limit: 64, workers: 2 },
		});
	});

	it('is healthy while something serves, and only then', async () => {
		const { url, predictor } = await serve();
		expect((await fetch(`${url}/healthz`)).status).toBe(200);
		predictor.status = () => {
			throw new UserError('no-model', { classifier: 'default' });
		};
		expect((await fetch(`${url}/healthz`)).status).toBe(503);
	});
});
