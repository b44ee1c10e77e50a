import type { GatePair } from '../model/gate/gate.ts';
import { headLogits } from '../model/head.ts';
import { indexOfLargest } from '../model/statistics/index-of-largest.ts';
import type { ModelVersion } from '../registry/version-files.ts';
import type { TrainingDataset, TrainingPhoto } from './assemble-dataset.ts';

export interface Candidate {
	readonly dataset: TrainingDataset;
	/** Probabilities of each photo by a head that saw neither it nor its group. */
	readonly honest: readonly ArrayLike<number>[];
}

/**
 * Whether champion and candidate are right about each photo that both can be asked about honestly: what the champion
 * said when it was trained, by a head that had not seen the photo; or what it says now, of a photo that is new to it,
 * whole group and all. Both must be of one backbone. Both choose among the labels that both know: a candidate that learnt one more label must not
 * look worse for having more to choose from.
 */
export function honestPairs(candidate: Candidate, champion: ModelVersion): GatePair[] {
	const { photos, labels } = candidate.dataset;
	const shared = labels.filter((label) => champion.classifier.labels.includes(label));
	const championSays = honestAnswers(candidate, champion);
	return photos.flatMap((photo, n): GatePair[] => {
		const said = championSays(photo);
		if (!said || !shared.includes(photo.label)) return [];
		const isRight = (known: readonly string[], scores: ArrayLike<number>) =>
			bestOf(shared, known, scores) === photo.label;
		return [
			{
				group: photo.group,
				label: photo.label,
				champion: isRight(champion.classifier.labels, said),
				candidate: isRight(labels, candidate.honest[n]),
			},
		];
	});
}

function honestAnswers(
	{ dataset }: Candidate,
	{ classifier, dataset: learnt, predictions }: ModelVersion,
): (photo: TrainingPhoto) => ArrayLike<number> | undefined {
	const recorded = new Map(
		learnt.photos.map(({ sha256 }, n) => [sha256, predictions.probabilities.at(n)] as const),
	);
	const known = new Set(dataset.photos.flatMap(({ sha256, group }) => (recorded.has(sha256) ? group : [])));
	return ({ sha256, group, embedding }) =>
		recorded.get(sha256) ?? (known.has(group) ? undefined : headLogits(classifier.head, embedding));
}

/** The best of some labels. */
function bestOf(among: readonly string[], labels: readonly string[], scores: ArrayLike<number>): string {
	return among[indexOfLargest(among.map((label) => scores[labels.indexOf(label)]))];
}
