import { mean } from './statistics/reliability.ts';

/** How likely a photo is of a label rather than of none, by its similarity to the label's photos. */
export interface Likelihood {
	/** Similarity at which it is as likely of a label as of none. */
	readonly middle: number;
	/** Log-odds per unit of similarity; never negative. */
	readonly slope: number;
}

/**
 * What turns the similarity to a label's photos into the probability that a photo shows any label at all, where strangers
 * are like the photos of other labels.
 */
export interface Familiarity extends Likelihood {
	/** The same for strangers of all kinds, and their share among strangers; none where other labels alone stand in for them. */
	readonly others?: Likelihood & { readonly share: number };
}

/**
 * That a photo shows one of the labels, by its similarity to those of the label it was judged to be: Bayes' theorem for
 * strangers of two sorts. It takes for granted that half of the photos show none of them: what people post is not known
 * beforehand.
 * @param familiarity null where no photo tells: then every photo shows one
 */
export function knownProbability(familiarity: Familiarity | null, similarity: number): number {
	if (familiarity === null) return 1;
	const strangerOdds = ({ middle, slope }: Likelihood) => Math.exp(slope * (middle - similarity));
	const { others } = familiarity;
	if (!others) return 1 / (1 + strangerOdds(familiarity));
	return 1 / (1 + (1 - others.share) * strangerOdds(familiarity) + others.share * strangerOdds(others));
}

/** Similarity, -1 to 1, from which a photo is more likely of a label than of none. */
export function evenSimilarity(familiarity: Familiarity): number {
	let [low, high] = [-1, 1];
	while (high - low > 1e-6) {
		const middle = (low + high) / 2;
		if (knownProbability(familiarity, middle) < 0.5) low = middle;
		else high = middle;
	}
	return high;
}

const MOST_STEPS = 100;
const DAMPING = 1e-9;

/**
 * Platt scaling (Platt 1999) of similarities, with his smoothed targets, by Newton's method with step halving; known photos
 * and strangers weigh the same, however many there are of each.
 * @param known similarities of photos of the labels, to photos other than themselves and their like
 * @param strangers the same of photos of none of the labels
 */
export function fitLikelihood(known: readonly number[], strangers: readonly number[]): Likelihood {
	const all = [...known, ...strangers];
	const centre = mean(all);
	const spread = Math.sqrt(mean(all.map((similarity) => (similarity - centre) ** 2))) || 1;
	const samples = [
		...known.map((similarity) => sampleOf(similarity, known.length, true)),
		...strangers.map((similarity) => sampleOf(similarity, strangers.length, false)),
	];

	function sampleOf(similarity: number, count: number, isKnown: boolean) {
		const smoothed = (count + 1) / (count + 2);
		return {
			x: (similarity - centre) / spread,
			target: isKnown ? smoothed : 1 - smoothed,
			weight: 1 / (2 * count),
		};
	}

	const loss = (slope: number, bias: number) =>
		samples.reduce((sum, { x, target, weight }) => {
			const z = slope * x + bias;
			return sum + weight * (Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - target * z);
		}, 0);

	let [slope, bias] = [0, 0];
	for (let step = 0; step < MOST_STEPS; step++) {
		let [slopeGradient, biasGradient, xx, x1, oneOne] = [0, 0, DAMPING, 0, DAMPING];
		for (const { x, target, weight } of samples) {
			const p = 1 / (1 + Math.exp(-slope * x - bias));
			const curvature = weight * p * (1 - p);
			slopeGradient += weight * (p - target) * x;
			biasGradient += weight * (p - target);
			xx += curvature * x * x;
			x1 += curvature * x;
			oneOne += curvature;
		}
		const determinant = xx * oneOne - x1 * x1;
		const slopeStep = (oneOne * slopeGradient - x1 * biasGradient) / determinant;
		const biasStep = (xx * biasGradient - x1 * slopeGradient) / determinant;
		const before = loss(slope, bias);
		let share = 1;
		while (share > 1e-6 && loss(slope - share * slopeStep, bias - share * biasStep) > before) share /= 2;
		slope -= share * slopeStep;
		bias -= share * biasStep;
		if (Math.abs(slopeStep) + Math.abs(biasStep) < 1e-9) break;
	}
	// Strangers that are more alike than photos of the labels: similarity tells nothing then, and everything is as likely as not.
	if (!(slope > 0)) return { middle: centre, slope: 0 };
	return { middle: centre - (spread * bias) / slope, slope: slope / spread };
}
