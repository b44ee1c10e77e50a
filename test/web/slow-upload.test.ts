import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readUploads } from '../../src/web/upload.ts';
import { UploadMemory } from '../../src/web/upload-memory.ts';

const LIMITS = { maxBytes: 1_000, maxRequestBytes: 5_000, maxFiles: 3, idleMs: 10_000, totalMs: 60_000 };

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** A body of which a byte comes every so often. */
function dripping(everyMs: number): Request {
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			setInterval(() => controller.enqueue(new Uint8Array(1)), everyMs);
		},
	});
	return new Request('http://localhost', { method: 'POST', body, duplex: 'half' } as RequestInit);
}

/** When an upload is given up, in milliseconds, and why. */
async function end(request: Request): Promise<{ at: number; code: unknown }> {
	const start = performance.now();
	const refused = readUploads(request, LIMITS, new UploadMemory(10_000).lease()).then(
		() => ({ at: performance.now() - start, code: 'taken' }),
		(error: unknown) => ({ at: performance.now() - start, code: (error as { code?: unknown }).code }),
	);
	await vi.advanceTimersByTimeAsync(300_000);
	return refused;
}

it('an upload of which nothing comes for long is given up', async () => {
	expect(await end(dripping(30_000))).toEqual({ at: 10_000, code: 'upload-stalled' });
});

it('an upload that drips is given up, too', async () => {
	expect(await end(dripping(9_000))).toEqual({ at: 60_000, code: 'upload-too-slow' });
});
