import type { Prediction } from '../../model/prediction.ts';

/** What answers now. */
export interface CurrentModel {
	readonly model: string;
	/** In training order. */
	readonly labels: readonly string[];
}

/** Labels beyond these nobody reads. */
const MAX_LISTED = 12;

/** The labels to name in a sentence. */
export function listed(labels: readonly string[]): readonly string[] {
	return labels.length > MAX_LISTED ? [...labels.slice(0, MAX_LISTED), '…'] : labels;
}

/** The labels a prediction chose from: in training order, unless another model has been swapped in since. */
export function labelsOf(
	{ model, ranking }: Prediction,
	serving: CurrentModel | undefined,
): readonly string[] {
	return serving?.model === model ? serving.labels : ranking.map(({ label }) => label);
}
