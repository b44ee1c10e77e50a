import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openRedis } from '../../src/store/redis.ts';
import { Processes } from '../../src/workers/processes.ts';
import { SharedEmbedder } from '../../src/workers/shared-embedder.ts';
import { startRedis } from '../../test/services/redis.ts';
import { startWorker } from '../../test/workers/worker-process.ts';
import { median, milliseconds, timeConcurrently, timeInTurn, times } from '../measure.ts';
import { drawPhoto } from '../pictures.ts';
import { atLeast, atMost, type Section } from '../report.ts';
import { bundledBackbone, openEngine } from '../setup.ts';

const ROUNDS = 100;
const PHOTOS = 150;

/** Photos through Redis: what that adds to one, and what a second worker brings. */
export async function scale(): Promise<Section> {
	const folder = await mkdtemp(join(tmpdir(), 'hantei-bench-'));
	// As compose.parts.yaml and docs/workers.md have it.
	const server = await startRedis(['appendfsync everysec']);
	const redis = await openRedis(server.url, { info: () => {}, warn: () => {} });
	const backbone = await bundledBackbone();
	const photo = await drawPhoto(1200, 900, 1);
	const here = openEngine(backbone, 1);
	const processes = await Processes.join(redis, {
		role: 'bot',
		version: 'bench',
		takes: { embed: 0, crawl: 0, train: 0 },
	});
	const embedder = await SharedEmbedder.open({
		redis,
		processes,
		queueLimit: PHOTOS,
		patienceMs: 60_000,
		onError: console.error,
	});
	const elsewhere = async () => {
		if (!(await embedder.embed(backbone, photo))) throw new Error('no worker took the photo');
	};
	const environment = { HANTEI_REDIS_URL: server.url, HANTEI_DATA: folder };
	const work = async (core: number) => {
		const worker = await startWorker(['--classify', '1'], environment);
		execFileSync('taskset', ['-a', '-p', '-c', String(core), String(worker.child.pid)]);
		return worker;
	};
	const known = async (count: number) => {
		while (processes.takenByWorkers('embed') !== count) await delay(100);
	};
	const rate = async () => {
		await timeConcurrently(elsewhere, { total: 10, concurrency: 4 });
		return PHOTOS / ((await timeConcurrently(elsewhere, { total: PHOTOS, concurrency: 6 })) / 1000);
	};

	const first = await work(0);
	await known(1);
	const alone = { here: () => here.embed(photo), elsewhere };
	const durations = await timeInTurn(alone, { rounds: ROUNDS, warmUp: 10 });
	const one = await rate();
	const second = await work(1);
	await known(2);
	const two = await rate();

	await Promise.all([first.end('SIGTERM'), second.end('SIGTERM')]);
	await embedder.close();
	await here.close();
	redis.close();
	await server.stop();
	await rm(folder, { recursive: true, force: true });
	const added = median(durations.elsewhere) - median(durations.here);
	return {
		title: 'Several processes: photos through Redis',
		method: `A photo of 1 MP, ${ROUNDS} times in turn by a thread of this process and by a worker process, one at a time; then ${PHOTOS} photos, six in flight, by one worker and by two, each pinned to a core. Redis and this process, which hands in, share the ${cpus().length} cores with them.`,
		rows: [
			{ what: 'in this process, p50', result: milliseconds(median(durations.here)) },
			{ what: 'through Redis, p50', result: milliseconds(median(durations.elsewhere)) },
			atMost('added at p50', added, 8, milliseconds),
			{ what: 'one worker', result: `${one.toFixed(1)} photos/s` },
			atLeast('two workers against one', two / one, 1.7, times),
		],
	};
}
