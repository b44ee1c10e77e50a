import type { DeployedModel } from './deployed-model.ts';
import { type Health, type HealthPolicy, judgeHealth, type Observation } from './health.ts';

/** Remembers what became of the last photos of one model. */
export class HealthRecord {
	readonly #photos: number;
	readonly #observations: Observation[] = [];

	/** @param photos how many are remembered: as many as a policy asks for */
	constructor({ photos }: Pick<HealthPolicy, 'photos'>) {
		this.#photos = photos;
	}

	get observations(): readonly Observation[] {
		return this.#observations;
	}

	add(observation: Observation): void {
		this.#observations.push(observation);
		if (this.#observations.length > this.#photos) this.#observations.shift();
	}
}

export interface WatchOptions {
	/** Milliseconds on a clock that never goes back. */
	readonly now: () => number;
	readonly policy: HealthPolicy;
}

/** Watches over a model from its swap until it has proved itself. */
export class HealthWatch {
	/** What served before; undefined where the classifier followed another one. */
	readonly before: DeployedModel | undefined;
	readonly #then: readonly Observation[];
	readonly #since: number;
	readonly #record: HealthRecord;
	readonly #options: WatchOptions;

	constructor(
		before: { readonly model: DeployedModel | undefined; readonly record: HealthRecord },
		record: HealthRecord,
		options: WatchOptions,
	) {
		this.before = before.model;
		this.#then = before.record.observations;
		this.#since = options.now();
		this.#record = record;
		this.#options = options;
	}

	health(): Health {
		const { now, policy } = this.#options;
		return judgeHealth(this.#then, this.#record.observations, now() - this.#since, policy);
	}
}
