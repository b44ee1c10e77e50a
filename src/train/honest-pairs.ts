import type { GatePair } from '../model/gate/gate.ts';
import { headLogits } from '../model/head.ts';
import { indexOfLargest } from '../model/statistics/index-of-largest.ts';
import type { ModelVersion } from '../registry/version-files.ts';
import type { TrainingDataset, TrainingPhoto } from './assemble-dataset.ts';

export interface CandidateModel {
	readonly dataset: TrainingDataset;
	/** Probabilities of each photo by a head that saw neither it nor its group. */
	readonly honest: readonly ArrayLike<number>[];
}

export interface Champion {
	readonly version: ModelVersion;
	/** Of a photo that the champion has never seen, by the backbone that the champion was made on; undefined where there is none. */
	embeddingOf(photo: TrainingPhoto): Float32Array | undefined;
}

/**
 * Whether champion and candidate are right about each photo that both can be asked about honestly: what the champion
 * said when it was trained, by a head that had not seen the photo; or what it says now, of a photo that is new to it,
 * whole group and all. Each goes by the backbone that it was made on. Both choose among the labels that both know: a
 * candidate that learnt one more label must not look worse for having more to choose from.
 */
export function honestPairs(candidate: CandidateModel, champion: Champion): GatePair[] {
	const { photos, labels } = candidate.dataset;
	const known = champion.version.classifier.labels;
	const shared = labels.filter((label) => known.includes(label));
	const championSays = honestAnswers(candidate, champion);
	return photos.flatMap((photo, n): GatePair[] => {
		const said = championSays(photo);
		if (!said || !shared.includes(photo.label)) return [];
		const isRight = (among: readonly string[], scores: ArrayLike<number>) =>
			bestOf(shared, among, scores) === photo.label;
		return [
			{
				group: photo.group,
				label: photo.label,
				champion: isRight(known, said),
				candidate: isRight(labels, candidate.honest[n]),
			},
		];
	});
}

function honestAnswers(
	{ dataset }: CandidateModel,
	{ version: { classifier, dataset: learnt, predictions }, embeddingOf }: Champion,
): (photo: TrainingPhoto) => ArrayLike<number> | undefined {
	const recorded = new Map(
		learnt.photos.map(({ sha256 }, n) => [sha256, saidOf(predictions.probabilities.at(n))] as const),
	);
	const known = new Set(dataset.photos.flatMap(({ sha256, group }) => (recorded.has(sha256) ? group : [])));
	return (photo) => {
		const said = recorded.get(photo.sha256);
		if (said || known.has(photo.group)) return said;
		const embedding = embeddingOf(photo);
		return embedding && headLogits(classifier.head, embedding);
	};
}

/** Of a photo that a whole network learned from it has no honest word. */
function saidOf(probabilities: readonly number[] | undefined): readonly number[] | undefined {
	return probabilities && probabilities.length > 0 ? probabilities : undefined;
}

/** The best of some labels. */
function bestOf(among: readonly string[], labels: readonly string[], scores: ArrayLike<number>): string {
	return among[indexOfLargest(among.map((label) => scores[labels.indexOf(label)]))];
}
