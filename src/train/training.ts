import type { LabelNames } from '../model/display-names.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { GateVerdict } from '../model/gate/gate.ts';
import type { RangeEvidence } from '../model/pixel-range.ts';
import type { NetworkWish } from './import/wish.ts';
import type { NetworkRecipe } from './network/recipe.ts';
import type { Epoch } from './network/settings.ts';
import type { NotLearned } from './not-learned.ts';

/** Fewer distinct pictures of a label than this cannot both train and test anything. */
export const MIN_PICTURES = 5;

/** Photos to learn from that every label must have before fine-tuning is worth the minutes: docs/training.md has the measurement. */
export const ENOUGH_PHOTOS = 100;

/** Photos to be collected first: labels by their ids, all of the classifier's where there are none. */
export interface CrawlFirst {
	readonly labels: readonly number[];
	/** Photos that each label is to have. */
	readonly wanted: number;
}

/**
 * Whether the last blocks of the backbone are trained, too: `if-better` only where there are photos enough, and kept only where
 * the gate calls it better than the head alone.
 */
export const FINE_TUNE_WISHES = ['always', 'if-better'] as const;
export type FineTuneWish = (typeof FINE_TUNE_WISHES)[number];

export interface TrainingRequest {
	readonly classifier: string;
	/** Who asked for it: a Discord user's id, `cli`, `schedule`. */
	readonly by: string;
	readonly crawl?: CrawlFirst;
	/** Promotes whatever the gate says. */
	readonly force?: boolean;
	/** The host's model does not go on answering for labels of its own that the new one does not know. */
	readonly letGo?: boolean;
	/** `learn`: new names, with `/learn`. `move`: to the backbone in use, where a model that served on it before serves again if nothing has changed since. */
	readonly reason?: 'command' | 'learn' | 'schedule' | 'move';
	readonly fineTune?: FineTuneWish;
	/** A network to train from scratch instead. */
	readonly fromScratch?: NetworkRecipe;
	/** A network to make the version of, instead of training one. */
	readonly network?: NetworkWish;
}

/** A label of the catalogue that was not trained. */
export interface LeftOutLabel {
	readonly label: string;
	/** Distinct pictures that it has, and how many more it needs. */
	readonly photos: number;
	readonly missing: number;
}

/** What came of training the last blocks, too. */
export type FineTuningOutcome =
	/** The version has a backbone of its own, of so many bytes. */
	| { readonly isKept: true; readonly bytes: number }
	/** The head alone was not worse by the gate. */
	| { readonly isKept: false; readonly verdict: GateVerdict };

/** What a training came to: plain JSON, since it crosses processes. Versions as `default/v13`. */
export type TrainingOutcome =
	/** Nothing that a training depends on is other than when the champion was trained. */
	| {
			readonly kind: 'unchanged';
			readonly champion: string;
			readonly leftOut: readonly LeftOutLabel[];
			/** What labels are called in other languages. */
			readonly names?: LabelNames;
	  }
	| {
			readonly kind: 'trained';
			readonly version: string;
			readonly promoted: boolean;
			/** Promoted against the verdict. */
			readonly forced: boolean;
			readonly verdict: GateVerdict;
			readonly evaluation: Evaluation;
			/** What served before. */
			readonly before?: { readonly version: string; readonly evaluation: Evaluation };
			readonly photos: {
				readonly training: number;
				readonly holdout: number;
				/** Left out of the training for what the doctor found, still measured. */
				readonly excluded: number;
				/** Photos with any finding. */
				readonly flagged: number;
				/** That what served before does not know. */
				readonly added: number;
			};
			readonly labels: readonly string[];
			/** What they are called in other languages. */
			readonly names?: LabelNames;
			/** What another model recognised before: it goes on answering for that, or nothing does. */
			readonly notLearned?: NotLearned;
			readonly leftOut: readonly LeftOutLabel[];
			/** Where the last blocks were trained, too. */
			readonly fineTuning?: FineTuningOutcome;
			/** Of a network that was trained from scratch: what each epoch came to. */
			readonly curve?: readonly Epoch[];
			/** Of an imported network: how it did in each range of pixels, where photos had to tell which is its own. */
			readonly ranges?: readonly RangeEvidence[];
	  };
