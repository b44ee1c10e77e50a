import { type Lease, type ReadModel, Servable } from './servable.ts';
import { formatVersionName, type VersionName } from './version-name.ts';

export interface ModelCacheOptions {
	readonly load: (name: VersionName) => Promise<ReadModel>;
	/** What all models may take together before the one unused for longest is given up. */
	readonly budgetBytes: number;
	/** Models that must stay at hand even so. */
	readonly pinned: () => ReadonlySet<string>;
}

export interface ModelCacheCounts {
	readonly loaded: number;
	readonly bytes: number;
	/** Predictions under way. */
	readonly leases: number;
	/** Models no longer wanted whose last predictions are under way. */
	readonly draining: number;
}

/** Models in memory, each once however many classifiers it serves. */
export class ModelCache {
	readonly #options: ModelCacheOptions;
	/** By name, the one used last at the end. */
	readonly #models = new Map<string, Servable>();
	readonly #loading = new Map<string, Promise<Servable>>();
	readonly #draining = new Set<Servable>();

	constructor(options: ModelCacheOptions) {
		this.#options = options;
	}

	/** A lease without waiting, so that no swap can come between; undefined while the model is not loaded. */
	tryLease(name: string): Lease | undefined {
		const model = this.#models.get(name);
		if (!model) return undefined;
		this.#models.delete(name);
		this.#models.set(name, model);
		return model.lease();
	}

	/** Loads a model unless it is there; several who ask at once share one load. */
	load(name: VersionName): Promise<Servable> {
		const text = formatVersionName(name);
		const known = this.#models.get(text);
		if (known) return Promise.resolve(known);
		let loading = this.#loading.get(text);
		if (!loading) {
			loading = this.#load(name, text).finally(() => this.#loading.delete(text));
			this.#loading.set(text, loading);
		}
		return loading;
	}

	/** Gives a model up; predictions under way end with it. */
	drop(name: string): void {
		const model = this.#models.get(name);
		if (!model) return;
		this.#models.delete(name);
		this.#draining.add(model);
		model.retire();
	}

	/** Gives up every model that a condition does not hold for. */
	retain(isWanted: (name: string) => boolean): void {
		for (const name of [...this.#models.keys()]) if (!isWanted(name)) this.drop(name);
	}

	counts(): ModelCacheCounts {
		const models = [...this.#models.values()];
		return {
			loaded: models.length,
			bytes: models.reduce((sum, { bytes }) => sum + bytes, 0),
			leases: [...models, ...this.#draining].reduce((sum, { leases }) => sum + leases, 0),
			draining: this.#draining.size,
		};
	}

	async #load(name: VersionName, text: string): Promise<Servable> {
		const read = await this.#options.load(name);
		const model: Servable = new Servable(text, read, () => this.#draining.delete(model));
		this.#models.set(text, model);
		this.#shrink(text);
		return model;
	}

	/** Down to the budget, the one unused for longest first. */
	#shrink(newest: string): void {
		let { bytes } = this.counts();
		if (bytes <= this.#options.budgetBytes) return;
		const pinned = this.#options.pinned();
		for (const [name, model] of [...this.#models]) {
			if (bytes <= this.#options.budgetBytes) return;
			if (name === newest || pinned.has(name)) continue;
			bytes -= model.bytes;
			this.drop(name);
		}
	}
}
