import type { Examination, PhotoCheck, PhotoFinding } from './issue.ts';

/**
 * Confident learning (Northcutt et al. 2021, arXiv 1911.00068): a photo is confidently of label j where a head that
 * did not see it gives j at least what it gives, on average, to photos labelled j; of several such labels the likeliest
 * counts. Where that is not its own label, its label is in doubt. What makes the thresholds robust is that a label the
 * head is unsure of, or overconfident about, is measured by its own yardstick.
 *
 * The score is the normalised margin: how far the doubted label lies behind the confident one, 0.5 for a tie to 1.
 */
export const labelNoise: PhotoCheck = {
	issue: 'label-noise',
	find(examination) {
		const { photos, probabilities } = examination;
		if (!probabilities) return [];
		const thresholds = confidenceThresholds(examination);
		return photos.flatMap(({ label, isKept }, photo): PhotoFinding[] => {
			if (isKept) return [];
			const suggestion = confidentLabel(probabilities[photo], thresholds);
			if (suggestion === undefined || suggestion === label) return [];
			const margin = probabilities[photo][suggestion] - probabilities[photo][label];
			return [{ issue: 'label-noise', photo, score: (1 + margin) / 2, suggestion }];
		});
	},
};

/** What photos of a label get on average for that label. No label is confidently anything where it has no photos. */
function confidenceThresholds({ labels, photos, probabilities = [] }: Examination): number[] {
	const sums = labels.map(() => 0);
	const counts = labels.map(() => 0);
	for (const [index, { label }] of photos.entries()) {
		sums[label] += probabilities[index][label];
		counts[label]++;
	}
	return sums.map((sum, label) => (counts[label] > 0 ? sum / counts[label] : Number.POSITIVE_INFINITY));
}

function confidentLabel(probabilities: ArrayLike<number>, thresholds: readonly number[]): number | undefined {
	let best: number | undefined;
	for (const [label, threshold] of thresholds.entries()) {
		if (probabilities[label] < threshold) continue;
		if (best === undefined || probabilities[label] > probabilities[best]) best = label;
	}
	return best;
}
