import { indexOfLargest } from './statistics/index-of-largest.ts';

/** How a network does on labelled photos when it is shown their pixels in one range. */
export interface RangeEvidence<Range extends string = string> {
	readonly range: Range;
	readonly photos: number;
	/** Share of its answers that is right. */
	readonly accuracy: number;
	/** Mean negative log-likelihood of the right label, nats; guessing gives the logarithm of the number of labels. */
	readonly logLoss: number;
}

/** A probability that underflowed to zero would make the whole mean infinite. */
const LEAST_PROBABILITY = 1e-12;

/** @param answers the probabilities of each photo, and the index of its label */
export function weighRange<Range extends string>(
	range: Range,
	answers: readonly { readonly probabilities: Float32Array; readonly label: number }[],
): RangeEvidence<Range> {
	const right = answers.filter(({ probabilities, label }) => indexOfLargest(probabilities) === label).length;
	const loss = answers.reduce(
		(sum, { probabilities, label }) =>
			sum - Math.log(Math.max(probabilities[label] as number, LEAST_PROBABILITY)),
		0,
	);
	return {
		range,
		photos: answers.length,
		accuracy: right / answers.length,
		logLoss: loss / answers.length,
	};
}

/**
 * The range that a network was trained on: the one with which it is surprised least by what photos show. The loss tells
 * ranges apart that give the same answers, since pixels of a foreign range make a network sure of whatever it says.
 */
export function likeliestRange<Range extends string>(
	evidence: readonly RangeEvidence<Range>[],
): RangeEvidence<Range> {
	const [likeliest] = evidence.toSorted((a, b) => a.logLoss - b.logLoss || b.accuracy - a.accuracy);
	if (!likeliest) throw new TypeError('No range to choose from');
	return likeliest;
}
