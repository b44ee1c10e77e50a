import type { LessonValue, NewFinding, Photo } from '../dataset/catalogue/catalogue.ts';
import { type Diagnosis, type ExaminedPhoto, examine } from '../dataset/doctor/doctor.ts';
import { chooseExclusions } from '../dataset/doctor/exclusions.ts';
import { lessonValues } from '../dataset/doctor/lessons.ts';
import type { TrainingDataset } from './assemble-dataset.ts';

export interface CleanOptions {
	/** See `examineLabels`, in the order of the photos. */
	readonly probabilities: readonly Float32Array[];
	/** See `nearestOfLabel`. */
	readonly similarities: Float32Array;
	/** By the name of its file. */
	readonly byName: ReadonlyMap<string, Photo>;
}

export interface CleanedDataset {
	/** With the exclusions. */
	readonly dataset: TrainingDataset;
	readonly findings: readonly NewFinding[];
	readonly lessons: readonly LessonValue[];
	/** All that was found, by the position of photos and labels in the dataset. */
	readonly diagnosis: Diagnosis;
}

/**
 * Has the doctor look at a dataset, and leaves out of the training what it gravely doubts: few photos of each label,
 * none that a person kept, none of the holdout. They stay in the catalogue, and the next training judges them anew.
 */
export function cleanDataset(
	dataset: TrainingDataset,
	{ probabilities, similarities, byName }: CleanOptions,
): CleanedDataset {
	const catalogued = dataset.photos.map(({ name }) => byName.get(name) as Photo);
	const photos = dataset.photos.map((photo, n): ExaminedPhoto => {
		const { file, provenance, kept } = catalogued[n];
		return {
			sha256: photo.sha256,
			perceptualHash: photo.perceptualHash,
			label: photo.labelIndex,
			group: photo.group,
			...(provenance.author !== undefined && { author: `${provenance.source}:${provenance.author}` }),
			width: file.originalWidth,
			height: file.originalHeight,
			sharpness: photo.sharpness,
			isKept: kept,
			isHoldout: photo.fold === null,
		};
	});
	const examination = { labels: dataset.labels, photos, probabilities, similarities };
	const diagnosis = examine(examination);
	const excluded = new Set(chooseExclusions(diagnosis.photos, photos));
	const labelIdOf = new Map(photos.map(({ label }, n) => [label, catalogued[n].labelId]));
	return {
		dataset: {
			...dataset,
			photos: dataset.photos.map((photo, n) => ({ ...photo, isExcluded: excluded.has(n) })),
		},
		findings: diagnosis.photos.map(({ photo, issue, score, suggestion }) => ({
			photoId: catalogued[photo].id,
			issue,
			score,
			suggestedLabelId: suggestion === undefined ? undefined : labelIdOf.get(suggestion),
			excluded: issue === 'label-noise' && excluded.has(photo),
		})),
		diagnosis,
		lessons: lessonValues(examination, diagnosis).map((value, n) => ({ photoId: catalogued[n].id, value })),
	};
}
