import type { Evaluation } from '../model/evaluation.ts';

/** A mix-up: photos of one label that were judged to be another. */
export interface MixUp {
	readonly label: string;
	readonly judged: string;
	readonly photos: number;
	/** Of the label's photos, 0 to 1. */
	readonly share: number;
}

/** Most frequent first; among equals, the larger share of its label. */
export function mixUps({ labels, confusion }: Pick<Evaluation, 'labels' | 'confusion'>): MixUp[] {
	return confusion
		.flatMap((row, k) =>
			row.flatMap((photos, judged) =>
				judged === k || photos === 0
					? []
					: {
							label: labels[k].label,
							judged: labels[judged].label,
							photos,
							share: photos / labels[k].photos,
						},
			),
		)
		.sort((a, b) => b.photos - a.photos || b.share - a.share);
}

/** Two labels that are mixed up, in whichever direction. */
export interface MixedUpPair {
	readonly first: string;
	readonly second: string;
	/** Of either label that were judged to be the other. */
	readonly photos: number;
}

/** Most frequent first; the label named first is the one more often taken for the other. */
export function mixedUpPairs({ labels, confusion }: Pick<Evaluation, 'labels' | 'confusion'>): MixedUpPair[] {
	const pairs: MixedUpPair[] = [];
	for (const [a, row] of confusion.entries()) {
		for (let b = a + 1; b < row.length; b++) {
			const [there, back] = [row[b], confusion[b][a]];
			if (there + back === 0) continue;
			const [first, second] = there >= back ? [a, b] : [b, a];
			pairs.push({ first: labels[first].label, second: labels[second].label, photos: there + back });
		}
	}
	return pairs.sort((a, b) => b.photos - a.photos);
}

/** `0.898`. */
export function score(value: number): string {
	return value.toFixed(3);
}

/** What more photos of a label would gain. */
export interface LearningCurve {
	readonly labels: readonly {
		readonly label: string;
		/** By number of the label's photos learned from. */
		readonly points: readonly { readonly photos: number; readonly recall: number }[];
	}[];
}

/** How a network's training went, epoch by epoch. */
export interface TrainingCurve {
	readonly epochs: readonly {
		readonly loss: number;
		readonly accuracy: number;
		readonly heldOutLoss: number;
		readonly heldOutAccuracy: number;
	}[];
}
