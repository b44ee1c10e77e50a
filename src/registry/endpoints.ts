import type { DeployedModel } from './deployed-model.ts';
import { Endpoint } from './endpoint.ts';
import type { WatchOptions } from './health-watch.ts';
import { DEFAULT_CLASSIFIER } from './version-name.ts';

/** Which model serves each classifier: its own, or that of `default`. */
export class Endpoints {
	readonly default: Endpoint;
	/** Those that may have a model of their own, by classifier. */
	readonly #endpoints: Map<string, Endpoint>;
	readonly #watching: WatchOptions;

	constructor(watching: WatchOptions) {
		this.#watching = watching;
		this.default = new Endpoint(DEFAULT_CLASSIFIER, watching);
		this.#endpoints = new Map([[DEFAULT_CLASSIFIER, this.default]]);
	}

	all(): Endpoint[] {
		return [...this.#endpoints.values()];
	}

	/** The classifier's own, or that of `default` while it has none. */
	of(classifier: string): Endpoint {
		const own = this.#endpoints.get(classifier);
		return own?.model ? own : this.default;
	}

	modelOf({ model = this.default.model }: Endpoint): DeployedModel {
		if (!model) throw new Error('nothing has been loaded yet');
		return model;
	}

	/** Takes up classifiers that are new, and forgets those that are no more. */
	update(classifiers: readonly string[]): void {
		for (const classifier of classifiers) {
			if (!this.#endpoints.has(classifier))
				this.#endpoints.set(classifier, new Endpoint(classifier, this.#watching));
		}
		const known = new Set([DEFAULT_CLASSIFIER, ...classifiers]);
		for (const classifier of this.#endpoints.keys()) {
			if (!known.has(classifier)) this.#endpoints.delete(classifier);
		}
	}

	/** Models that serve, and those kept at hand while the one that replaced them is under watch. */
	wanted(): Set<string> {
		const serving = this.all().flatMap(({ model }) => (model ? [model.name, model.kept?.name ?? []] : []));
		return new Set([...serving.flat(), ...this.pinned()]);
	}

	/** Models that must be there at once: those that others fall back on. */
	pinned(): Set<string> {
		const models = [this.default.model, ...this.all().map(({ watch }) => watch?.before)];
		return new Set(models.flatMap((model) => model?.name ?? []));
	}
}
