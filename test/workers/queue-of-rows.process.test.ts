import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { openRedis, type RedisServer } from '../../src/store/redis.ts';
import { openStore } from '../../src/store/store.ts';
import { claimRows } from '../../src/workers/queue-of-rows.ts';
import { describeWith } from '../services/programs.ts';
import { startRedis, type TestRedis } from '../services/redis.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** Between two signs of life. */
const BEAT_MS = 200;

describeWith('redis-server', 'rows on a server', () => {
	let server: TestRedis;
	/** Two databases of one server are as much apart as two servers. */
	let queues: Record<'one' | 'other', RedisServer>;
	let database: Database;
	let opened: (() => Promise<void>)[];
	const onOthers = vi.fn();

	beforeAll(async () => {
		server = await startRedis();
		queues = {
			one: await openRedis(`${server.url}/0`, silent),
			other: await openRedis(`${server.url}/1`, silent),
		};
	});
	afterAll(async () => {
		for (const redis of Object.values(queues)) redis.close();
		await server.stop();
	});
	beforeEach(() => {
		database = openDatabase(':memory:');
		opened = [];
	});
	afterEach(async () => {
		for (const leave of opened) await leave();
		await queues.one.client.flushall();
		await database.close();
		vi.clearAllMocks();
	});

	/** A process of a machine of its own: whether it is dead cannot be told from here. */
	async function work(queue: keyof typeof queues | 'none', host = 'elsewhere'): Promise<() => Promise<void>> {
		const leave = await claimRows({
			keyv: openStore(database, silent).keyv('queue'),
			redis: queue === 'none' ? undefined : queues[queue],
			onOthers,
			beatMs: BEAT_MS,
			me: { processId: 7, host },
		});
		opened.push(leave);
		return leave;
	}

	test('are worked on by any number of processes that share a queue, also after it lost its data', async () => {
		await Promise.all([work('one'), work('one')]);
		await queues.one.client.flushall();
		await work('one');
		expect(onOthers).not.toHaveBeenCalled();
	});

	test.each([
		['one', 'other'],
		['one', 'none'],
		['none', 'other'],
		['none', 'none'],
	] as const)('are not worked on through %s queue and through %s', async (there, here) => {
		await work(there, 'there');
		await expect(work(here)).rejects.toMatchObject({
			code: 'queue-differs',
			details: { process: '7 on there', here: here !== 'none', there: there !== 'none' },
		});
		expect(onOthers).not.toHaveBeenCalled();
	});

	test('may be worked on through another queue once those have left, or died, who used the one before', async () => {
		const leave = await work('one');
		await leave();
		await (await work('other'))();
		await (await work('none'))();
		await work('one');
	});

	test('are kept by who stays when another leaves, and who comes otherwise meanwhile is told of', async () => {
		await work('one', 'stays');
		const leave = await work('one');
		await leave();
		await expect(work('other')).rejects.toMatchObject({ code: 'queue-differs' });
		await openStore(database, silent).keyv('queue').clear();
		await work('other');
		await expect.poll(() => onOthers.mock.calls.length).toBeGreaterThan(0);
	});
});
