import type { Logger } from '../log.ts';
import type { Prediction } from '../model/prediction.ts';
import { type Attempt, attempt } from './attempt.ts';
import { HEALTH_POLICY, type HealthPolicy } from './health.ts';
import type { Judge, JudgeOptions, JudgeStatus, LiveJudges, LoadedModel, ServingChange } from './judge.ts';
import { backboneOfModel } from './model-backbone.ts';
import { ModelShelf, type ShelfCounts } from './model-shelf.ts';
import type { Registry } from './registry.ts';
import type { Serving } from './serving.ts';
import { type Lease, loadClassifier, type ServingEngine } from './serving-model.ts';
import { ServingTable } from './serving-table.ts';
import { Swaps } from './swaps.ts';
import { DEFAULT_CLASSIFIER } from './version-name.ts';

export interface ServingsOptions {
	readonly registry: Registry;
	readonly engine: ServingEngine;
	readonly logger: Logger;
	/** Memory for models: a thousand of ten labels take half of it. */
	readonly budgetBytes?: number;
	readonly health?: HealthPolicy;
	/** Milliseconds on a clock that never goes back. */
	readonly now?: () => number;
}

const BUDGET_BYTES = 512 * 2 ** 20;

/** Classifiers whose files are looked at side by side: those of a thousand take a moment, and nothing else waits for them. */
const SIDE_BY_SIDE = 32;

/**
 * Judges photos for every classifier with one engine, each by the backbone that its model was made on. A classifier without a champion of its own is judged as `default`
 * is. A model is loaded when its first photo comes; a new champion is loaded and tried before it takes over, and watched
 * afterwards. No photo is judged by a model that was given up.
 */
export class Servings implements LiveJudges {
	readonly #registry: Registry;
	readonly #engine: ServingEngine;
	readonly #now: () => number;
	readonly #table: ServingTable;
	readonly #shelf: ModelShelf;
	readonly #swaps: Swaps;
	/** Changes of what serves happen one after the other. */
	#lastTurn: Promise<void> = Promise.resolve();
	#judged = 0;

	private constructor(options: ServingsOptions) {
		const { registry, engine, logger, health: policy = HEALTH_POLICY } = options;
		const { budgetBytes = BUDGET_BYTES, now = () => performance.now() } = options;
		const table = new ServingTable({ now, policy });
		this.#table = table;
		this.#registry = registry;
		this.#engine = engine;
		this.#now = now;
		this.#shelf = new ModelShelf({
			load: (name) => loadClassifier(name, options),
			budgetBytes,
			pinned: () => table.pinned(),
		});
		this.#swaps = new Swaps({ registry, engine, table, shelf: this.#shelf, logger });
	}

	/**
	 * Loads what serves `default`; when the champion does not load, whatever served before it, and says so in the log.
	 * @throws {UserError} `no-model`, or why the champion failed when nothing else loads either
	 */
	static async start(options: ServingsOptions): Promise<Servings> {
		const servings = new Servings(options);
		const table = servings.#table;
		const swaps = servings.#swaps;
		await options.registry.candidates(DEFAULT_CLASSIFIER);
		await swaps.describe(table.default);
		await swaps.load(table.default);
		table.update(await options.registry.classifiers());
		const others = table.all().filter((serving) => serving !== table.default);
		await inSlices(others, (serving) => swaps.describe(serving));
		return servings;
	}

	of(classifier: string): Judge {
		return {
			judge: (bytes, options) => this.#judge(classifier, bytes, options),
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
			this.#table.update(await this.#registry.classifiers());
			await inSlices(this.#table.all(), async (serving) => {
				await this.#swaps.turn(serving);
				serving.checkHealth();
			});
		});
	}

	/** @returns ends the listening */
	onChange(listener: (change: ServingChange) => void): () => void {
		return this.#swaps.onChange(listener);
	}

	/** What is in memory. */
	counts(): ShelfCounts {
		return this.#shelf.counts();
	}

	async #judge(classifier: string, bytes: Uint8Array, options?: JudgeOptions): Promise<Prediction> {
		const serving = this.#table.of(classifier);
		// Without a wait where the model is loaded: a photo is judged by the one that served when it came.
		const lease = this.#shelf.tryLease(this.#table.modelOf(serving).name) ?? (await this.#lease(classifier));
		try {
			const prediction = await this.#judgeWith(lease, serving, bytes, options);
			this.#judged++;
			return prediction;
		} finally {
			lease.release();
		}
	}

	async #lease(classifier: string): Promise<Lease> {
		for (;;) {
			const serving = this.#table.of(classifier);
			const lease = this.#shelf.tryLease(this.#table.modelOf(serving).name);
			if (lease) return lease;
			await this.#swaps.load(serving);
		}
	}

	/** A photo that a model under watch fails on is judged by the one before: nobody goes without an answer. */
	async #judgeWith(
		lease: Lease,
		serving: Serving,
		bytes: Uint8Array,
		options?: JudgeOptions,
	): Promise<Prediction> {
		const { embedding } = await this.#engine.embed(bytes, { ...options, backbone: lease.backbone });
		const earlier = serving.watch && (serving.watch.before ?? this.#table.default.model);
		const { prediction, failure, observation } = attempt(lease, embedding, this.#now);
		const reason = serving.observe(lease.model, observation);
		if (reason) void this.#inTurn(this.#swaps.takeBack(serving, reason));
		if (prediction) return prediction;
		const other = earlier && this.#shelf.tryLease(earlier.name);
		if (!other) throw failure;
		try {
			const second = await this.#secondAttempt(other, { lease, embedding, bytes, options });
			if (second.prediction) return second.prediction;
			throw failure;
		} finally {
			other.release();
		}
	}

	/** By another model, which may have been made on another backbone. */
	async #secondAttempt(
		other: Lease,
		first: { lease: Lease; embedding: Float32Array; bytes: Uint8Array; options?: JudgeOptions },
	): Promise<Attempt> {
		const { backbone } = other;
		const isSame = backbone.manifest.sha256 === first.lease.backbone.manifest.sha256;
		const { embedding } = isSame
			? first
			: await this.#engine.embed(first.bytes, { ...first.options, backbone });
		return attempt(other, embedding, this.#now);
	}

	#status(classifier: string): JudgeStatus {
		const { waiting, queueLimit, workers } = this.#engine.load();
		const { name, labels, backbone } = this.#table.modelOf(this.#table.of(classifier));
		return {
			model: name,
			labels,
			backbone,
			queue: { waiting, limit: queueLimit, workers },
			judged: this.#judged,
		};
	}

	async #loaded(classifier: string): Promise<LoadedModel> {
		const { name, version } = this.#table.modelOf(this.#table.of(classifier));
		const read = await this.#registry.read(version);
		const find = this.#engine.backboneOf.bind(this.#engine);
		const backbone = await backboneOfModel(name, read.manifest, find);
		return { name, version: read, backbone };
	}

	/** Afterwards, models that nothing needs any more are given up. */
	#inTurn(work: () => Promise<void>): Promise<void> {
		const turn = this.#lastTurn
			.catch(() => {})
			.then(work)
			.finally(() => {
				const wanted = this.#table.wanted();
				this.#shelf.retain((name) => wanted.has(name));
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
