import type { Logger } from '../log.ts';
import type { BackboneReference } from '../model/backbone/backbones.ts';
import { isStorageFault } from '../storage/faults.ts';
import { type AliasFile, lastChange } from './aliases.ts';
import { keptBeside } from './deployed-model.ts';
import type { Endpoint } from './endpoint.ts';
import type { Endpoints } from './endpoints.ts';
import type { ModelCache } from './model-cache.ts';
import type { HealthReason, ModelChange } from './predictor.ts';
import type { Registry } from './registry.ts';
import type { EmbeddingEngine } from './servable.ts';
import { DEFAULT_CLASSIFIER, formatVersionName, type VersionName } from './version-name.ts';
import { nextTransition, promotionOf, type Transition } from './version-policy.ts';

export interface RolloutParts {
	readonly registry: Registry;
	readonly engine: Pick<EmbeddingEngine, 'backboneOf'>;
	readonly endpoints: Endpoints;
	readonly cache: ModelCache;
	readonly logger: Logger;
}

interface NextTransition {
	readonly step: Transition;
	readonly promotion: string;
	readonly isReturn: boolean;
	readonly aliases: AliasFile;
}

/** Changes what serves: acts on what the policy decides, and tells who listens. */
export class Rollouts {
	readonly #parts: RolloutParts;
	readonly #listeners = new Set<(change: ModelChange) => void>();
	readonly #loading = new Map<Endpoint, Promise<void>>();

	constructor(parts: RolloutParts) {
		this.#parts = parts;
	}

	/** @returns ends the listening */
	onChange(listener: (change: ModelChange) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Notes which model serves and what it knows; it is loaded when its first photo comes. */
	async describe(endpoint: Endpoint): Promise<void> {
		const { registry } = this.#parts;
		endpoint.stamp = await registry.stamp(endpoint.classifier);
		const { step, promotion, aliases } = await this.#nextTransition(endpoint);
		if (step.kind !== 'turn') return;
		const version = step.to;
		const name = formatVersionName(version);
		const manifest = await registry.readManifest(version).catch(() => undefined);
		const { labels = [], displayNames: names, backbone, keptMargins } = manifest ?? {};
		const kept = keptBeside(version, { labels, keptMargins }, { classifier: endpoint.classifier, aliases });
		endpoint.turnTo({ version, name, labels, names, backbone: backbone?.id ?? '', promotion, kept });
		// What cannot serve makes way at once, and not when the first photo comes.
		const isReady = backbone !== undefined && (await this.#isInstalled(backbone));
		if (!isReady) await this.load(endpoint);
	}

	/** Turns to the champion of this moment, if that is another one. */
	async turn(endpoint: Endpoint): Promise<void> {
		const stamp = await this.#parts.registry.stamp(endpoint.classifier);
		if (stamp === endpoint.stamp) return;
		const next = await this.#nextTransition(endpoint);
		if (next.step.kind === 'follow') this.#follow(endpoint);
		if (next.step.kind === 'turn') await this.#turnTo(endpoint, next.step.to, next);
		endpoint.stamp = stamp;
	}

	/** Loads what serves, once for all who wait for it; when it fails, whatever served before it. */
	load(endpoint: Endpoint): Promise<void> {
		const loading =
			this.#loading.get(endpoint) ?? this.#loadFirst(endpoint).finally(() => this.#loading.delete(endpoint));
		this.#loading.set(endpoint, loading);
		return loading;
	}

	/**
	 * Takes a new model back: at once for the photos that come, and then, by what it returns, on disk. What was taken back
	 * is not turned to again until somebody promotes it anew.
	 */
	takeBack(endpoint: Endpoint, reason: HealthReason): () => Promise<void> {
		const { registry, endpoints, logger } = this.#parts;
		const { classifier, model: failed, watch } = endpoint;
		if (!failed) throw new Error(`nothing serves ${classifier} that could be taken back`);
		endpoint.refused.add(failed.promotion);
		endpoint.turnTo(watch?.before);
		const model = endpoints.modelOf(endpoint).name;
		logger.warn({ classifier, model, failed: failed.name, reason }, 'a new model was taken back');
		this.#emit({ kind: 'rolled-back', classifier, model, before: failed.name, reason });
		return async () => {
			try {
				await registry.rollBack(classifier, { from: failed.version });
			} catch (error) {
				logger.error({ model: failed.name, error: String(error) }, 'cannot roll back on disk');
			}
		};
	}

	async #nextTransition(endpoint: Endpoint): Promise<NextTransition> {
		const { classifier, model, refused } = endpoint;
		const { aliases, candidates } = await this.#parts.registry.endpointState(classifier);
		const mayFollow = classifier !== DEFAULT_CLASSIFIER;
		const step = nextTransition({
			classifier,
			mayFollow,
			aliases,
			candidates,
			serving: model?.name,
			refused,
		});
		return {
			step,
			promotion: step.kind === 'turn' ? promotionOf(step.to, classifier, aliases) : '',
			isReturn: lastChange(aliases)?.how === 'rolled-back',
			aliases,
		};
	}

	#follow(endpoint: Endpoint): void {
		const { endpoints, logger } = this.#parts;
		const before = endpoints.modelOf(endpoint).name;
		endpoint.turnTo(undefined);
		const model = endpoints.modelOf(endpoint).name;
		logger.info({ classifier: endpoint.classifier, model }, 'a classifier follows another one again');
		this.#emit({ kind: 'swapped', classifier: endpoint.classifier, model, before });
	}

	async #turnTo(
		endpoint: Endpoint,
		version: VersionName,
		{ promotion, isReturn, aliases }: NextTransition,
	): Promise<void> {
		const { endpoints, cache, logger } = this.#parts;
		const { classifier } = endpoint;
		const name = formatVersionName(version);
		try {
			const { labels, names, backbone, keptMargins } = await cache.load(version);
			// From here on without a wait: photos find the model before or the new one.
			const before = endpoints.modelOf(endpoint).name;
			const kept = keptBeside(version, { labels, keptMargins }, { classifier, aliases });
			const model = { version, name, labels, names, backbone: backbone.manifest.id, promotion, kept };
			// What a person returned to is known to be good; the one before it is what they wanted to be rid of.
			if (isReturn) endpoint.turnTo(model);
			else endpoint.tryOut(model);
			logger.info({ classifier, model: name }, 'another model serves now');
			this.#emit({ kind: 'swapped', classifier, model: name, before });
		} catch (error) {
			// Tried again when it is looked for next.
			if (isStorageFault(error)) throw error;
			endpoint.refused.add(promotion);
			this.#refuse(endpoint, name, error);
			logger.error({ classifier, model: name, error: String(error) }, 'the new model does not load');
		}
	}

	async #loadFirst(endpoint: Endpoint): Promise<void> {
		const { registry, endpoints, cache, logger } = this.#parts;
		const { classifier } = endpoint;
		const served = endpoints.modelOf(endpoint);
		const { aliases, candidates } = await registry.endpointState(classifier);
		const order = new Map([served.version, ...candidates].map((name) => [formatVersionName(name), name]));
		let failure: { readonly error: unknown } | undefined;
		for (const [name, version] of order) {
			const promotion = promotionOf(version, classifier, aliases);
			if (endpoint.model !== served) return;
			try {
				const isOwn = classifier === DEFAULT_CLASSIFIER || version.classifier === classifier;
				const next = isOwn || !failure ? await cache.load(version) : undefined;
				if (endpoint.model !== served) return;
				const model = next && {
					version,
					name,
					labels: next.labels,
					names: next.names,
					backbone: next.backbone.manifest.id,
					promotion,
					kept: keptBeside(version, next, { classifier, aliases }),
				};
				if (failure) endpoint.turnTo(model);
				if (failure) this.#refuse(endpoint, served.name, failure.error);
				return;
			} catch (error) {
				if (isStorageFault(error)) throw error;
				failure ??= { error };
				endpoint.refused.add(promotion);
				logger.error({ model: name, error: String(error) }, 'a model does not load; trying the one before');
			}
		}
		throw failure?.error;
	}

	#isInstalled(backbone: BackboneReference): Promise<boolean> {
		return this.#parts.engine.backboneOf(backbone).then(
			() => true,
			() => false,
		);
	}

	#refuse(endpoint: Endpoint, model: string, error: unknown): void {
		const before = this.#parts.endpoints.modelOf(endpoint).name;
		const { classifier } = endpoint;
		this.#emit({ kind: 'refused', classifier, model, before, reason: 'does-not-load', error });
	}

	#emit(change: ModelChange): void {
		for (const listener of this.#listeners) {
			try {
				listener(change);
			} catch (error) {
				this.#parts.logger.error({ error: String(error) }, 'could not tell of another model');
			}
		}
	}
}
