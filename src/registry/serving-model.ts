import { UserError } from '../errors.ts';
import { type Classifier, classify } from '../model/classifier.ts';
import type { Engine } from '../model/engine/engine.ts';
import type { Prediction } from '../model/prediction.ts';
import { goldenMismatch } from './golden.ts';
import type { Registry } from './registry.ts';
import { formatVersionName, type VersionName } from './version-name.ts';

/** What serving needs of an engine. */
export type ServingEngine = Pick<Engine, 'backbone' | 'embed' | 'load'>;

/** The right to judge with a model until it is given back: a model is not released while anyone holds one. */
export interface Lease {
	/** `classifier/version` */
	readonly model: string;
	judge(embedding: Float32Array): Prediction;
	release(): void;
}

/** A model in memory, with only what predictions need, and how many are judging with it now. */
export class ServingModel {
	readonly name: string;
	readonly labels: readonly string[];
	/** Of its numbers, which are nearly all of it. */
	readonly bytes: number;
	#classifier: Classifier | undefined;
	#leases = 0;
	#isRetired = false;
	readonly #onRelease: () => void;

	constructor(name: string, classifier: Classifier, onRelease: () => void) {
		this.name = name;
		this.labels = classifier.labels;
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
			judge: (embedding) => {
				if (!this.#classifier || !isHeld) throw new Error(`${this.name} is judged with after its release`);
				return { ...classify(this.#classifier, embedding), model: this.name };
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
 * Reads a version to judge with: every hash checked, made for this backbone, and warmed up by answering again what it
 * answered when it was made.
 * @throws {UserError} `model-not-found`, `model-damaged`, `model-other-format`, `model-backbone-mismatch`
 */
export async function loadClassifier(
	versionName: VersionName,
	{ registry, engine }: { readonly registry: Registry; readonly engine: ServingEngine },
): Promise<Classifier> {
	const { manifest, classifier, golden } = await registry.readServingPart(versionName);
	const version = formatVersionName(versionName);
	const actual = engine.backbone.manifest;
	if (manifest.backbone.sha256 !== actual.sha256) {
		const expected = manifest.backbone.id;
		throw new UserError('model-backbone-mismatch', { version, expected, actual: actual.id });
	}
	const reason = goldenMismatch(classifier, golden);
	if (reason) throw new UserError('model-damaged', { version, reason });
	return classifier;
}

function bytesOf(value: unknown): number {
	if (ArrayBuffer.isView(value)) return value.byteLength;
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return 0;
	return Object.values(value).reduce((sum, part) => sum + bytesOf(part), 0);
}
