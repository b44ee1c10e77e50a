import { expect, test } from 'vitest';
import { z } from 'zod';
import { UserError } from '../../src/errors.ts';
import type { JobData, JobKind, OpenJobs } from '../../src/jobs/jobs.ts';

interface Order extends JobData {
	readonly wanted: number;
}

/** Work that goes on until the test ends it, two at once, three waiting; it stops at once when it is told to. */
class HeldWork implements JobKind<Order, { readonly done: number }, string> {
	readonly name = 'held';
	readonly data = z.object({ classifier: z.string(), wanted: z.number() });
	readonly concurrency = 2;
	readonly mayWait = 3;
	readonly refusals = {
		running: () => new UserError('crawl-running', {}),
		full: (waiting: number) => new UserError('crawls-full', { waiting }),
	};
	/** In the order in which they began. */
	readonly begun: Order[] = [];
	readonly #work = new Map<
		string,
		{ progress: (done: number) => void; end: (result: string | Error) => void }
	>();

	perform: JobKind<Order, { readonly done: number }, string>['perform'] = (data, { signal, onProgress }) => {
		this.begun.push(data);
		return new Promise((resolve, reject) => {
			this.#work.set(data.classifier, {
				progress: (done) => onProgress({ done }),
				end: (result) => (typeof result === 'string' ? resolve(result) : reject(result)),
			});
			signal.addEventListener('abort', () => reject(signal.reason), { once: true });
		});
	};

	progress(classifier: string, done: number): void {
		this.#work.get(classifier)?.progress(done);
	}

	end(classifier: string, result: string | Error): void {
		this.#work.get(classifier)?.end(result);
	}
}

/** What every implementation of `Jobs` keeps to; in a `describe` of it. */
export function keepsTheContractOfJobs(open: OpenJobs): void {
	function bench() {
		const work = new HeldWork();
		const jobs = open(work);
		return {
			work,
			jobs,
			start: (classifier: string) => jobs.start({ classifier, wanted: 10 }),
			/** Resolves once so many have begun. */
			begun: (count: number) => expect.poll(() => work.begun.length).toBe(count),
		};
	}

	test('a job is begun with its data, tells how far it is, and what it came to', async () => {
		const { start, work, begun } = bench();
		const job = await start('a');
		await begun(1);
		expect(job.data).toEqual({ classifier: 'a', wanted: 10 });
		expect(work.begun).toEqual([job.data]);
		const heard: number[] = [];
		job.onProgress(({ done }) => heard.push(done));
		await expect.poll(() => job.state()).toEqual({});
		work.progress('a', 3);
		work.progress('a', 4);
		await expect.poll(() => job.state()).toEqual({ progress: { done: 4 } });
		expect(heard).toEqual([3, 4]);
		work.end('a', 'all of them');
		expect(await job.ended).toEqual({ kind: 'finished', result: 'all of them' });
		expect(job.state()).toEqual({ progress: { done: 4 } });
	});

	test('a classifier has one job at a time, and another as soon as the first has ended', async () => {
		const { jobs, start, work, begun } = bench();
		const job = await start('a');
		await expect(start('a')).rejects.toMatchObject({ code: 'crawl-running' });
		await expect(jobs.requireFree('a')).rejects.toMatchObject({ code: 'crawl-running' });
		await jobs.requireFree('b');
		expect((await jobs.get('a'))?.data).toEqual(job.data);
		await begun(1);
		work.end('a', 'done');
		await job.ended;
		expect(await jobs.get('a')).toBeUndefined();
		await start('a');
		await begun(2);
	});

	test('jobs beyond those that run at once wait, and begin in the order in which they came', async () => {
		const { start, work, begun } = bench();
		const [first, , third, fourth] = [await start('a'), await start('b'), await start('c'), await start('d')];
		await begun(2);
		const ahead = () => [first, third, fourth].map((job) => job.state().ahead);
		await expect.poll(ahead).toEqual([undefined, 0, 1]);
		work.end('a', 'done');
		await begun(3);
		expect(work.begun.map(({ classifier }) => classifier)).toEqual(['a', 'b', 'c']);
		await expect.poll(() => fourth.state().ahead).toBe(0);
		work.end('b', 'done');
		await begun(4);
		await expect.poll(() => fourth.state().ahead).toBeUndefined();
	});

	test('no more wait than may', async () => {
		const { start } = bench();
		for (const name of ['a', 'b', 'c', 'd', 'e']) await start(name);
		await expect(start('f')).rejects.toMatchObject({ code: 'crawls-full', details: { waiting: 3 } });
	});

	test('a job that is cancelled while it waits never begins', async () => {
		const { jobs, start, work, begun } = bench();
		const waiting = [await start('a'), await start('b'), await start('c')][2];
		await begun(2);
		waiting.cancel();
		expect(await waiting.ended).toEqual({ kind: 'cancelled' });
		expect(await jobs.get('c')).toBeUndefined();
		work.end('a', 'done');
		await start('d');
		await begun(3);
		expect(work.begun.map(({ classifier }) => classifier)).toEqual(['a', 'b', 'd']);
	});

	test('a job under way is cancelled by its signal', async () => {
		const { start, begun } = bench();
		const job = await start('a');
		await begun(1);
		job.cancel();
		expect(await job.ended).toEqual({ kind: 'cancelled' });
	});

	test('what is done is done, even if somebody wanted it stopped meanwhile', async () => {
		const began: Order[] = [];
		const job = await open({
			...new HeldWork(),
			perform: async (order: Order, { signal }) => {
				began.push(order);
				await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
				return 'published already';
			},
		}).start({ classifier: 'a', wanted: 1 });
		await expect.poll(() => began.length).toBe(1);
		job.cancel();
		expect(await job.ended).toEqual({ kind: 'finished', result: 'published already' });
	});

	test('a failure is told, and is its own', async () => {
		const { start, work, begun } = bench();
		const [first, second] = [await start('a'), await start('b')];
		await begun(2);
		work.end('a', new UserError('no-labels', {}));
		expect(await first.ended).toMatchObject({ kind: 'failed', error: { code: 'no-labels' } });
		work.end('b', 'done');
		expect(await second.ended).toMatchObject({ kind: 'finished' });
	});

	test('closing interrupts all jobs, those that wait too, and none is taken afterwards', async () => {
		const { jobs, start, work, begun } = bench();
		const started = [await start('a'), await start('b'), await start('c')];
		await begun(2);
		await jobs.close();
		for (const job of started) expect(await job.ended).toEqual({ kind: 'interrupted' });
		expect(work.begun).toHaveLength(2);
		await expect(start('d')).rejects.toMatchObject({ code: 'engine-closed' });
	});
}
