import { displayName, type LabelNames } from '../../model/display-names.ts';
import type { Prediction } from '../../model/prediction.ts';

/** What answers now. */
export interface CurrentModel {
	readonly model: string;
	/** In training order. */
	readonly labels: readonly string[];
	/** What they are called in other languages. */
	readonly names?: LabelNames;
}

/** Labels beyond these nobody reads. */
const MAX_LISTED = 12;

/** The labels to name in a sentence, as people of a language call them. */
export function listed(
	labels: readonly string[],
	names: LabelNames | undefined,
	language: string,
): readonly string[] {
	const shown = labels.slice(0, MAX_LISTED).map((label) => displayName(label, names, language));
	return labels.length > MAX_LISTED ? [...shown, '…'] : shown;
}

/** The labels a prediction chose from: in training order, unless another model has been swapped in since. */
export function labelsOf(
	{ model, ranking }: Prediction,
	serving: CurrentModel | undefined,
): readonly string[] {
	return serving?.model === model ? serving.labels : ranking.map(({ label }) => label);
}
