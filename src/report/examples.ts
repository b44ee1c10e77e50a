import { indexOfLargest } from '../model/statistics/index-of-largest.ts';
import type { ModelVersion } from '../registry/version-files.ts';

/** What a version says of a photo that it did not learn from. */
export interface ExampleAnswer {
	readonly sha256: string;
	readonly labelled: string;
	readonly judged: string;
	readonly confidence: number;
}

/**
 * Answers of a version about photos of some labels, taken in turn from each: of the holdout first, where all of it was
 * learned from nothing, then those of heads that had not seen the photo. They are not chosen by being right.
 */
export function exampleAnswers(
	{ manifest, dataset, predictions }: Pick<ModelVersion, 'manifest' | 'dataset' | 'predictions'>,
	labels: readonly string[],
): ExampleAnswer[] {
	const turns = new Map<string, number>();
	const groups = new Set<number>();
	return dataset.photos
		.map((photo, index) => ({ ...photo, probabilities: predictions.probabilities[index] }))
		.filter(({ label, excluded }) => labels.includes(label) && !excluded)
		.toSorted((a, b) => Number(a.fold !== null) - Number(b.fold !== null))
		.filter(({ group }) => !groups.has(group) && groups.add(group))
		.map((photo) => {
			const turn = turns.get(photo.label) ?? 0;
			turns.set(photo.label, turn + 1);
			return { ...photo, turn };
		})
		.toSorted((a, b) => a.turn - b.turn)
		.map(({ sha256, label, probabilities }) => {
			const judged = indexOfLargest(probabilities);
			return {
				sha256,
				labelled: label,
				judged: manifest.labels[judged],
				confidence: probabilities[judged],
			};
		});
}
