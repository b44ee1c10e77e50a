import type { Diagnosis } from './doctor.ts';
import type { Examination, PhotoIssue } from './issue.ts';

/** What an answer is worth where a check other than label noise found something: a copy needs no answer. */
const WORTH: Readonly<Record<PhotoIssue, number>> = {
	'label-noise': 1,
	'cross-label': 0.9,
	outlier: 0.6,
	blurred: 0.3,
	'too-small': 0.3,
	'near-duplicate': 0,
};

/**
 * How much a person's answer about each photo would teach, 0 to 1 (active label cleaning): what a head that did not see
 * it holds against its label. A photo that a person kept teaches nothing more, and each further one of a group half as much as the one before.
 */
export function lessonValues(
	{ photos, probabilities }: Examination,
	{ photos: findings }: Diagnosis,
): number[] {
	const values = photos.map(({ label, isKept }, photo) =>
		isKept || !probabilities ? 0 : 1 - probabilities[photo][label],
	);
	for (const { photo, issue, score } of findings)
		if (!photos[photo].isKept) values[photo] = Math.max(values[photo], WORTH[issue] * score);

	const seen = new Map<number, number>();
	const order = values.map((_, photo) => photo).sort((a, b) => values[b] - values[a] || a - b);
	for (const photo of order) {
		const before = seen.get(photos[photo].group) ?? 0;
		seen.set(photos[photo].group, before + 1);
		values[photo] /= 2 ** before;
	}
	return values;
}
