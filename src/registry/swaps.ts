import type { Logger } from '../log.ts';
import type { BackboneReference } from '../model/backbone/backbones.ts';
import { lastChange } from './aliases.ts';
import type { HealthReason, ServingChange } from './judge.ts';
import type { ModelShelf } from './model-shelf.ts';
import type { Registry } from './registry.ts';
import type { Serving } from './serving.ts';
import type { ServingEngine } from './serving-model.ts';
import { nextStep, promotionOf, type ServingStep } from './serving-policy.ts';
import type { ServingTable } from './serving-table.ts';
import { DEFAULT_CLASSIFIER, formatVersionName, type VersionName } from './version-name.ts';

export interface SwapParts {
	readonly registry: Registry;
	readonly engine: Pick<ServingEngine, 'backboneOf'>;
	readonly table: ServingTable;
	readonly shelf: ModelShelf;
	readonly logger: Logger;
}

/** Changes what serves: acts on what the policy decides, and tells who listens. */
export class Swaps {
	readonly #parts: SwapParts;
	readonly #listeners = new Set<(change: ServingChange) => void>();
	readonly #loading = new Map<Serving, Promise<void>>();

	constructor(parts: SwapParts) {
		this.#parts = parts;
	}

	/** @returns ends the listening */
	onChange(listener: (change: ServingChange) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Notes which model serves and what it knows; it is loaded when its first photo comes. */
	async describe(serving: Serving): Promise<void> {
		const { registry } = this.#parts;
		serving.stamp = await registry.stamp(serving.classifier);
		const { step, promotion } = await this.#nextStep(serving);
		if (step.kind !== 'turn') return;
		const version = step.to;
		const name = formatVersionName(version);
		const manifest = await registry.readManifest(version).catch(() => undefined);
		const { labels = [], backbone } = manifest ?? {};
		serving.turnTo({ version, name, labels, backbone: backbone?.id ?? '', promotion });
		// What cannot serve makes way at once, and not when the first photo comes.
		const isReady = backbone !== undefined && (await this.#isInstalled(backbone));
		if (!isReady) await this.load(serving);
	}

	/** Turns to the champion of this moment, if that is another one. */
	async turn(serving: Serving): Promise<void> {
		const stamp = await this.#parts.registry.stamp(serving.classifier);
		if (stamp === serving.stamp) return;
		const { step, promotion, isReturn } = await this.#nextStep(serving);
		if (step.kind === 'follow') this.#follow(serving);
		if (step.kind === 'turn') await this.#turnTo(serving, step.to, promotion, isReturn);
		serving.stamp = stamp;
	}

	/** Loads what serves, once for all who wait for it; when it fails, whatever served before it. */
	load(serving: Serving): Promise<void> {
		const loading =
			this.#loading.get(serving) ?? this.#loadFirst(serving).finally(() => this.#loading.delete(serving));
		this.#loading.set(serving, loading);
		return loading;
	}

	/**
	 * Takes a new model back: at once for the photos that come, and then, by what it returns, on disk. What was taken back
	 * is not turned to again until somebody promotes it anew.
	 */
	takeBack(serving: Serving, reason: HealthReason): () => Promise<void> {
		const { registry, table, logger } = this.#parts;
		const { classifier, model: failed, watch } = serving;
		if (!failed) throw new Error(`nothing serves ${classifier} that could be taken back`);
		serving.refused.add(failed.promotion);
		serving.turnTo(watch?.before);
		const model = table.modelOf(serving).name;
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

	async #nextStep(serving: Serving): Promise<{ step: ServingStep; promotion: string; isReturn: boolean }> {
		const { classifier, model, refused } = serving;
		const { aliases, candidates } = await this.#parts.registry.servingState(classifier);
		const mayFollow = classifier !== DEFAULT_CLASSIFIER;
		const step = nextStep({ classifier, mayFollow, aliases, candidates, serving: model?.name, refused });
		return {
			step,
			promotion: step.kind === 'turn' ? promotionOf(step.to, classifier, aliases) : '',
			isReturn: lastChange(aliases)?.how === 'rolled-back',
		};
	}

	#follow(serving: Serving): void {
		const { table, logger } = this.#parts;
		const before = table.modelOf(serving).name;
		serving.turnTo(undefined);
		const model = table.modelOf(serving).name;
		logger.info({ classifier: serving.classifier, model }, 'a classifier follows another one again');
		this.#emit({ kind: 'swapped', classifier: serving.classifier, model, before });
	}

	async #turnTo(serving: Serving, version: VersionName, promotion: string, isReturn: boolean): Promise<void> {
		const { table, shelf, logger } = this.#parts;
		const { classifier } = serving;
		const name = formatVersionName(version);
		try {
			const { labels, backbone } = await shelf.load(version);
			// From here on without a wait: photos find the model before or the new one.
			const before = table.modelOf(serving).name;
			const model = { version, name, labels, backbone: backbone.manifest.id, promotion };
			// What a person returned to is known to be good; the one before it is what they wanted to be rid of.
			if (isReturn) serving.turnTo(model);
			else serving.tryOut(model);
			logger.info({ classifier, model: name }, 'another model serves now');
			this.#emit({ kind: 'swapped', classifier, model: name, before });
		} catch (error) {
			serving.refused.add(promotion);
			this.#refuse(serving, name, error);
			logger.error({ classifier, model: name, error: String(error) }, 'the new model does not load');
		}
	}

	async #loadFirst(serving: Serving): Promise<void> {
		const { registry, table, shelf, logger } = this.#parts;
		const { classifier } = serving;
		const served = table.modelOf(serving);
		const { aliases, candidates } = await registry.servingState(classifier);
		const order = new Map([served.version, ...candidates].map((name) => [formatVersionName(name), name]));
		let failure: { readonly error: unknown } | undefined;
		for (const [name, version] of order) {
			const promotion = promotionOf(version, classifier, aliases);
			if (serving.model !== served) return;
			try {
				const isOwn = classifier === DEFAULT_CLASSIFIER || version.classifier === classifier;
				const next = isOwn || !failure ? await shelf.load(version) : undefined;
				if (serving.model !== served) return;
				const model = next && {
					version,
					name,
					labels: next.labels,
					backbone: next.backbone.manifest.id,
					promotion,
				};
				if (failure) serving.turnTo(model);
				if (failure) this.#refuse(serving, served.name, failure.error);
				return;
			} catch (error) {
				failure ??= { error };
				serving.refused.add(promotion);
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

	#refuse(serving: Serving, model: string, error: unknown): void {
		const before = this.#parts.table.modelOf(serving).name;
		const { classifier } = serving;
		this.#emit({ kind: 'refused', classifier, model, before, reason: 'does-not-load', error });
	}

	#emit(change: ServingChange): void {
		for (const listener of this.#listeners) {
			try {
				listener(change);
			} catch (error) {
				this.#parts.logger.error({ error: String(error) }, 'could not tell of another model');
			}
		}
	}
}
