import type { Logger } from '../log.ts';

/**
 * What is closed in which order, and how many milliseconds each stage may take: together less than the ten seconds that
 * a container manager waits before it kills. Work still needs engines and stores; the bot says goodbye to what stands
 * in for Discord.
 */
const STAGES = { faces: 6_000, work: 1_000, engines: 600, 'stand-ins': 300, stores: 200, lock: 100 } as const;

export type Stage = keyof typeof STAGES;

interface Step {
	readonly stage: Stage;
	readonly name: string;
	readonly close: (ms: number) => unknown;
}

/** What must be closed when the process ends: stage by stage, the parts of a stage side by side. */
export class Closing {
	readonly #steps: Step[] = [];
	readonly #logger: Pick<Logger, 'error'>;
	#closed: Promise<void> | undefined;

	constructor(logger: Pick<Logger, 'error'>) {
		this.#logger = logger;
	}

	get hasBegun(): boolean {
		return this.#closed !== undefined;
	}

	/** @param close is told how many milliseconds it has */
	add(stage: Stage, name: string, close: (ms: number) => unknown): void {
		this.#steps.push({ stage, name, close });
	}

	/** Never rejects: a part that fails, or is not done in its time, does not keep the others from closing. */
	run(): Promise<void> {
		this.#closed ??= this.#run();
		return this.#closed;
	}

	async #run(): Promise<void> {
		for (const stage of Object.keys(STAGES) as Stage[]) {
			const steps = this.#steps.filter((step) => step.stage === stage);
			await Promise.all(steps.map((step) => this.#close(step)));
		}
	}

	async #close({ stage, name, close }: Step): Promise<void> {
		const ms = STAGES[stage];
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<never>((_, reject) => {
			timer = setTimeout(() => reject(new Error(`it took more than ${ms} ms`)), ms);
		});
		try {
			await Promise.race([Promise.resolve(ms).then(close), late]);
		} catch (error) {
			this.#logger.error({ part: name, error: String(error) }, 'a part did not close');
		} finally {
			clearTimeout(timer);
		}
	}
}

/** Closes everything on the first signal and exits; a second signal exits at once. */
export function closeOnSignals(closing: Closing): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (closing.hasBegun) process.exit(1);
			void closing.run().then(() => process.exit(0));
		});
	}
}
