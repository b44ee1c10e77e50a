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

interface ServingOptions {
	readonly registry: Registry;
	readonly engine: Engine;
	readonly classifier: string;
	readonly logger: Logger;
}

/** Judges photos with the champion of one classifier. */
export class Serving implements Judge {
	readonly #options: ServingOptions;
	#current: Loaded;
	#judged = 0;

	private constructor(options: ServingOptions, loaded: Loaded) {
		this.#options = options;
		this.#current = loaded;
	}

	/**
	 * Loads the champion; when that fails, whatever served before it, and says so in the log.
	 * @throws {UserError} `no-model`, or why the champion failed when nothing else loads either
	 */
	static async start(options: ServingOptions): Promise<Serving> {
		return new Serving(
			options,
			await loadFirst(options, await options.registry.candidates(options.classifier)),
		);
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

	/** Turns to the champion of this moment; keeps the present version when that one does not load. */
	async refresh(): Promise<void> {
		const { registry, classifier, logger } = this.#options;
		const [champion] = await registry.candidates(classifier);
		if (formatVersionName(champion) === this.#current.name) return;
		this.#current = await load(this.#options, champion);
		logger.info({ model: this.#current.name }, 'another model serves now');
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
