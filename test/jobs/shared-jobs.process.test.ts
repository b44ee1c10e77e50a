import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { UserError } from '../../src/errors.ts';
import type { JobData, JobKind, Jobs, JobTools, OpenJobs } from '../../src/jobs/jobs.ts';
import { shareJobs } from '../../src/jobs/shared-jobs.ts';
import { openRedis, type RedisServer } from '../../src/store/redis.ts';
import { describeWith } from '../services/programs.ts';
import { startRedis, type TestRedis } from '../services/redis.ts';
import { keepsTheContractOfJobs } from './contract.ts';

/** What would be long here is short. */
const lockMs = 1_500;

const silent = { info: () => {}, warn: () => {} };

describeWith('redis-server', 'jobs in processes that share a Redis server', () => {
	let server: TestRedis;
	let redis: RedisServer;
	let share: OpenJobs;
	let shareToAsk: OpenJobs;
	const opened: Pick<Jobs<never, unknown, unknown>, 'close'>[] = [];

	beforeAll(async () => {
		server = await startRedis();
		redis = await openRedis(server.url, silent);
		share = await shareJobs({ redis, concurrencyOf: () => 2, lockMs, onError: () => {} });
		shareToAsk = await shareJobs({ redis, concurrencyOf: () => 0, lockMs, onError: () => {} });
	});
	afterEach(async () => {
		await Promise.all(opened.splice(0).map((jobs) => jobs.close()));
	});
	afterAll(async () => {
		redis.close();
		await server.stop();
	});

	const open: OpenJobs = (kind) => {
		const jobs = share(Object.assign(Object.create(kind), { name: randomUUID() }) as typeof kind);
		opened.push(jobs);
		return jobs;
	};

	keepsTheContractOfJobs(open);

	describe('of which one asks and another works', () => {
		/** Ends when it is told to, after it was allowed to publish. */
		function bench() {
			const begun: JobTools<string>[] = [];
			const ends: (() => void)[] = [];
			const kind: JobKind<JobData, string, string> = {
				name: randomUUID(),
				data: z.object({ classifier: z.string() }),
				concurrency: 1,
				mayWait: 5,
				refusals: {
					running: () => new UserError('training-running', {}),
					full: (waiting) => new UserError('trainings-full', { waiting }),
				},
				async perform(_, tools) {
					begun.push(tools);
					await new Promise<void>((resolve, reject) => {
						ends.push(resolve);
						tools.signal.addEventListener('abort', () => reject(tools.signal.reason), { once: true });
					});
					await tools.requireHeld();
					return 'published';
				},
			};
			const asking = shareToAsk(kind);
			const working = share(kind);
			opened.push(asking, working);
			return { kind, asking, begun, ends, start: () => asking.start({ classifier: 'a' }) };
		}

		test('progress and result are told to both, and to one that asks later', async () => {
			const { kind, start, begun, ends } = bench();
			const job = await start();
			await expect.poll(() => begun).toHaveLength(1);
			begun[0]?.onProgress('half');
			await expect.poll(() => job.state()).toEqual({ progress: 'half' });
			const later = shareToAsk(kind);
			opened.push(later);
			const found = await later.get('a');
			expect(found?.state()).toEqual({ progress: 'half' });
			ends[0]?.();
			const finished = { kind: 'finished', result: 'published' };
			expect([await job.ended, await found?.ended]).toEqual([finished, finished]);
		});

		test('cancelling reaches the one that works', async () => {
			const { start, begun } = bench();
			const job = await start();
			await expect.poll(() => begun).toHaveLength(1);
			job.cancel();
			expect(await job.ended).toEqual({ kind: 'cancelled' });
		});

		test('one that lost its job publishes nothing, and the job is done once more', async () => {
			const { kind, start, begun, ends } = bench();
			const job = await start();
			await expect.poll(() => begun).toHaveLength(1);
			// As when a worker stands still for longer than its lock lasts.
			const [lock = ''] = await redis.client.keys(`hantei:${kind.name}:*:lock`);
			await redis.client.del(lock);
			ends[0]?.();
			await expect(begun[0]?.requireHeld()).rejects.toThrow('given to another');
			await expect.poll(() => begun, { timeout: 30_000 }).toHaveLength(2);
			expect(begun[1]?.fencingToken).toBeGreaterThan(begun[0]?.fencingToken ?? Number.POSITIVE_INFINITY);
			ends[1]?.();
			expect(await job.ended).toEqual({ kind: 'finished', result: 'published' });
		});

		test('a server without its data is handed the job again', { timeout: 60_000 }, async () => {
			const { start, begun, ends } = bench();
			const job = await start();
			await expect.poll(() => begun).toHaveLength(1);
			await server.restart({ keepData: false });
			await expect.poll(() => begun, { timeout: 40_000 }).toHaveLength(2);
			ends[1]?.();
			expect(await job.ended).toEqual({ kind: 'finished', result: 'published' });
			expect(begun[0]?.signal.aborted).toBe(true);
		});

		test('while the server is away, new work is refused at once', async () => {
			const { asking, start } = bench();
			await server.kill();
			await expect.poll(() => redis.client.status).not.toBe('ready');
			await expect(start()).rejects.toMatchObject({ code: 'queue-unreachable' });
			await server.start();
			await expect.poll(() => redis.client.status).toBe('ready');
			expect(await asking.get('a')).toBeUndefined();
		});
	});
});
