import { describe, expect, test } from 'vitest';
import { FairQueue } from '../../../src/bot/flow/fair-queue.ts';

const ROOMY = { concurrency: 1, waitingPerKey: 100, waiting: 1_000 };

/** A task that starts when the queue lets it and ends when the test does. */
function gate() {
	let open = () => {};
	const opened = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { opened, open };
}

describe('the fair queue', () => {
	test('takes turns between keys, in order within each', async () => {
		const queue = new FairQueue(ROOMY);
		const order: string[] = [];
		const { opened, open } = gate();
		const blocker = queue.run('x', () => opened);
		const runs = ['a1', 'a2', 'a3', 'b1', 'c1', 'b2'].map((name) =>
			queue.run(name.charAt(0), async () => {
				order.push(name);
			}),
		);
		open();
		await Promise.all([blocker, ...runs]);
		expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
	});

	test('runs no more at once than allowed', async () => {
		const queue = new FairQueue({ ...ROOMY, concurrency: 3 });
		let running = 0;
		let most = 0;
		await Promise.all(
			Array.from({ length: 20 }, (_, index) =>
				queue.run(String(index % 4), async () => {
					running += 1;
					most = Math.max(most, running);
					await Promise.resolve();
					running -= 1;
				}),
			),
		);
		expect(most).toBe(3);
		expect([queue.running, queue.waiting]).toEqual([0, 0]);
	});

	test('refuses what has no room, for one key and for all, and has room again later', async () => {
		const queue = new FairQueue({ concurrency: 1, waitingPerKey: 2, waiting: 3 });
		const { opened, open } = gate();
		const runs = ['a', 'a', 'a'].map((key) => queue.run(key, () => opened));
		expect(queue.hasRoom('a')).toBe(false);
		expect(queue.hasRoom('b')).toBe(true);
		expect(queue.hasRoom('b', 2)).toBe(false);
		await expect(queue.run('a', () => opened)).rejects.toMatchObject({
			code: 'engine-busy',
			details: { waiting: 2 },
		});
		open();
		await Promise.all(runs);
		expect(queue.hasRoom('a', 2)).toBe(true);
	});

	test('goes on after a task that fails', async () => {
		const queue = new FairQueue(ROOMY);
		const failing = queue.run('a', () => Promise.reject(new Error('no')));
		const next = queue.run('a', async () => 'yes');
		await expect(failing).rejects.toThrow('no');
		expect(await next).toBe('yes');
	});

	test('drops a waiting task when its signal aborts', async () => {
		const queue = new FairQueue(ROOMY);
		const { opened, open } = gate();
		const blocker = queue.run('a', () => opened);
		const controller = new AbortController();
		let started = false;
		const dropped = queue.run(
			'a',
			async () => {
				started = true;
			},
			controller.signal,
		);
		controller.abort(new Error('deleted'));
		await expect(dropped).rejects.toThrow('deleted');
		expect(queue.waiting).toBe(0);
		open();
		await blocker;
		expect(started).toBe(false);
		await expect(queue.run('a', async () => {}, controller.signal)).rejects.toThrow('deleted');
	});
});
