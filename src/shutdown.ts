import type { Logger } from './log.ts';

/** Discord bots are usually stopped by a container manager, which waits ten seconds before it kills. */
const DEADLINE_MS = 8_000;

interface Step {
	readonly name: string;
	readonly run: () => unknown;
}

/** What must be closed when the process ends, last opened first. */
export class Shutdown {
	readonly #steps: Step[] = [];
	readonly #logger: Logger;
	#started = false;

	constructor(logger: Logger) {
		this.#logger = logger;
	}

	get hasBegun(): boolean {
		return this.#started;
	}

	add(name: string, run: () => unknown): void {
		this.#steps.push({ name, run });
	}

	/** Closes everything on the first signal and exits; a second signal exits at once. */
	listen(): void {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.on(signal, () => {
				if (this.#started) process.exit(1);
				void this.run(0);
			});
		}
	}

	/** Closes everything within the deadline, then exits. A step that fails does not keep the others from running. */
	async run(exitCode: number): Promise<never> {
		this.#started = true;
		const deadline = setTimeout(() => {
			this.#logger.error({}, 'could not close everything in time');
			process.exit(1);
		}, DEADLINE_MS);
		for (const { name, run } of this.#steps.toReversed()) {
			try {
				await run();
			} catch (error) {
				this.#logger.error({ step: name, error: String(error) }, 'a part did not close');
			}
		}
		clearTimeout(deadline);
		process.exit(exitCode);
	}
}
