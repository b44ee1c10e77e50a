import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { classify } from '../model/classifier.ts';
import type { Engine } from '../model/engine/engine.ts';
import type { Prediction } from '../model/prediction.ts';
import { goldenMismatch } from './golden.ts';
import type { Judge, JudgeOptions, JudgeStatus } from './judge.ts';
import type { Registry } from './registry.ts';
import type { ModelVersion } from './version-files.ts';
import { formatVersionName, type VersionName } from './version-name.ts';

interface Loaded {
	readonly name: string;
	readonly version: ModelVersion;
}

/** What serving needs of an engine. */
export type ServingEngine = Pick<Engine, 'backbone' | 'embed' | 'load'>;

interface ServingOptions {
	readonly registry: Registry;
	readonly engine: ServingEngine;
	readonly classifier: string;
	readonly logger: Logger;
}

/** Judges photos with the champion of one classifier. */
export class Serving implements Judge {
	readonly #options: ServingOptions;
	#current: Loaded;
	/** The champion that did not load: versions do not change, so that trying again would fail again. */
	#refused: string | undefined;
	#looking: Promise<void> = Promise.resolve();
	#judged = 0;

	private constructor(options: ServingOptions, loaded: Loaded, refused?: string) {
		this.#options = options;
		this.#current = loaded;
		this.#refused = refused;
	}

	/**
	 * Loads the champion; when that fails, whatever served before it, and says so in the log.
	 * @throws {UserError} `no-model`, or why the champion failed when nothing else loads either
	 */
	static async start(options: ServingOptions): Promise<Serving> {
		const candidates = await options.registry.candidates(options.classifier);
		const loaded = await loadFirst(options, candidates);
		const champion = formatVersionName(candidates[0]);
		return new Serving(options, loaded, loaded.name === champion ? undefined : champion);
	}

	/** Loads one version and no other. */
	static async of(name: VersionName, options: ServingOptions): Promise<Serving> {
		return new Serving(options, await load(options, name));
	}

	async judge(bytes: Uint8Array, options?: JudgeOptions): Promise<Prediction> {
		// Taken before the wait: a photo is judged by the version that served when it came.
		const { version, name } = this.#current;
		const { embedding } = await this.#options.engine.embed(bytes, options);
		this.#judged++;
		return { ...classify(version.classifier, embedding), model: name };
	}

	/**
	 * Turns to the champion of this moment. One that does not load is refused once; the present version then goes on.
	 * @throws {UserError} as `start`
	 */
	refresh(): Promise<void> {
		const look = this.#looking.catch(() => {}).then(() => this.#turnToChampion());
		this.#looking = look;
		return look;
	}

	async #turnToChampion(): Promise<void> {
		const { registry, classifier, logger } = this.#options;
		const [champion] = await registry.candidates(classifier);
		const name = formatVersionName(champion);
		if (name === this.#current.name || name === this.#refused) return;
		this.#refused = name;
		this.#current = await load(this.#options, champion);
		this.#refused = undefined;
		logger.info({ model: name }, 'another model serves now');
	}

	status(): JudgeStatus {
		const { engine } = this.#options;
		const { waiting, queueLimit, workers } = engine.load();
		return {
			model: this.#current.name,
			labels: this.#current.version.manifest.labels,
			backbone: engine.backbone.manifest.id,
			queue: { waiting, limit: queueLimit, workers },
			judged: this.#judged,
		};
	}
}

async function loadFirst(options: ServingOptions, candidates: readonly VersionName[]): Promise<Loaded> {
	let firstError: unknown;
	for (const name of candidates) {
		try {
			return await load(options, name);
		} catch (error) {
			firstError ??= error;
			options.logger.error(
				{ model: formatVersionName(name), error: String(error) },
				'a model does not load; trying the one before',
			);
		}
	}
	throw firstError;
}

async function load({ registry, engine }: ServingOptions, versionName: VersionName): Promise<Loaded> {
	const version = await registry.read(versionName);
	const name = formatVersionName(versionName);
	const { id, sha256 } = version.manifest.backbone;
	const actual = engine.backbone.manifest;
	if (sha256 !== actual.sha256) {
		throw new UserError('model-backbone-mismatch', { version: name, expected: id, actual: actual.id });
	}
	const mismatch = goldenMismatch(version.classifier, version.golden);
	if (mismatch) throw new UserError('model-damaged', { version: name, reason: mismatch });
	return { name, version };
}
