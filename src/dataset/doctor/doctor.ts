import { dominantAuthor } from './dominant-author.ts';
import type { Examination, LabelCheck, LabelFinding, PhotoCheck, PhotoFinding } from './issue.ts';
import { labelNoise } from './label-noise.ts';
import { imbalance, tooFew } from './label-sizes.ts';
import { outlier } from './outlier.ts';
import { blurred, tooSmall } from './photo-quality.ts';
import { crossLabel, nearDuplicate } from './same-picture.ts';

export type { Examination, ExaminedPhoto, Issue, LabelFinding, PhotoFinding } from './issue.ts';

const PHOTO_CHECKS: readonly PhotoCheck[] = [
	labelNoise,
	crossLabel,
	outlier,
	nearDuplicate,
	blurred,
	tooSmall,
];

const LABEL_CHECKS: readonly LabelCheck[] = [tooFew, imbalance, dominantAuthor];

export interface Diagnosis {
	/** Worst first. */
	readonly photos: readonly PhotoFinding[];
	/** Worst first. */
	readonly labels: readonly LabelFinding[];
}

/**
 * Looks for everything that can be wrong with a dataset (after cleanlab's Datalab: one check per issue, one interface).
 * It only points: nothing is changed. What lacks its measurements is not looked for.
 */
export function examine(examination: Examination): Diagnosis {
	return {
		photos: PHOTO_CHECKS.flatMap((check) => check.find(examination)).sort((a, b) => b.score - a.score),
		labels: LABEL_CHECKS.flatMap((check) => check.find(examination)).sort((a, b) => b.score - a.score),
	};
}
