import type { Examination, PhotoCheck, PhotoFinding } from './issue.ts';

/**
 * Share of a label's mean self-confidence from which a photo is confidently of it, and how far its own label must lie
 * behind. Chosen on subsets of CIFAR-10 (three to eight labels of 36 or 60 photos, a fifth of the labels shuffled), from
 * the same probabilities: .7 and .2 find 86 % of them with 4 % false alarms, .5 and .2 89 % with as few; nearly confident
 * learning's own rule (.9 and 0) 77 % with 4 %. A lesser margin finds more, and doubts half as many right ones again.
 */
const CONFIDENT = 0.5;
const MIN_MARGIN = 0.2;

/**
 * Confident learning (Northcutt et al. 2021, arXiv 1911.00068): each label is measured by its own yardstick, the
 * probability that a head gives on average to photos labelled so which it did not see. A photo is confidently of a
 * label where it comes near that; of several such labels the likeliest counts. Where that is not its own label, and
 * its own lies well behind, its label is in doubt.
 *
 * The score grows with the normalised margin: 0.5 where both labels are equally likely, 1 where its own is impossible.
 */
export const labelNoise: PhotoCheck = {
	issue: 'label-noise',
	find(examination) {
		const { photos, probabilities } = examination;
		if (!probabilities) return [];
		const yardsticks = meanSelfConfidences(examination);
		return photos.flatMap(({ label, isKept }, photo): PhotoFinding[] => {
			if (isKept) return [];
			const suggestion = confidentLabel(probabilities[photo], yardsticks);
			if (suggestion === undefined || suggestion === label) return [];
			const margin = probabilities[photo][suggestion] - probabilities[photo][label];
			return margin < MIN_MARGIN
				? []
				: [{ issue: 'label-noise', photo, score: (1 + margin) / 2, suggestion }];
		});
	},
};

/** What photos of a label get on average for it. Nothing is confidently of a label that has no photos. */
function meanSelfConfidences({ labels, photos, probabilities = [] }: Examination): number[] {
	const sums = labels.map(() => 0);
	const counts = labels.map(() => 0);
	for (const [index, { label }] of photos.entries()) {
		sums[label] += probabilities[index][label];
		counts[label]++;
	}
	return sums.map((sum, label) => (counts[label] > 0 ? sum / counts[label] : Number.POSITIVE_INFINITY));
}

function confidentLabel(probabilities: ArrayLike<number>, yardsticks: readonly number[]): number | undefined {
	let best: number | undefined;
	for (const [label, yardstick] of yardsticks.entries()) {
		if (probabilities[label] < CONFIDENT * yardstick) continue;
		if (best === undefined || probabilities[label] > probabilities[best]) best = label;
	}
	return best;
}
