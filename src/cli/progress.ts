import { Presets, SingleBar } from 'cli-progress';
import { printError } from './print.ts';

/** Progress of a command's steps on standard error: a bar in a terminal, one line a step elsewhere. */
export class Progress {
	#step = '';
	#bar: SingleBar | undefined;

	update(step: string, done: number, total: number): void {
		if (step !== this.#step) {
			this.stop();
			this.#step = step;
			if (!process.stderr.isTTY) printError(total > 0 ? `${step} (${total})\n` : `${step} …\n`);
		}
		// What is over in a moment has no total, and no bar.
		if (process.stderr.isTTY && total > 0) this.#bar ??= startBar(step, total);
		this.#bar?.update(done);
	}

	stop(): void {
		this.#bar?.stop();
		this.#bar = undefined;
	}
}

/** Shows the progress of something, until it is done. */
export async function withProgress<Result>(work: (progress: Progress) => Promise<Result>): Promise<Result> {
	const progress = new Progress();
	try {
		return await work(progress);
	} finally {
		progress.stop();
	}
}

function startBar(step: string, total: number): SingleBar {
	const bar = new SingleBar(
		{ format: `${step} [{bar}] {value}/{total} · {eta_formatted}`, stream: process.stderr, hideCursor: true },
		Presets.legacy,
	);
	bar.start(total, 0);
	return bar;
}
