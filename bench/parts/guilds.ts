import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { seededRandom } from '../../src/dataset/random.ts';
import { PROCESSOR } from '../../src/model/engine/providers/device.ts';
import { ModelManager } from '../../src/registry/model-manager.ts';
import { Registry } from '../../src/registry/registry.ts';
import type { EmbeddingEngine } from '../../src/registry/servable.ts';
import { median, milliseconds, quantile, timeOf, times } from '../measure.ts';
import { atMost, type Section } from '../report.ts';
import { bundledBackbone, logger } from '../setup.ts';
import { syntheticEmbedding, syntheticVersion, writeGuilds } from './synthetic-guilds.ts';

const GUILDS = 1_000;
const PREDICTIONS = 2_000;

/** A thousand servers with a model of their own: memory, and what a prediction and a look for new models take. */
export async function guilds(): Promise<Section> {
	const backbone = await bundledBackbone();
	const { parts } = backbone.manifest;
	const embedding = syntheticEmbedding(parts, seededRandom(1));
	// Heads alone are measured: embedding a photo takes the same whoever asks.
	const engine: EmbeddingEngine = {
		backboneOf: async () => backbone,
		device: PROCESSOR,
		embed: async () => ({ embedding }),
		load: () => ({ waiting: 0, running: 0, queueLimit: 1, workers: 1 }),
	};
	const folder = await mkdtemp(join(tmpdir(), 'hantei-bench-'));
	try {
		const registry = new Registry({ folder, shipped: join(folder, 'none') });
		const version = syntheticVersion(backbone.manifest, 1);
		await registry.promote(await registry.write('default', version));
		const alone = await ModelManager.start({ registry, engine, logger });
		const one = await predictionTimes(alone, ['default']);

		const names = await writeGuilds(registry, folder, GUILDS, version);
		let servings = alone;
		const startMs = await timeOf(async () => {
			servings = await ModelManager.start({ registry, engine, logger });
		});
		const before = memory();
		const loads: number[] = [];
		for (const name of names) loads.push(await timeOf(() => servings.of(name).predict(new Uint8Array())));
		const after = memory();
		const all = await predictionTimes(servings, names);
		const { refreshMs, blockedMs } = await refreshTimes(servings);
		const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
		return {
			title: 'A thousand servers with a model each',
			method: `${GUILDS} models of ten labels (100 photos a label) over one backbone; a prediction is head and unknown score, without the embedding. Memory is what the process takes, after a collection where Node allows one.`,
			rows: [
				atMost('memory for all models', after.resident - before.resident, 300e6, megabytes),
				{ what: 'of it, numbers of the models', result: megabytes(servings.counts().bytes) },
				{ what: 'prediction with one model', result: `p50 ${micro(one, 0.5)}, p95 ${micro(one, 0.95)}` },
				{
					what: 'prediction with a thousand, in turn',
					result: `p50 ${micro(all, 0.5)}, p95 ${micro(all, 0.95)}`,
				},
				atMost('median with a thousand against one', median(all) / median(one), 1.5, times),
				{ what: 'a first photo: loading its model', result: `p50 ${milliseconds(median(loads))}` },
				{ what: 'start with a thousand', result: milliseconds(startMs) },
				{ what: 'look for new models', result: milliseconds(refreshMs) },
				atMost('longest block of the event loop meanwhile', blockedMs, 50, milliseconds),
			],
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function predictionTimes(servings: ModelManager, names: readonly string[]): Promise<number[]> {
	const durations: number[] = [];
	for (let n = 0; n < PREDICTIONS; n++) {
		const predictor = servings.of(names[n % names.length]);
		durations.push(await timeOf(() => predictor.predict(new Uint8Array())));
	}
	return durations;
}

async function refreshTimes(servings: ModelManager): Promise<{ refreshMs: number; blockedMs: number }> {
	await servings.refresh();
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	const durations: number[] = [];
	for (let n = 0; n < 10; n++) durations.push(await timeOf(() => servings.refresh()));
	delay.disable();
	return { refreshMs: median(durations), blockedMs: delay.max / 1e6 };
}

function memory(): { readonly resident: number } {
	globalThis.gc?.();
	return { resident: process.memoryUsage().rss };
}

function micro(durations: readonly number[], share: number): string {
	return `${(1000 * quantile(durations, share)).toFixed(0)} µs`;
}
