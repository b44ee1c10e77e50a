import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type LeadershipOptions, SharedLeadership } from '../../src/store/leadership.ts';
import { openRedis, type RedisServer } from '../../src/store/redis.ts';
import { takeTurns } from '../../src/store/turns.ts';
import { describeWith } from '../services/programs.ts';
import { startRedis, type TestRedis } from '../services/redis.ts';

const logger = { info: () => {}, warn: () => {} };
/** So that a test need not wait half a minute. */
const QUICK: LeadershipOptions = { leaseMs: 600, renewMs: 50 };

const servers: RedisServer[] = [];
const candidates: SharedLeadership[] = [];

afterEach(async () => {
	await Promise.all(candidates.splice(0).map((candidate) => candidate.close()));
	for (const redis of servers.splice(0)) redis.close();
});

describeWith('redis-server', 'of processes that share a Redis server', () => {
	let server: TestRedis;

	beforeEach(async () => {
		server = await startRedis();
	});
	afterEach(() => server.stop());

	async function connect(): Promise<RedisServer> {
		const redis = await openRedis(server.url, logger);
		servers.push(redis);
		return redis;
	}

	async function candidate(options: LeadershipOptions = QUICK) {
		const redis = await connect();
		const leadership = new SharedLeadership(redis, logger, options);
		candidates.push(leadership);
		return { leadership, redis };
	}

	/** As long as it takes, which on a busy machine may be long. */
	const soon = (expectation: () => void) => vi.waitFor(expectation, { timeout: 20_000 });

	async function leader(options?: LeadershipOptions) {
		const found = await candidate(options);
		await soon(() => expect(found.leadership.term).toBeGreaterThan(0));
		return { ...found, term: Number(found.leadership.term) };
	}

	test('one leads, and when it ends, another does at once', async () => {
		// This lease would outlast the test.
		const long: LeadershipOptions = { leaseMs: 600_000, renewMs: 50 };
		const first = await leader(long);
		const second = await candidate(long);
		await soon(() => expect(first.leadership.term).toBe(first.term));
		expect(second.leadership.term).toBeNull();
		await first.leadership.close();
		expect(first.leadership.term).toBeNull();
		await soon(() => expect(second.leadership.term).toBeGreaterThan(first.term));
	});

	test('another leads when the leader has died', async () => {
		const first = await leader();
		const second = await candidate();
		first.redis.close();
		await soon(() => expect(second.leadership.term).toBeGreaterThan(first.term));
		expect(first.leadership.term).toBeNull();
	});

	test('nobody leads while the server is away, and terms grow on though it has lost all', async () => {
		const { leadership, term } = await leader();
		await server.kill();
		await soon(() => expect(leadership.term).toBeNull());
		await server.start();
		await server.restart({ keepData: false });
		await soon(() => expect(leadership.term).toBeGreaterThan(term));
	});

	test('one whose clock stands still believes to lead on, but in an older term', async () => {
		const stopped = await leader({ ...QUICK, now: () => 0 });
		stopped.redis.close();
		const next = await leader();
		expect(stopped.leadership.term).toBe(stopped.term);
		expect(next.term).toBeGreaterThan(stopped.term);
	});

	test('each takes its turn, one after the other', async () => {
		const everyMs = 100;
		const turns = [await connect(), await connect()].map((redis) => takeTurns(redis, 'turn', everyMs));
		const { signal } = new AbortController();
		const began = performance.now();
		await Promise.all([...turns, ...turns].map((take) => take('a', signal)));
		// However slow the machine, three more turns cannot come before three times as long has passed.
		expect(performance.now() - began).toBeGreaterThan(3 * everyMs);
	});

	test('turns of another name come at once, and waiting for one can be given up', async () => {
		const take = takeTurns(await connect(), 'turn', 600_000);
		await take('a', new AbortController().signal);
		await take('b', new AbortController().signal);
		const waiting = new AbortController();
		const given = take('a', waiting.signal);
		waiting.abort(new Error('given up'));
		await expect(given).rejects.toThrow('given up');
		await server.kill();
		const away = new AbortController();
		const unanswered = take('c', away.signal);
		away.abort(new Error('given up, too'));
		await expect(unanswered).rejects.toThrow('given up, too');
	});
});
