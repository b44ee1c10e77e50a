import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { openCatalogue } from '../../src/host/catalogue.ts';
import { copyDatabase } from '../../src/host/copy-database.ts';
import { requireSameInstallation } from '../../src/host/installation.ts';
import { PREFIX } from '../../src/jobs/cancellations.ts';
import { openRedis, type RedisServer } from '../../src/store/redis.ts';
import { Processes } from '../../src/workers/processes.ts';
import { Host } from '../cli/hantei.ts';
import { describeWith } from '../services/programs.ts';
import { startRedis, type TestRedis } from '../services/redis.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

const TAKES = { embed: 1, crawl: 2, train: 1 };

describeWith('redis-server', 'processes with one Redis server', () => {
	let server: TestRedis;
	let redis: RedisServer;
	let folder: string;
	let processes: Processes[];

	beforeAll(async () => {
		server = await startRedis();
		redis = await openRedis(server.url, { info: () => {}, warn: () => {} });
	});
	afterAll(async () => {
		redis.close();
		await server.stop();
	});
	beforeEach(async () => {
		folder = await temporaryFolder();
		processes = [];
	});
	afterEach(async () => {
		await Promise.all(processes.map((one) => one.leave()));
		await redis.client.flushall();
	});

	/** Opens rows and files by what `set` says besides the usual folders, as a process at its start. */
	async function open(role: 'bot' | 'worker', set: NodeJS.ProcessEnv = {}) {
		const settings = readSettings({
			HANTEI_DATA: join(folder, 'data'),
			HANTEI_MODELS: join(folder, 'models'),
			...set,
		});
		const { database, close } = await openCatalogue(settings);
		try {
			return await requireSameInstallation(settings, redis, { database, mayMove: role === 'bot' });
		} finally {
			await close();
		}
	}

	/** The same, and stays. */
	async function attend(role: 'bot' | 'worker', set?: NodeJS.ProcessEnv): Promise<Processes> {
		const installation = await open(role, set);
		const one = await Processes.join(redis, { role, version: '1.2.3', takes: TAKES, installation });
		processes.push(one);
		return one;
	}

	test('start with the same rows and files, whoever comes first, and after the server lost its data', async () => {
		await attend('worker');
		await attend('bot');
		await redis.client.flushall();
		await attend('worker');
	});

	test.each([
		{ other: 'data', set: ['HANTEI_DATABASE_URL', 'HANTEI_DATA', 'HANTEI_STORAGE_URL'] },
		{ other: 'models', set: ['HANTEI_STORAGE_URL', 'HANTEI_MODELS'] },
	])(
		'do not start with other $other, as a worker or as a bot, also while nobody is there',
		async ({ other, set }) => {
			const there = await attend('bot');
			const elsewhere = { [`HANTEI_${other.toUpperCase()}`]: join(folder, 'elsewhere') };
			const refusal = { code: 'installation-differs', details: { settings: expect.arrayContaining(set) } };
			for (const role of ['worker', 'bot'] as const)
				await expect(open(role, elsewhere)).rejects.toMatchObject(refusal);
			await there.leave();
			await expect(open('worker', elsewhere)).rejects.toMatchObject(refusal);
			const alone = { HANTEI_DATA: join(folder, 'new'), HANTEI_MODELS: join(folder, 'new models') };
			await expect(open('bot', alone)).rejects.toMatchObject(refusal);
		},
	);

	test('do not start where only one is told which backbone to use', async () => {
		const there = await attend('bot');
		const refusal = { code: 'installation-differs', details: { settings: ['HANTEI_BACKBONE'] } };
		await expect(open('worker', { HANTEI_BACKBONE: 'bundled' })).rejects.toMatchObject(refusal);
		await there.leave();
		await attend('bot', { HANTEI_BACKBONE: 'bundled' });
		await attend('worker', { HANTEI_BACKBONE: 'bundled' });
		await expect(open('worker')).rejects.toMatchObject(refusal);
	});

	test('tell a copy of the folders from the folders', async () => {
		await attend('bot');
		const copy = join(folder, 'copy');
		await cp(join(folder, 'data'), copy, { recursive: true });
		await expect(open('worker', { HANTEI_DATA: copy })).rejects.toMatchObject({
			code: 'installation-differs',
			details: { settings: ['HANTEI_DATABASE_URL', 'HANTEI_DATA', 'HANTEI_STORAGE_URL'] },
		});
	});

	test('may move together: a bot first, once those who have not moved are gone', async () => {
		const before = await attend('bot');
		const copy = join(folder, 'copy');
		await cp(join(folder, 'data'), copy, { recursive: true });
		await expect(open('bot', { HANTEI_DATA: copy })).rejects.toMatchObject({
			code: 'installation-differs',
			details: { processes: [expect.stringContaining(String(process.pid))] },
		});
		await before.leave();
		await attend('bot', { HANTEI_DATA: copy });
		await attend('worker', { HANTEI_DATA: copy });
		await expect(open('worker')).rejects.toMatchObject({ code: 'installation-differs' });
	});

	test('have not the rows of one installation and the files of another', async () => {
		await open('bot');
		await redis.client.flushall();
		await open('bot', { HANTEI_DATA: join(folder, 'other'), HANTEI_MODELS: join(folder, 'other models') });
		await redis.client.flushall();
		await expect(open('bot', { HANTEI_MODELS: join(folder, 'other models') })).rejects.toMatchObject({
			code: 'installation-mixed',
			details: { rows: 'HANTEI_DATA', files: 'HANTEI_MODELS' },
		});
	});

	test('know copied rows for a copy of theirs', async () => {
		const { id, rows } = await open('bot');
		const copy = join(folder, 'copy');
		await copyDatabase(readSettings({ HANTEI_DATA: join(folder, 'data') }), join(copy, 'hantei.sqlite'), {});
		const moved = await open('bot', { HANTEI_DATA: copy });
		expect(moved.id).toBe(id);
		expect(moved.rows).not.toBe(rows);
	});

	test('leave the queue alone when they are refused, with exit code 2 and a sentence', async () => {
		await attend('bot');
		const queue = new Queue('train', { connection: redis.client, prefix: PREFIX });
		await queue.add('train', { classifier: 'default', by: 'cli' });
		const host = await Host.open(await temporaryFolder());
		const { exitCode, stderr } = await host.hantei(['worker', '--train', '1'], {
			environment: { HANTEI_REDIS_URL: server.url, LOG_LEVEL: 'error' },
		});
		expect(stderr).toContain('All processes that share HANTEI_REDIS_URL must have the same rows');
		expect(stderr).toContain('HANTEI_DATABASE_URL');
		expect(exitCode).toBe(2);
		expect(await queue.getWaitingCount()).toBe(1);
		await queue.close();
	});
});
