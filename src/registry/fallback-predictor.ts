import type { Logger } from '../log.ts';
import { withKeptLabels } from '../model/kept-labels.ts';
import type { Prediction } from '../model/prediction.ts';
import { type Attempt, attempt } from './attempt.ts';
import type { KeptModel } from './deployed-model.ts';
import type { Endpoint } from './endpoint.ts';
import type { Endpoints } from './endpoints.ts';
import type { ModelCache } from './model-cache.ts';
import type { HealthReason, PredictOptions } from './predictor.ts';
import type { EmbeddingEngine, Lease } from './servable.ts';

export interface FallbackPredictorParts {
	readonly engine: EmbeddingEngine;
	readonly endpoints: Endpoints;
	readonly cache: ModelCache;
	readonly logger: Logger;
	/** Milliseconds on a clock that never goes back. */
	readonly now: () => number;
	/** Called when the model of an endpoint must be taken back. */
	readonly takeBack: (endpoint: Endpoint, reason: HealthReason) => void;
}

/** A photo that a model has looked at. */
interface FirstLook {
	readonly lease: Lease;
	readonly embedding: Float32Array;
	readonly bytes: Uint8Array;
	readonly options?: PredictOptions;
}

/**
 * Predicts with the model that serves; beside it with the one kept for labels that it does not know, and behind it with
 * the one before, while it is under watch.
 */
export class FallbackPredictor {
	readonly #parts: FallbackPredictorParts;
	/** Kept models that do not load. */
	readonly #unusable = new Set<string>();

	constructor(parts: FallbackPredictorParts) {
		this.#parts = parts;
	}

	/** Whether a kept model turned out not to load. */
	isUnusable({ name }: KeptModel): boolean {
		return this.#unusable.has(name);
	}

	/** A photo that a model under watch fails on is judged by the one before: nobody goes without an answer. */
	async predict(
		{ lease, kept }: { readonly lease: Lease; readonly kept: KeptModel | undefined },
		endpoint: Endpoint,
		bytes: Uint8Array,
		options?: PredictOptions,
	): Promise<Prediction> {
		const beside = kept && (await this.#leaseKept(kept));
		try {
			const wish = { ...options, backbone: lease.backbone, ...(beside && { beside: beside.backbone }) };
			const seen = await this.#parts.engine.embed(bytes, wish);
			const first: FirstLook = { lease, embedding: seen.embedding, bytes, options };
			const alone = attempt(lease, seen.embedding, this.#parts.now);
			return await this.#answer(
				kept && beside
					? await this.#withKept(alone, { ...kept, lease: beside, embedding: seen.beside }, first)
					: alone,
				endpoint,
				first,
			);
		} finally {
			beside?.release();
		}
	}

	async #answer(
		{ prediction, failure, observation }: Attempt,
		endpoint: Endpoint,
		first: FirstLook,
	): Promise<Prediction> {
		const earlier = endpoint.watch && (endpoint.watch.before ?? this.#parts.endpoints.default.model);
		const reason = endpoint.observe(first.lease.model, observation);
		if (reason) this.#parts.takeBack(endpoint, reason);
		if (prediction) return prediction;
		const other = earlier && this.#parts.cache.tryLease(earlier.name);
		if (!other) throw failure;
		try {
			const second = await this.#secondAttempt(other, first);
			if (second.prediction) return second.prediction;
			throw failure;
		} finally {
			other.release();
		}
	}

	/** What the model that is kept beside another says, where it knows the photo better. */
	async #withKept(
		alone: Attempt,
		{
			lease,
			embedding,
			margins,
		}: KeptModel & { readonly lease: Lease; readonly embedding: Float32Array | undefined },
		first: FirstLook,
	): Promise<Attempt> {
		if (!alone.prediction) return alone;
		const { prediction: earlier } = embedding
			? attempt(lease, embedding, this.#parts.now)
			: await this.#secondAttempt(lease, first);
		if (!earlier) return alone;
		const prediction = withKeptLabels(alone.prediction, earlier, margins);
		const outcome = prediction.verdict === 'unknown' ? 'unknown' : 'answered';
		return { prediction, observation: { ...alone.observation, outcome } };
	}

	/** Undefined, once said in the log, for one that cannot be loaded: then the server's own answers alone. */
	async #leaseKept({ version, name }: KeptModel): Promise<Lease | undefined> {
		if (this.#unusable.has(name)) return undefined;
		try {
			await this.#parts.cache.load(version);
			return this.#parts.cache.tryLease(name);
		} catch (error) {
			this.#unusable.add(name);
			this.#parts.logger.error(
				{ model: name, error: String(error) },
				'a model kept for its labels does not load',
			);
			return undefined;
		}
	}

	/** By another model, which may have been made on another backbone. */
	async #secondAttempt(other: Lease, first: FirstLook): Promise<Attempt> {
		const { backbone } = other;
		const isSame = backbone.manifest.sha256 === first.lease.backbone.manifest.sha256;
		const { embedding } = isSame
			? first
			: await this.#parts.engine.embed(first.bytes, { ...first.options, backbone });
		return attempt(other, embedding, this.#parts.now);
	}
}
