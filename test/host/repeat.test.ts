import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Repeating, repeat } from '../../src/host/repeat.ts';
import { recordingLogger } from '../support/backbone.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	repeating.stop();
	vi.useRealTimers();
});

let repeating: Repeating;

/** Does a piece of work each second. */
function start(work: () => Promise<unknown>) {
	const logger = recordingLogger();
	const options = { everyMs: 1_000, failed: 'cannot', recovered: 'can again', logger };
	repeating = repeat(work, options);
	return logger.lines;
}

it('says once that it cannot, however long, and once that it can again', async () => {
	let isThere = false;
	const lines = start(async () => {
		if (!isThere) throw new Error('nobody answers');
	});
	await vi.advanceTimersByTimeAsync(20_000);
	expect(lines).toEqual(['error: cannot']);
	isThere = true;
	await vi.advanceTimersByTimeAsync(20_000);
	expect(lines).toEqual(['error: cannot', 'info: can again']);
	isThere = false;
	await vi.advanceTimersByTimeAsync(20_000);
	expect(lines).toHaveLength(3);
});

it('is never at it twice at once, and once more when it is told to meanwhile', async () => {
	const ends: (() => void)[] = [];
	const work = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)));
	start(work);
	await vi.advanceTimersByTimeAsync(5_000);
	expect(work).toHaveBeenCalledTimes(1);
	repeating.now();
	repeating.now();
	ends[0]();
	await vi.advanceTimersByTimeAsync(0);
	expect(work).toHaveBeenCalledTimes(2);
	ends[1]();
	await vi.advanceTimersByTimeAsync(0);
	expect(work).toHaveBeenCalledTimes(2);
});
