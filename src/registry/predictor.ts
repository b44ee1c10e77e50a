import type { Backbone } from '../model/backbone/folder.ts';
import type { LabelNames } from '../model/display-names.ts';
import type { Device } from '../model/engine/providers/device.ts';
import type { KeptLabels } from '../model/kept-labels.ts';
import type { Prediction } from '../model/prediction.ts';
import type { ModelVersion } from './version-files.ts';

export interface PredictOptions {
	/** Gives the job up: a waiting one leaves the queue at once. */
	readonly signal?: AbortSignal;
}

export interface PredictorStatus {
	/** `classifier/version` that serves now. */
	readonly model: string;
	/** Labels of that model, in training order. */
	readonly labels: readonly string[];
	/** What they are called in other languages. */
	readonly names?: LabelNames;
	/** Id of the one that it was made on. */
	readonly backbone: string;
	readonly queue: { readonly waiting: number; readonly limit: number; readonly workers: number };
	/** What networks run on. */
	readonly device: Device;
	/** Photos judged since the start. */
	readonly judged: number;
}

/** The one door through which every face (chat, page, command line) has a photo judged. */
export interface Predictor {
	/**
	 * Classifies one encoded photo (JPEG, PNG, WebP, GIF or AVIF bytes). The bytes are copied, not taken.
	 * @throws {UserError} `image-*` when the bytes are refused, `engine-busy` when the queue is full,
	 * `engine-timeout` and `engine-crashed` when the worker gave up on it, `no-model` when nothing serves.
	 */
	predict(bytes: Uint8Array, options?: PredictOptions): Promise<Prediction>;
	status(): PredictorStatus;
	/**
	 * The model that serves, with all that its version holds. Read anew: what serves a thousand servers keeps no more in memory
	 * than a prediction needs.
	 * @throws {UserError} `no-model`, `model-damaged`, `model-backbone-missing`
	 */
	loaded(): Promise<LoadedModel>;
}

export interface LoadedModel {
	/** `classifier/version` */
	readonly name: string;
	readonly version: ModelVersion;
	/** What its labels are called in other languages. */
	readonly names?: LabelNames;
	/** That it was made on. */
	readonly backbone: Backbone;
	/** What answers beside it, for labels that it does not know. */
	readonly kept?: { readonly labels: KeptLabels; load(): Promise<LoadedModel> };
}

/** The judge of each classifier, by its name: `default`, or the id of a guild. */
export interface Predictors {
	/** Costs nothing; a classifier without a champion of its own is judged as `default` is. */
	of(classifier: string): Predictor;
}

/** Predictors whose models change while they predict. */
export interface LivePredictors extends Predictors {
	/** Turns to what has been promoted since; without it that is noticed within seconds. */
	refresh(): Promise<void>;
	/** @returns ends the listening */
	onChange(listener: (change: ModelChange) => void): () => void;
}

/** Why a model was taken back after it had begun to serve. */
export type HealthReason = 'errors' | 'not-a-number' | 'slow' | 'unknowns';

/** What changed in what serves a classifier. */
export interface ModelChange {
	/**
	 * `swapped`: another model serves by now, since it was promoted or a person rolled back. `rolled-back`: the health watch took
	 * a new model back. `refused`: a new champion does not load, and the present model goes on.
	 */
	readonly kind: 'swapped' | 'rolled-back' | 'refused';
	readonly classifier: string;
	/** `classifier/version` that serves now; of a refusal, the one that was refused. */
	readonly model: string;
	/** What served before; of a refusal, what goes on serving. */
	readonly before?: string;
	readonly reason?: HealthReason | 'does-not-load';
	/** Why it does not load. */
	readonly error?: unknown;
}
