import { UserError } from '../errors.ts';
import type { Backbone } from '../model/backbone/folder.ts';
import { type Classifier, classify } from '../model/classifier.ts';
import type { LabelNames } from '../model/display-names.ts';
import type { Engine } from '../model/engine/engine.ts';
import type { Prediction } from '../model/prediction.ts';
import { goldenMismatch } from './golden.ts';
import type { Manifest } from './manifest.ts';
import { backboneOfModel } from './model-backbone.ts';
import type { Registry } from './registry.ts';
import { formatVersionName, type VersionName } from './version-name.ts';

/** What serving needs of an engine. */
export type EmbeddingEngine = Pick<Engine, 'backboneOf' | 'device' | 'embed' | 'load'>;

/** A model as it was read, and the backbone that it judges by. */
export interface ReadModel {
	readonly classifier: Classifier;
	readonly backbone: Backbone;
	readonly names?: LabelNames;
	readonly keptMargins?: Manifest['keptMargins'];
}

/** The right to judge with a model until it is given back: a model is not released while anyone holds one. */
export interface Lease {
	/** `classifier/version` */
	readonly model: string;
	/** That its embeddings come from. */
	readonly backbone: Backbone;
	predict(embedding: Float32Array): Prediction;
	release(): void;
}

/** A model in memory, with only what predictions need, and how many are judging with it now. */
export class Servable {
	readonly name: string;
	readonly labels: readonly string[];
	readonly names: LabelNames | undefined;
	readonly keptMargins: Manifest['keptMargins'];
	readonly backbone: Backbone;
	/** Of its numbers, which are nearly all of it. */
	readonly bytes: number;
	#classifier: Classifier | undefined;
	#leases = 0;
	#isRetired = false;
	readonly #onRelease: () => void;

	constructor(name: string, { classifier, backbone, names, keptMargins }: ReadModel, onRelease: () => void) {
		this.name = name;
		this.labels = classifier.labels;
		this.names = names;
		this.keptMargins = keptMargins;
		this.backbone = backbone;
		this.bytes = bytesOf(classifier);
		this.#classifier = classifier;
		this.#onRelease = onRelease;
	}

	get leases(): number {
		return this.#leases;
	}

	lease(): Lease {
		this.#leases++;
		let isHeld = true;
		return {
			model: this.name,
			backbone: this.backbone,
			predict: (embedding) => {
				if (!this.#classifier || !isHeld) throw new Error(`${this.name} is judged with after its release`);
				return {
					...classify(this.#classifier, embedding),
					model: this.name,
					...(this.names && { names: this.names }),
				};
			},
			release: () => {
				if (!isHeld) return;
				isHeld = false;
				this.#leases--;
				this.#releaseOnceIdle();
			},
		};
	}

	/** Gives its memory back once the last lease is. */
	retire(): void {
		this.#isRetired = true;
		this.#releaseOnceIdle();
	}

	#releaseOnceIdle(): void {
		if (!this.#isRetired || this.#leases > 0 || !this.#classifier) return;
		this.#classifier = undefined;
		this.#onRelease();
	}
}

/**
 * Reads a version to judge with: every hash checked, its backbone's too, and warmed up by answering again what it answered
 * when it was made.
 * @throws {UserError} `model-not-found`, `model-damaged`, `model-other-format`, `model-backbone-missing`, `backbone-damaged`
 */
export async function loadClassifier(
	versionName: VersionName,
	{ registry, engine }: { readonly registry: Registry; readonly engine: EmbeddingEngine },
): Promise<ReadModel> {
	const { manifest, classifier, golden } = await registry.readServable(versionName);
	const version = formatVersionName(versionName);
	const backbone = await backboneOfModel(version, manifest, (reference) => engine.backboneOf(reference));
	const reason = goldenMismatch(classifier, golden);
	if (reason) throw new UserError('model-damaged', { version, reason });
	const { displayNames: names, keptMargins } = manifest;
	return { classifier, backbone, names, keptMargins };
}

function bytesOf(value: unknown): number {
	if (ArrayBuffer.isView(value)) return value.byteLength;
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return 0;
	return Object.values(value).reduce((sum, part) => sum + bytesOf(part), 0);
}
