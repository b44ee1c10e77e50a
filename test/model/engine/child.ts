import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestEngine } from '../../support/backbone.ts';
import { drawPicture } from '../../support/pictures.ts';
import { writeHeavyNetwork } from './heavy-network.ts';

/**
 * A process of its own with an engine. Each scenario writes what became of its photos, as JSON; the process must then
 * end by itself.
 */
const photo = await drawPicture('house', 1);

const outcomeOf = (work: Promise<unknown>) =>
	work.then(
		() => 'answered',
		({ code }) => code as string,
	);

const SCENARIOS: Record<string, () => Promise<unknown>> = {
	async judge() {
		const { engine, logger } = await openTestEngine();
		const outcomes: string[] = [];
		for (let n = 0; n < 4; n++) outcomes.push(await outcomeOf(engine.embed(photo)));
		const load = engine.load();
		await engine.close();
		return { outcomes, load, log: logger.lines };
	},

	/** Closes engines at many moments of their workers' start; another engine's photos are the clock. */
	async start() {
		const clock = await openTestEngine();
		await clock.engine.embed(photo);
		const starting = await Promise.all(Array.from({ length: 4 }, () => openTestEngine()));
		for (const { engine } of starting) {
			for (let tick = 0; tick < 4; tick++) await clock.engine.embed(photo);
			await engine.close();
		}
		await clock.engine.close();
		return {};
	},

	/** Cancels photos at many moments of their judging. */
	async cancel() {
		const { engine } = await openTestEngine({ workers: 2 });
		const outcomes = new Set<string>();
		for (let n = 0; n < 12; n++) {
			const stop = new AbortController();
			const first = engine.embed(photo);
			const cancelled = Array.from({ length: 4 }, () =>
				outcomeOf(engine.embed(photo, { signal: stop.signal })),
			);
			await first;
			stop.abort();
			for (const outcome of await Promise.all(cancelled)) outcomes.add(outcome);
		}
		const last = await outcomeOf(engine.embed(photo));
		await engine.close();
		return { outcomes: [...outcomes].sort(), last };
	},

	/** Overruns its time inside ONNX Runtime. */
	async late() {
		const folder = await mkdtemp(join(tmpdir(), 'hantei-test-'));
		const network = await writeHeavyNetwork(folder);
		const { engine } = await openTestEngine({ timeoutMs: 400 });
		const late = await outcomeOf(engine.probabilities(network, photo));
		const next = await outcomeOf(engine.embed(photo));
		await engine.close();
		await rm(folder, { recursive: true });
		return { late, next };
	},

	/** Exits while both workers are at work. */
	async exit() {
		const { engine } = await openTestEngine({ workers: 2 });
		const photos = Array.from({ length: 20 }, () => engine.embed(photo));
		await Promise.any(photos);
		process.stdout.write(JSON.stringify({ outcome: 'answered' }));
		process.exit(7);
	},
};

process.stdout.write(JSON.stringify(await SCENARIOS[process.argv[2]]()));
