import { calibrationError, type GradedAnswer, type ReliabilityBin, reliabilityBins } from './reliability.ts';

/** What is shown as this much or more counts as sure. */
export const SURE = 0.9;

/** Whether the percentage that is shown comes true where half of the photos are of none of the labels. */
export interface Mixture {
	/** Half of them strangers. */
	readonly photos: number;
	readonly reliability: readonly ReliabilityBin[];
	readonly calibrationError: number;
	/** Answers of 90 % or more. */
	readonly sure: {
		readonly answers: number;
		/** Of them, 0 to 1. */
		readonly right: number;
		/** Of them, 0 to 1. */
		readonly strangers: number;
		/** Of the photos that show a label, 0 to 1: how many get one. */
		readonly coverage: number;
	};
}

/**
 * As many photos of the labels as of other things, evenly chosen from the more of the two; a stranger is never right.
 * Undefined where there are none of either.
 */
export function measureMixture(
	known: readonly GradedAnswer[],
	strangers: readonly GradedAnswer[],
): Mixture | undefined {
	const count = Math.min(known.length, strangers.length);
	if (count === 0) return undefined;
	const half = evenly(known, count);
	const otherHalf = evenly(strangers, count).map(({ confidence }) => ({ confidence, isCorrect: false }));
	const reliability = reliabilityBins([...half, ...otherHalf]);
	const [sure, sureStrangers] = [half.filter(isSure), otherHalf.filter(isSure)];
	const answers = sure.length + sureStrangers.length;
	const share = (part: number) => (answers > 0 ? part / answers : 0);
	return {
		photos: 2 * count,
		reliability,
		calibrationError: calibrationError(reliability),
		sure: {
			answers,
			right: share(sure.filter(({ isCorrect }) => isCorrect).length),
			strangers: share(sureStrangers.length),
			coverage: sure.length / count,
		},
	};
}

function isSure({ confidence }: GradedAnswer): boolean {
	return confidence >= SURE;
}

function evenly<Item>(items: readonly Item[], count: number): Item[] {
	return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]);
}
