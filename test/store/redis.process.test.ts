import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { describeError } from '../../src/i18n/messages.ts';
import { openRedis, type RedisServer } from '../../src/store/redis.ts';
import { describeWith } from '../services/programs.ts';
import { startRedis, type TestRedis } from '../services/redis.ts';

const open: RedisServer[] = [];
const lines: string[] = [];
const note = (_: unknown, line?: string) => void lines.push(line ?? '');
const logger = { info: note, warn: note };

async function connect(url: string): Promise<RedisServer> {
	const redis = await openRedis(url, logger);
	open.push(redis);
	return redis;
}

async function refusalOf(url: string): Promise<UserError> {
	const error = await connect(url).catch((thrown: unknown) => thrown);
	if (error instanceof UserError) return error;
	throw new Error(`not refused: ${String(error)}`);
}

afterEach(() => {
	for (const redis of open.splice(0)) redis.close();
	lines.length = 0;
});

describeWith('redis-server', 'a Redis server', () => {
	let server: TestRedis;

	beforeEach(async () => {
		server = await startRedis();
	});
	afterEach(() => server.stop());

	test('is one for all connections', async () => {
		const [{ client }, other] = [await connect(server.url), await connect(server.url)];
		await client.set('a', '1');
		expect(await other.connect().get('a')).toBe('1');
	});

	test('that is not there is named with its setting, without a password', async () => {
		await server.kill();
		const error = await refusalOf(server.url.replace('//', '//:secret@'));
		expect(error.code).toBe('redis-unreachable');
		for (const locale of ['en', 'ja'] as const) {
			expect(describeError(error, locale)).toContain('HANTEI_REDIS_URL');
			expect(describeError(error, locale)).toContain(new URL(server.url).host);
			expect(describeError(error, locale)).not.toContain('secret');
		}
	});

	test('that goes away and comes back is used again, and told of once', async () => {
		const { client } = await connect(server.url);
		const lost = once(client, 'reconnecting');
		await server.kill();
		await lost;
		const waiting = client.set('a', '1');
		await server.start();
		expect(await waiting).toBe('OK');
		expect(lines).toEqual(['Redis cannot be reached; trying again until it can', 'Redis is back']);
	});
});

describeWith('redis-server', 'a Redis server with a password', () => {
	let server: TestRedis;

	beforeEach(async () => {
		server = await startRedis(['requirepass right']);
	});
	afterEach(() => server.stop());

	test('takes it from the address', async () => {
		const { client } = await connect(server.url.replace('//', '//:right@'));
		expect(await client.ping()).toBe('PONG');
	});

	test.each([
		['another', '//:wrong@'],
		['none', '//'],
	])('refuses %s', async (_, part) => {
		const error = await refusalOf(server.url.replace('//', part));
		expect(error.code).toBe('redis-refused');
		expect(describeError(error, 'en')).toContain('HANTEI_REDIS_URL');
		expect(describeError(error, 'ja')).toContain('HANTEI_REDIS_URL');
	});
});
