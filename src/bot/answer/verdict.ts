import type { UserError } from '../../errors.ts';
import type { Prediction, Verdict } from '../../model/prediction.ts';

/** What came of one picture of a message. */
export type ImageAnswer = {
	readonly spoiler: boolean;
} & ({ readonly prediction: Prediction } | { readonly refusal: UserError });

/** The model's verdict, or the one that a threshold of the guild's own leads to. */
export function verdictOf({ verdict, ranking }: Prediction, threshold: number | null): Verdict {
	if (threshold === null || verdict === 'unknown') return verdict;
	return (ranking[0]?.confidence ?? 0) >= threshold ? 'sure' : 'unsure';
}
