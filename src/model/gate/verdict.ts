import { z } from 'zod';

const share = z.number().min(-1).max(1);

/** What the gate says of a candidate and why, with the figures that decided. Plain JSON. */
export const gateVerdictSchema = z.object({
	decision: z.enum(['promote', 'keep']),
	/**
	 * Promoted: `first` (there is nothing to compare with), `improved` (significantly better), `no-worse` (worse by more than the
	 * margin is ruled out). Kept: `worse`, `worse-on-label`, `unproven` (too few photos to rule it out), `below-floor`,
	 * `label-lost`.
	 */
	reason: z.enum([
		'first',
		'improved',
		'no-worse',
		'worse',
		'worse-on-label',
		'unproven',
		'below-floor',
		'label-lost',
	]),
	/** Photos on which both were compared. */
	pairs: z.int().nonnegative(),
	/** Accuracy of the candidate less the champion's; `low` and `high` each hold with 95 % confidence. */
	difference: z.object({ value: share, low: share, high: share }).optional(),
	/** Groups of photos on which one of the two was right more often, and the exact two-sided p-value. */
	mcNemar: z
		.object({
			onlyChampion: z.int().nonnegative(),
			onlyCandidate: z.int().nonnegative(),
			p: z.number().min(0).max(1),
		})
		.optional(),
	/** The label on which the candidate is significantly worse, and by how much of its recall. */
	label: z.object({ label: z.string(), difference: share }).optional(),
	/** The figure that misses its floor: the least allowed, for calibration the most. */
	floor: z
		.object({
			figure: z.enum(['macro-f1', 'recall', 'calibration']),
			value: z.number(),
			limit: z.number(),
			label: z.string().optional(),
		})
		.optional(),
	/** Labels that the champion knows, the classifier is meant to know, and the candidate does not. */
	lost: z.array(z.string()).optional(),
	/** Labels that are wanted, and that the candidate knows and the champion does not. */
	added: z.array(z.string()).optional(),
});

export type GateVerdict = Readonly<z.infer<typeof gateVerdictSchema>>;
