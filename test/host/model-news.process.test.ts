import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Repeating, repeat } from '../../src/host/repeat.ts';
import { ModelManager } from '../../src/registry/model-manager.ts';
import { Registry } from '../../src/registry/registry.ts';
import type { NewVersion } from '../../src/registry/version-files.ts';
import { openRedis, type RedisServer } from '../../src/store/redis.ts';
import { hearOfModels, tellOfModels } from '../../src/workers/model-news.ts';
import { Host } from '../cli/hantei.ts';
import { FakeEngine } from '../registry/fake-engine.ts';
import { freePort } from '../services/free-port.ts';
import { describeWith } from '../services/programs.ts';
import { startRedis, type TestRedis } from '../services/redis.ts';
import { recordingLogger, sharedBackbone } from '../support/backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { newVersion } from '../support/versions.ts';

const temporaryFolder = temporaryFolders();
const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** What is promised; and a time in which nothing here looks by itself. */
const WITHIN_MS = 2_000;
const NEVER_MS = 2 ** 30;

describeWith('redis-server', 'a swap by one process', () => {
	let server: TestRedis;
	let connections: RedisServer[];
	let opened: Repeating[];
	let folder: string;

	beforeAll(async () => {
		server = await startRedis();
	});
	afterAll(() => server.stop());
	beforeEach(async () => {
		connections = [];
		opened = [];
		folder = await temporaryFolder();
	});
	afterEach(() => {
		for (const { stop } of opened) stop();
		for (const redis of connections) redis.close();
	});

	async function connect(): Promise<RedisServer> {
		const redis = await openRedis(server.url, silent);
		connections.push(redis);
		return redis;
	}

	const registryOf = (onChanged?: () => void) =>
		new Registry({ folder: join(folder, 'models'), shipped: join(folder, 'shipped'), onChanged });

	/** A process that trains, of which others hear, or not. */
	async function publisher(): Promise<() => Promise<void>> {
		const redis = await connect();
		const registry = registryOf(() => tellOfModels(redis, () => {}));
		return async () => registry.promote(await registry.write('default', await versionOnBundled()));
	}

	/** The command line looks whether the backbone is there. */
	async function versionOnBundled(): Promise<NewVersion> {
		const { manifest, ...version } = newVersion();
		const { id, sha256 } = (await sharedBackbone()).manifest;
		return { ...version, manifest: { ...manifest, backbone: { ...manifest.backbone, id, sha256 } } };
	}

	/** A bot that looks by itself only so often. */
	async function bot(everyMs: number): Promise<() => string> {
		const engine = new FakeEngine();
		const backbone = await sharedBackbone();
		engine.installed.set(backbone.manifest.sha256, backbone);
		const predictors = await ModelManager.start({
			registry: registryOf(),
			engine,
			logger: recordingLogger(),
		});
		const refreshing = repeat(() => predictors.refresh(), {
			everyMs,
			failed: 'cannot look',
			recovered: 'looks again',
			logger: silent,
		});
		opened.push(refreshing);
		await hearOfModels(await connect(), refreshing.now);
		return () => predictors.of('default').status().model;
	}

	test('serves in all others within two seconds, by a message', async () => {
		const publish = await publisher();
		await publish();
		const bots = await Promise.all([bot(NEVER_MS), bot(NEVER_MS)]);
		await publish();
		for (const model of bots) await expect.poll(model, { timeout: WITHIN_MS }).toBe('default/v2');
		await Promise.all([publish(), publish()]);
		for (const model of bots) await expect.poll(model, { timeout: WITHIN_MS }).toBe('default/v4');
	});

	test('by the command line serves in bots, too, by a message', async () => {
		const publish = await publisher();
		await publish();
		await publish();
		const model = await bot(NEVER_MS);
		const host = await Host.open(folder);
		const hantei = (...args: string[]) =>
			host.hantei(args, { environment: { HANTEI_REDIS_URL: server.url, LOG_LEVEL: 'error' } });
		expect((await hantei('rollback')).lines).toEqual([expect.stringContaining('default/v1')]);
		await expect.poll(model).toBe('default/v1');
		expect(await hantei('promote', 'v2')).toMatchObject({ exitCode: 0 });
		await expect.poll(model).toBe('default/v2');
	});

	test('by the command line is none the worse for a server that is away', async () => {
		const publish = await publisher();
		await publish();
		await publish();
		const host = await Host.open(folder);
		const environment = { HANTEI_REDIS_URL: `redis://127.0.0.1:${await freePort()}`, LOG_LEVEL: 'warn' };
		const { exitCode, stderr } = await host.hantei(['rollback'], { environment });
		expect(exitCode).toBe(0);
		expect(stderr).toContain('bots cannot be told of other models');
	});

	test('is found without the message, as while the server is away, and is told again after', async () => {
		const publish = await publisher();
		await publish();
		const [looks, hears] = [await bot(200), await bot(NEVER_MS)];
		await server.kill();
		await publish();
		await expect.poll(looks, { timeout: WITHIN_MS }).toBe('default/v2');
		expect(hears()).toBe('default/v1');
		await server.start();
		await expect
			.poll(() => connections.every(({ client }) => client.status === 'ready'), { timeout: 10_000 })
			.toBe(true);
		// Its subscriber may come back a moment later.
		await expect
			.poll(async () => publish().then(hears), { timeout: 10_000, interval: 500 })
			.not.toBe('default/v1');
	});
});
