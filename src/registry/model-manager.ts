import type { Logger } from '../log.ts';
import type { LabelNames } from '../model/display-names.ts';
import type { Prediction } from '../model/prediction.ts';
import type { KeptModel } from './deployed-model.ts';
import { Endpoints } from './endpoints.ts';
import { FallbackPredictor } from './fallback-predictor.ts';
import { HEALTH_POLICY, type HealthPolicy } from './health.ts';
import { backboneOfModel } from './model-backbone.ts';
import { ModelCache, type ModelCacheCounts } from './model-cache.ts';
import type {
	LivePredictors,
	LoadedModel,
	ModelChange,
	PredictOptions,
	Predictor,
	PredictorStatus,
} from './predictor.ts';
import type { Registry } from './registry.ts';
import { Rollouts } from './rollouts.ts';
import { type EmbeddingEngine, type Lease, loadClassifier } from './servable.ts';
import { DEFAULT_CLASSIFIER } from './version-name.ts';

type NamesOf = (classifier: string) => Promise<LabelNames | undefined>;

export interface ModelManagerOptions {
	readonly registry: Registry;
	readonly engine: EmbeddingEngine;
	readonly logger: Logger;
	/** Memory for models: a thousand of ten labels take half of it. */
	readonly budgetBytes?: number;
	/** What a classifier's labels are called by now: it may be other than when its model was made. */
	readonly namesOf?: NamesOf;
	readonly health?: HealthPolicy;
	/** Milliseconds on a clock that never goes back. */
	readonly now?: () => number;
}

const BUDGET_BYTES = 512 * 2 ** 20;

/** Classifiers whose files are looked at side by side: those of a thousand take a moment, and nothing else waits for them. */
const SIDE_BY_SIDE = 32;

/**
 * Classifies photos for every classifier with one engine, each by the backbone that its model was made on. A classifier
 * without a champion of its own is judged as `default` is. A model is loaded when its first photo comes; a new champion is loaded and tried before it takes over, and watched
 * afterwards. No photo is judged by a model that was given up.
 */
export class ModelManager implements LivePredictors {
	readonly #registry: Registry;
	readonly #engine: EmbeddingEngine;
	readonly #namesOf: NamesOf;
	/** What was last heard of what labels are called. */
	readonly #names = new Map<string, LabelNames | undefined>();
	readonly #endpoints: Endpoints;
	readonly #cache: ModelCache;
	readonly #rollouts: Rollouts;
	readonly #predictor: FallbackPredictor;
	/** Changes of what serves happen one after the other. */
	#lastTurn: Promise<void> = Promise.resolve();
	#judged = 0;

	private constructor(options: ModelManagerOptions) {
		const { registry, engine, logger, health: policy = HEALTH_POLICY } = options;
		const { budgetBytes = BUDGET_BYTES, now = () => performance.now() } = options;
		const endpoints = new Endpoints({ now, policy });
		this.#endpoints = endpoints;
		this.#registry = registry;
		this.#engine = engine;
		this.#namesOf = options.namesOf ?? (async () => undefined);
		this.#cache = new ModelCache({
			load: (name) => loadClassifier(name, options),
			budgetBytes,
			pinned: () => endpoints.pinned(),
		});
		this.#rollouts = new Rollouts({ registry, engine, endpoints, cache: this.#cache, logger });
		this.#predictor = new FallbackPredictor({
			engine,
			endpoints,
			cache: this.#cache,
			logger,
			now,
			takeBack: (endpoint, reason) => void this.#inTurn(this.#rollouts.takeBack(endpoint, reason)),
		});
	}

	/**
	 * Loads what serves `default`; when the champion does not load, whatever served before it, and says so in the log.
	 * @throws {UserError} `no-model`, or why the champion failed when nothing else loads either
	 */
	static async start(options: ModelManagerOptions): Promise<ModelManager> {
		const manager = new ModelManager(options);
		const endpoints = manager.#endpoints;
		const rollouts = manager.#rollouts;
		await options.registry.candidates(DEFAULT_CLASSIFIER);
		await rollouts.describe(endpoints.default);
		await rollouts.load(endpoints.default);
		endpoints.update(await options.registry.classifiers());
		const others = endpoints.all().filter((endpoint) => endpoint !== endpoints.default);
		await inSlices(others, (endpoint) => rollouts.describe(endpoint));
		await manager.#learnNames(DEFAULT_CLASSIFIER);
		return manager;
	}

	of(classifier: string): Predictor {
		return {
			predict: (bytes, options) => this.#predict(classifier, bytes, options),
			status: () => this.#status(classifier),
			loaded: () => this.#loaded(classifier),
		};
	}

	/**
	 * Turns to the champions of this moment. One that does not load is refused, once: the present model goes on, and
	 * listeners hear of it. Where nothing has changed it costs one look at each classifier's aliases.
	 */
	refresh(): Promise<void> {
		return this.#inTurn(async () => {
			this.#endpoints.update(await this.#registry.classifiers());
			await inSlices(this.#endpoints.all(), async (endpoint) => {
				await this.#rollouts.turn(endpoint);
				endpoint.checkHealth();
			});
		});
	}

	/** @returns ends the listening */
	onChange(listener: (change: ModelChange) => void): () => void {
		return this.#rollouts.onChange(listener);
	}

	/** What is in memory. */
	counts(): ModelCacheCounts {
		return this.#cache.counts();
	}

	async #predict(classifier: string, bytes: Uint8Array, options?: PredictOptions): Promise<Prediction> {
		const endpoint = this.#endpoints.of(classifier);
		// Without a wait where the model is loaded: a photo is judged by the one that served when it came.
		const lease =
			this.#cache.tryLease(this.#endpoints.modelOf(endpoint).name) ?? (await this.#lease(classifier));
		const model = this.#endpoints.modelOf(this.#endpoints.of(classifier));
		const kept = model.name === lease.model ? model.kept : undefined;
		try {
			const prediction = await this.#predictor.predict({ lease, kept }, endpoint, bytes, options);
			this.#judged++;
			await this.#learnNames(classifier);
			const names = this.#namesToday(prediction.names, classifier);
			return { ...prediction, ...(names && { names }) };
		} finally {
			lease.release();
		}
	}

	async #lease(classifier: string): Promise<Lease> {
		for (;;) {
			const endpoint = this.#endpoints.of(classifier);
			const lease = this.#cache.tryLease(this.#endpoints.modelOf(endpoint).name);
			if (lease) return lease;
			await this.#rollouts.load(endpoint);
		}
	}

	#status(classifier: string): PredictorStatus {
		// For the next who asks: this one is not to wait.
		void this.#learnNames(classifier);
		const { waiting, queueLimit, workers } = this.#engine.load();
		const { name, labels, names, backbone, kept } = this.#endpoints.modelOf(this.#endpoints.of(classifier));
		return {
			model: name,
			labels: kept ? [...labels, ...kept.labels] : labels,
			// The labels that are kept are the host's.
			names: this.#namesToday({ ...this.#endpoints.default.model?.names, ...names }, classifier),
			backbone,
			queue: { waiting, limit: queueLimit, workers },
			device: this.#engine.device,
			judged: this.#judged,
		};
	}

	/** Never rejects: while they cannot be told, as without the database, what was heard last holds. */
	async #learnNames(classifier: string): Promise<void> {
		const names = this.#namesOf(classifier).then((heard) => void this.#names.set(classifier, heard));
		await names.catch(() => {});
	}

	/** What was said since the model was made counts. */
	#namesToday(names: LabelNames | undefined, classifier: string): LabelNames | undefined {
		const heard = this.#names.has(classifier) ? classifier : DEFAULT_CLASSIFIER;
		const all = { ...names, ...this.#names.get(heard) };
		return Object.keys(all).length > 0 ? all : undefined;
	}

	async #loaded(classifier: string): Promise<LoadedModel> {
		const { kept, ...model } = this.#endpoints.modelOf(this.#endpoints.of(classifier));
		const own = await this.#read(model, classifier);
		if (!kept || this.#predictor.isUnusable(kept)) return own;
		return { ...own, kept: { labels: kept.margins, load: () => this.#read(kept, classifier) } };
	}

	async #read(
		{ name, version }: Pick<KeptModel, 'name' | 'version'>,
		classifier: string,
	): Promise<LoadedModel> {
		const read = await this.#registry.read(version);
		const find = this.#engine.backboneOf.bind(this.#engine);
		const backbone = await backboneOfModel(name, read.manifest, find);
		await this.#learnNames(classifier);
		const names = this.#namesToday(read.manifest.displayNames, classifier);
		return { name, version: read, names, backbone };
	}

	/** Afterwards, models that nothing needs any more are given up. */
	#inTurn(work: () => Promise<void>): Promise<void> {
		const turn = this.#lastTurn
			.catch(() => {})
			.then(work)
			.finally(() => {
				const wanted = this.#endpoints.wanted();
				this.#cache.retain((name) => wanted.has(name));
			});
		this.#lastTurn = turn;
		return turn;
	}
}

async function inSlices<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
	for (let start = 0; start < items.length; start += SIDE_BY_SIDE) {
		await Promise.all(items.slice(start, start + SIDE_BY_SIDE).map(work));
	}
}
