import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ModelManager } from '../../src/registry/model-manager.ts';
import { Registry } from '../../src/registry/registry.ts';
import { median, milliseconds, quantile, timeOf } from '../measure.ts';
import { drawPhoto } from '../pictures.ts';
import { atMost, type Section } from '../report.ts';
import { bundledBackbone, logger, openEngine } from '../setup.ts';
import { syntheticVersion } from './synthetic-guilds.ts';

const PREDICTIONS = 2_000;
const SWAPS = 50;
/** Half of what one worker can do: the latency measured is the swap's, not that of a queue that only grows. */
const IDLE_SHARE = 2;

/** Fifty swaps while photos keep coming, against the same photos without a swap. */
export async function swap(): Promise<Section> {
	const backbone = await bundledBackbone();
	const engine = openEngine(backbone, 1);
	const photo = await drawPhoto(640, 480, 1);
	const folder = await mkdtemp(join(tmpdir(), 'hantei-bench-'));
	try {
		const registry = new Registry({ folder, shipped: join(folder, 'none') });
		const version = syntheticVersion(backbone.manifest, 1);
		// Written beforehand: training happens in another process.
		for (let n = 0; n <= SWAPS; n++) await registry.write('default', version);
		await registry.promote({ classifier: 'default', version: 'v1' });
		const servings = await ModelManager.start({
			registry,
			engine,
			logger,
			health: { photos: 10, milliseconds: 0 },
		});
		const before = servings.counts();
		const alone: number[] = [];
		for (let n = 0; n < 100; n++) alone.push(await timeOf(() => servings.of('default').predict(photo)));
		const everyMs = IDLE_SHARE * median(alone);
		const quiet = await load(servings, photo, everyMs);

		let swaps = 0;
		const swapping = async () => {
			while (swaps < SWAPS) {
				await delay((PREDICTIONS * everyMs) / (SWAPS + 2));
				await registry.promote({ classifier: 'default', version: `v${++swaps + 1}` });
				await servings.refresh();
			}
		};
		const [busy] = await Promise.all([load(servings, photo, everyMs), swapping()]);
		await servings.refresh();
		const after = servings.counts();
		const limit = quantile(quiet.durations, 0.99) + 50;
		const whole = (value: number) => String(value);
		return {
			title: 'Swap: fifty new models while photos come',
			method: `${PREDICTIONS} photos (640 x 480), one every ${everyMs.toFixed(0)} ms, one worker; without swaps, then with ${SWAPS} of them (ten labels each): read, verified, tried and turned to.`,
			rows: [
				{
					what: 'reply without swaps',
					result: `p50 ${milliseconds(quantile(quiet.durations, 0.5))}, p99 ${milliseconds(quantile(quiet.durations, 0.99))}, longest ${milliseconds(Math.max(...quiet.durations))}`,
				},
				{
					what: 'reply with swaps',
					result: `p50 ${milliseconds(quantile(busy.durations, 0.5))}, p99 ${milliseconds(quantile(busy.durations, 0.99))}`,
				},
				atMost('longest reply with swaps', Math.max(...busy.durations), limit, milliseconds),
				atMost('replies that failed', busy.failed, 0, whole),
				{ what: 'models that answered', result: `${busy.models.size} of ${SWAPS + 1}` },
				atMost('models left in memory besides the one that serves', after.loaded - before.loaded, 0, whole),
				atMost('leases left', after.leases, 0, whole),
			],
		};
	} finally {
		await engine.close();
		await rm(folder, { recursive: true, force: true });
	}
}

/** Photos at a steady pace, whether or not the one before has its answer. */
async function load(servings: ModelManager, photo: Buffer, everyMs: number) {
	const durations: number[] = [];
	const models = new Set<string>();
	let failed = 0;
	const replies: Promise<void>[] = [];
	const began = performance.now();
	for (let n = 0; n < PREDICTIONS; n++) {
		await delay(Math.max(0, began + n * everyMs - performance.now()));
		const start = performance.now();
		replies.push(
			servings
				.of('default')
				.predict(photo)
				.then(
					({ model }) => {
						durations.push(performance.now() - start);
						models.add(model);
					},
					() => {
						failed++;
					},
				),
		);
	}
	await Promise.all(replies);
	return { durations, models, failed };
}
