import type { GradedAnswer } from './reliability.ts';

const MAX_CURVE_POINTS = 50;

export interface RiskCoveragePoint {
	/** Share of the photos that get an answer. */
	readonly coverage: number;
	/** Share of these answers that is wrong. */
	readonly risk: number;
}

/**
 * What is wrong among the answers given when only the most confident are given, from few answers to all. Answers of
 * equal confidence come together: a threshold cannot tell them apart.
 */
export function riskCoverage(answers: readonly GradedAnswer[]): RiskCoveragePoint[] {
	const sorted = answers.toSorted((a, b) => b.confidence - a.confidence);
	const curve: RiskCoveragePoint[] = [];
	let wrong = 0;
	for (const [index, { isCorrect, confidence }] of sorted.entries()) {
		if (!isCorrect) wrong++;
		if (sorted[index + 1]?.confidence === confidence) continue;
		curve.push({ coverage: (index + 1) / sorted.length, risk: wrong / (index + 1) });
	}
	const points = Math.min(MAX_CURVE_POINTS, curve.length);
	return Array.from({ length: points }, (_, i) => curve[Math.ceil(((i + 1) * curve.length) / points) - 1]);
}
