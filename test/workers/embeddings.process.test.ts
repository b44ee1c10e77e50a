import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Backbone, readBackbone, writeBackbone } from '../../src/model/backbone/folder.ts';
import { tunedBackbonesFolder } from '../../src/model/backbone/installed.ts';
import { type Trunk, trunkIn } from '../../src/model/backbone/manifest.ts';
import type { Engine } from '../../src/model/engine/engine.ts';
import { readTail } from '../../src/model/fine-tuning/read-tail.ts';
import { withTail } from '../../src/model/fine-tuning/split-backbone.ts';
import { openRedis, type RedisServer } from '../../src/store/redis.ts';
import { Processes } from '../../src/workers/processes.ts';
import { SharedEmbedder } from '../../src/workers/shared-embedder.ts';
import { describeWith } from '../services/programs.ts';
import { startRedis, type TestRedis } from '../services/redis.ts';
import { openTestEngine } from '../support/backbone.ts';
import { drawPicture } from '../support/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

const temporaryFolder = temporaryFolders();

/** Photos that are asked for while something dies. */
const UNDER_LOAD = 40;

/** The same backbone with other last blocks, where a training would have left it. */
async function tune({ manifest, onnxPath }: Backbone, dataFolder: string): Promise<Backbone> {
	const { fineTuning: _, format: __, sha256: ___, ...described } = manifest;
	const trunk = trunkIn(manifest) as Trunk;
	const file = new Uint8Array(await readFile(onnxPath));
	const tail = readTail(file, trunk.from);
	const steps = tail.steps.map((step) =>
		'bias' in step ? { ...step, bias: step.bias.map((value) => value + 0.1) } : step,
	);
	const folder = join(tunedBackbonesFolder(dataFolder), 'tuned');
	await mkdir(folder, { recursive: true });
	await writeBackbone(folder, withTail(file, { ...tail, steps }), { ...described, id: 'tuned', trunk });
	return readBackbone(folder);
}

describeWith('redis-server', 'photos embedded by workers', () => {
	let photos: Buffer[];
	let expected: Float32Array[];
	let server: TestRedis;
	let redis: RedisServer;
	let processes: Processes;
	let embedder: SharedEmbedder;
	let engine: Engine;
	let environment: NodeJS.ProcessEnv;
	const workers: WorkerProcess[] = [];
	/** How each photo was embedded, in the order asked. */
	const places: ('elsewhere' | 'here')[] = [];

	beforeAll(async () => {
		photos = await Promise.all([1, 2, 3, 4].map((seed) => drawPicture('house', seed)));
		const { engine: alone } = await openTestEngine();
		expected = await Promise.all(photos.map(async (photo) => (await alone.embed(photo)).embedding));
		await alone.close();
	});

	beforeEach(async () => {
		server = await startRedis();
		environment = {
			HANTEI_REDIS_URL: server.url,
			HANTEI_DATA: await temporaryFolder(),
			HANTEI_WORKERS: '1',
		};
		redis = await openRedis(server.url, { info: () => {}, warn: () => {} });
		processes = await Processes.join(redis, {
			role: 'bot',
			version: '1.2.3',
			takes: { embed: 1, crawl: 0, train: 0 },
		});
		embedder = await SharedEmbedder.open({
			redis,
			processes,
			queueLimit: 100,
			patienceMs: 20_000,
			onError: () => {},
		});
		({ engine } = await openTestEngine({
			workers: 1,
			elsewhere: {
				async embed(...asked) {
					const embedding = await embedder.embed(...asked);
					places.push(embedding ? 'elsewhere' : 'here');
					return embedding;
				},
			},
		}));
	});

	afterEach(async () => {
		await Promise.all(workers.splice(0).map((worker) => worker.end('SIGKILL')));
		await embedder.close();
		await processes.leave();
		await engine.close();
		redis.close();
		await server.stop();
		places.length = 0;
	});

	async function work(): Promise<WorkerProcess> {
		const worker = await startWorker(['--classify', '1'], environment);
		workers.push(worker);
		return worker;
	}

	/** The server's append-only file. */
	async function readLog(): Promise<Buffer> {
		const [, folder = ''] = (await redis.client.config('GET', 'dir')) as string[];
		const files = join(folder, 'appendonlydir');
		return Buffer.concat(
			await Promise.all((await readdir(files)).map((name) => readFile(join(files, name)))),
		);
	}

	const known = (count: number) =>
		expect.poll(() => processes.takenByWorkers('embed'), { timeout: 10_000 }).toBe(count);

	/** Asks for many photos at once; each must be answered once, and rightly. */
	async function load(): Promise<void> {
		const asked = Array.from({ length: UNDER_LOAD }, (_, index) => index % photos.length);
		const answers = await Promise.all(asked.map((index) => engine.embed(photos[index] as Buffer)));
		expect(answers.map(({ embedding }) => embedding)).toEqual(asked.map((index) => expected[index]));
	}

	test('are the same as those of this process, and refusals, too', async () => {
		await work();
		await known(1);
		await load();
		expect(new Set(places)).toEqual(new Set(['elsewhere']));
		// What the server wrote down has orders, but no photo.
		const log = await readLog();
		expect(log.includes(engine.backbone.manifest.sha256)).toBe(true);
		for (const photo of photos) expect(log.includes(photo)).toBe(false);
		// One that a tuned backbone is asked about, too, goes to a worker once, which may know no such backbone.
		const [photo] = photos as [Buffer];
		const tuned = await tune(engine.backbone, environment['HANTEI_DATA'] ?? '');
		places.length = 0;
		const both = await engine.embed(photo, { beside: tuned });
		expect(both.embedding).toEqual(expected[0]);
		expect(both.beside).toEqual((await engine.embed(photo, { backbone: tuned })).embedding);
		expect(places).toEqual(['elsewhere', 'elsewhere']);
		const unknown = { ...tuned, manifest: { ...tuned.manifest, sha256: 'c'.repeat(64) } };
		expect(await engine.embed(photo, { beside: unknown })).toEqual({ embedding: expected[0] });
		await expect(engine.embed(Buffer.from('no picture'))).rejects.toMatchObject({ code: 'image-unknown' });

		// Beyond those that may wait.
		const narrow = await SharedEmbedder.open({
			redis,
			processes,
			queueLimit: 0,
			patienceMs: 20_000,
			onError: () => {},
		});
		await expect(narrow.embed(engine.backbone, photos[0] as Buffer)).rejects.toMatchObject({
			code: 'engine-busy',
		});
		await narrow.close();
	});

	test('are this process’s own while there is no worker', async () => {
		await load();
		expect(new Set(places)).toEqual(new Set(['here']));
	});

	test('of a worker that is killed are taken by another', async () => {
		const [first] = [await work(), await work()];
		await known(2);
		const loaded = load();
		await first.end('SIGKILL');
		await loaded;
		expect(new Set(places)).toEqual(new Set(['elsewhere']));
	});

	test('of the last worker, killed, are this process’s own again', async () => {
		const only = await work();
		await known(1);
		const loaded = load();
		await only.end('SIGKILL');
		await loaded;
		expect(places).toContain('here');
	});

	test.each([{ keepData: true }, { keepData: false }])(
		'outlive a restart of the server: %o',
		async (options) => {
			await work();
			await known(1);
			const loaded = load();
			await server.restart(options);
			await loaded;
			// Which workers there are has to be heard anew.
			const place = async () => {
				await engine.embed(photos[0] as Buffer);
				return places.at(-1);
			};
			await expect.poll(place, { timeout: 30_000 }).toBe('elsewhere');
			await load();
		},
	);
});
