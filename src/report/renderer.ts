import { Piscina } from 'piscina';
import { workerFile } from '../model/engine/worker-file.ts';
import type { RenderJob } from './plan.ts';

export interface Picture {
	/** A file's name: `confusion.png`. */
	readonly name: string;
	readonly png: Uint8Array;
	/** For those who do not see it. */
	readonly description: string;
}

/** Reports come a few at a time, days apart: the font and echarts (60 MB) leave the memory soon after. */
const IDLE_MS = 20_000;

let pool: Piscina<RenderJob, Picture[]> | undefined;

/** Draws in a thread of its own, since each picture takes a few hundred milliseconds. */
export function draw(job: RenderJob): Promise<Picture[]> {
	pool ??= new Piscina({
		...workerFile('./render-worker', import.meta.url),
		name: 'render',
		minThreads: 0,
		maxThreads: 1,
		idleTimeout: IDLE_MS,
		// A report is no reason to let a photo wait.
		niceIncrement: 10,
	});
	return pool.run(job);
}

/** Ends the thread that draws; drawing again starts another. */
export async function closeReports(): Promise<void> {
	const closing = pool;
	pool = undefined;
	await closing?.destroy();
}
