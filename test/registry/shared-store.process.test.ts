import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { ModelManager } from '../../src/registry/model-manager.ts';
import type { ModelChange } from '../../src/registry/predictor.ts';
import { Registry, type RegistryOptions } from '../../src/registry/registry.ts';
import { CachedObjects } from '../../src/storage/cached-objects.ts';
import { FileCache } from '../../src/storage/file-cache.ts';
import type { ModelStore } from '../../src/storage/object-store.ts';
import { s3Storage } from '../../src/storage/storage.ts';
import { describeWith } from '../services/programs.ts';
import { ADMIN, clientOf, startS3, type TestS3 } from '../services/s3.ts';
import { type S3Proxy, startS3Proxy } from '../services/s3-proxy.ts';
import { bucketOf } from '../storage/connect.ts';
import { recordingLogger } from '../support/backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { newVersion } from '../support/versions.ts';
import { FakeEngine } from './fake-engine.ts';

const temporaryFolder = temporaryFolders();
const CROW = Uint8Array.of(1);

let s3: TestS3;
let bucket: string;
let proxy: S3Proxy;
let folder: string;
let prefix: string;

describeWith('weed', 'processes with one S3 store', () => {
	beforeAll(async () => {
		s3 = await startS3();
		bucket = await s3.newBucket();
	}, 60_000);
	afterAll(() => s3?.stop());
	beforeEach(async () => {
		proxy = await startS3Proxy(s3.endpoint);
		folder = await temporaryFolder();
		prefix = `${randomUUID()}/`;
	});
	afterEach(() => proxy.close());

	/** What one process has of the store: copies of its own, and by way of the proxy if it is to lose the store. */
	const modelsAt = (endpoint: string, copies: string): ModelStore => {
		const { models } = s3Storage(bucketOf(clientOf(endpoint, ADMIN), bucket, prefix));
		const cache = new FileCache(join(folder, copies), 1e9);
		return { ...models, versions: new CachedObjects(models.versions, { cache }) };
	};
	const registryAt = (
		endpoint: string,
		copies: string,
		options: Pick<RegistryOptions, 'requireHeld' | 'fencingToken'> = {},
	) => new Registry({ models: modelsAt(endpoint, copies), shipped: join(folder, 'shipped'), ...options });
	const publish = async (registry: Registry, seed: number) => {
		const name = await registry.write('default', newVersion(seed));
		await registry.promote(name);
		return name;
	};
	const start = (registry: Registry) =>
		ModelManager.start({ registry, engine: new FakeEngine(), logger: recordingLogger() });
	const modelOf = async (servings: ModelManager) => (await servings.of('default').predict(CROW)).model;

	it('serve what another promotes and rolls back, and start with nothing of their own', async () => {
		const [here, there] = [registryAt(s3.endpoint, 'here'), registryAt(s3.endpoint, 'there')];
		await publish(here, 1);
		const servings = await start(there);
		expect(await modelOf(servings)).toBe('default/v1');
		await publish(here, 2);
		await servings.refresh();
		expect(await modelOf(servings)).toBe('default/v2');
		await here.rollBack('default');
		await servings.refresh();
		expect(await modelOf(servings)).toBe('default/v1');
		expect(await modelOf(await start(registryAt(s3.endpoint, 'empty')))).toBe('default/v1');
		expect(await there.history('default')).toHaveLength(3);
	});

	it('get a number each when they write at once, and lose no promotion', async () => {
		const registries = ['a', 'b', 'c'].map((copies) => registryAt(s3.endpoint, copies));
		const names = await Promise.all(registries.map((registry, seed) => publish(registry, seed + 1)));
		expect(names.map(({ version }) => version).sort()).toEqual(['v1', 'v2', 'v3']);
		const seeds = names.map(
			async (name) => (await registryAt(s3.endpoint, 'd').read(name)).manifest.training.seed,
		);
		expect(await Promise.all(seeds)).toEqual([1, 2, 3]);
		const history = await registryAt(s3.endpoint, 'd').history('default');
		expect(history.map(({ champion }) => champion).sort()).toEqual(['v1', 'v2', 'v3']);
	});

	it('go on judging while the store is away, and give up no version for it', async () => {
		const here = registryAt(s3.endpoint, 'here');
		await publish(here, 1);
		const there = registryAt(proxy.endpoint, 'there');
		const servings = await start(there);
		const changes: ModelChange[] = [];
		servings.onChange((change) => changes.push(change));
		expect(await modelOf(servings)).toBe('default/v1');

		// Which version serves can still be told, what is in it cannot be had.
		await publish(here, 2);
		proxy.fault = ({ path }) => (path.includes('/models/') ? { kind: 'status', status: 500 } : undefined);
		await expect(servings.refresh()).rejects.toMatchObject({ code: 'storage-unreachable' });
		expect(await modelOf(servings)).toBe('default/v1');
		await expect(there.rollBack('default')).rejects.toMatchObject({ code: 'storage-unreachable' });

		proxy.fault = () => ({ kind: 'status', status: 500 });
		await expect(servings.refresh()).rejects.toMatchObject({ code: 'storage-unreachable' });
		expect(await modelOf(servings)).toBe('default/v1');
		expect(changes).toEqual([]);

		proxy.fault = () => undefined;
		await servings.refresh();
		expect(await modelOf(servings)).toBe('default/v2');
		expect(changes).toMatchObject([{ kind: 'swapped', model: 'default/v2' }]);
		expect(await here.aliases('default')).toMatchObject({ champion: 'v2' });
	});

	it('publish nothing once their work is another’s, and be it given away between the last look and the write', async () => {
		const next = registryAt(s3.endpoint, 'next', { fencingToken: 2 });
		let looks = 0;
		const paused = registryAt(s3.endpoint, 'paused', {
			fencingToken: 1,
			// It stands still right after it was told that all is well.
			requireHeld: async () => {
				if (++looks === 3) await next.claim('default');
			},
		});
		await paused.claim('default');
		await expect(paused.write('default', newVersion(1))).rejects.toThrow('given to another process');
		expect(looks).toBe(3);
		expect(await next.versions('default')).toEqual([]);
		const name = await publish(next, 2);
		await expect(paused.promote(name)).rejects.toThrow('given to another process');
		await expect(paused.rollBack('default')).rejects.toThrow('given to another process');
		expect(await next.aliases('default')).toMatchObject({ challenger: name.version, champion: name.version });
		// Whom a person asks is nobody's successor.
		await registryAt(s3.endpoint, 'person').promote(name);
	});

	it('prune what nobody needs, once and for all', async () => {
		const [here, there] = [registryAt(s3.endpoint, 'here'), registryAt(s3.endpoint, 'there')];
		for (const seed of [1, 2, 3]) await publish(here, seed);
		expect(await there.prune('default', 1)).toEqual([{ classifier: 'default', version: 'v1' }]);
		expect(await here.versions('default')).toEqual(['v3', 'v2']);
		await expect(here.promote({ classifier: 'default', version: 'v1' })).rejects.toMatchObject({
			code: 'model-not-found',
		});
	});
});
