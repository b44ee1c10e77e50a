import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRedis, type RedisServer } from '../../src/store/redis.ts';
import { SharedPace } from '../../src/workers/shared-pace.ts';
import { describeWith } from '../services/programs.ts';
import { startRedis, type TestRedis } from '../services/redis.ts';

describeWith('redis-server', 'how often a service is asked by several processes', () => {
	let server: TestRedis;
	let connections: RedisServer[];

	beforeAll(async () => {
		server = await startRedis();
		const quiet = { info: () => {}, warn: () => {} };
		connections = [await openRedis(server.url, quiet), await openRedis(server.url, quiet)];
	});
	afterAll(async () => {
		for (const connection of connections) connection.close();
		await server.stop();
	});

	test('is counted for all of them together, in the order in which they ask', async () => {
		const [one, another] = connections.map((connection) => new SharedPace(connection)) as [
			SharedPace,
			SharedPace,
		];
		const rate = { name: 'example.org', perMinute: 6, burst: 2 };
		const waits = [
			await one.take(rate),
			await another.take(rate),
			await one.take(rate),
			await another.take(rate),
		];
		expect(waits.slice(0, 2)).toEqual([0, 0]);
		// Ten seconds apart, but for the moments that passed while they asked.
		expect(waits[2]).toBeGreaterThan(5_000);
		expect(waits[2]).toBeLessThanOrEqual(10_000);
		expect((waits[3] as number) - (waits[2] as number)).toBeGreaterThan(5_000);
		expect(await one.take({ ...rate, name: 'another.example' })).toBe(0);
		expect(await one.take({ ...rate, perMinute: Number.POSITIVE_INFINITY })).toBe(0);
	});
});
