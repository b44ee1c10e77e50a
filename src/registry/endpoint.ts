import type { DeployedModel } from './deployed-model.ts';
import type { Observation } from './health.ts';
import { HealthRecord, HealthWatch, type WatchOptions } from './health-watch.ts';
import type { HealthReason } from './predictor.ts';

/** What serves one classifier, and what becomes of its photos. */
export class Endpoint {
	readonly classifier: string;
	/** Promotions that were refused or taken back. */
	readonly refused = new Set<string>();
	/** The aliases' stamp when they were last looked at. */
	stamp = 'unseen';
	#model: DeployedModel | undefined;
	readonly #watching: WatchOptions;
	#record: HealthRecord;
	#watch: HealthWatch | undefined;

	constructor(classifier: string, watching: WatchOptions) {
		this.classifier = classifier;
		this.#watching = watching;
		this.#record = new HealthRecord(watching.policy);
	}

	/** Undefined while it follows another classifier. */
	get model(): DeployedModel | undefined {
		return this.#model;
	}

	/** While the present model is under watch. */
	get watch(): HealthWatch | undefined {
		return this.#watch;
	}

	/** Lets a model serve; without one, the classifier follows another. */
	turnTo(model: DeployedModel | undefined): void {
		this.#model = model;
		this.#record = new HealthRecord(this.#watching.policy);
		this.#watch = undefined;
	}

	/** Lets a new model serve under watch; the one before stays at hand. */
	tryOut(model: DeployedModel): void {
		const before = { model: this.#model, record: this.#record };
		this.turnTo(model);
		this.#watch = new HealthWatch(before, this.#record, this.#watching);
	}

	/** @returns why the present model must be taken back, if it must */
	observe(model: string, observation: Observation): HealthReason | undefined {
		// One that came late, from a model that serves no more, says nothing of this one.
		if (this.#model?.name !== model) return undefined;
		this.#record.add(observation);
		return this.checkHealth();
	}

	/** Ends the watch over a model that has proved itself. */
	checkHealth(): HealthReason | undefined {
		const health = this.#watch?.health() ?? 'watching';
		if (health === 'watching') return undefined;
		if (health !== 'healthy') return health;
		this.#watch = undefined;
		return undefined;
	}
}
