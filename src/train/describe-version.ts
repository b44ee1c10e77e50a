import type { ViewName } from '../image/views.ts';
import type { BackboneManifest } from '../model/backbone/manifest.ts';
import { type LabelNames, namesOfLabels } from '../model/display-names.ts';
import { KEEP_CORRECT } from '../model/threshold.ts';
import { recordGolden } from '../registry/golden.ts';
import { encodePredictions, FORMAT, type Manifest } from '../registry/manifest.ts';
import type { NewVersion } from '../registry/version-files.ts';
import type { TrainingDataset } from './assemble-dataset.ts';
import type { FittedVersion } from './calibrate-version.ts';
import type { RefusedFile } from './embed-files.ts';
import { TRAINING_VIEWS } from './embed-for-training.ts';

export interface VersionParts {
	readonly dataset: TrainingDataset;
	readonly refused: readonly RefusedFile[];
	readonly fit: FittedVersion;
	readonly backbone: BackboneManifest;
	readonly seed: number;
	/** Version of Hantei that trains. */
	readonly code: string;
	/** What labels are called, of these and others. */
	readonly names?: LabelNames;
	/** Markdown. */
	readonly attribution: string;
	/** What was learnt from of each photo, where that is something else than usual. */
	readonly views?: readonly ViewName[];
	readonly network?: Manifest['network'];
	readonly keptMargins?: Manifest['keptMargins'];
	readonly fineTuned?: Manifest['fineTuned'];
	readonly fineTuningTried?: Manifest['fineTuningTried'];
}

/** What was trained, from what and how, as the registry keeps it: nothing of when or where. */
export function describeVersion(parts: VersionParts): NewVersion {
	const {
		dataset,
		refused,
		fit,
		backbone,
		seed,
		code,
		names,
		attribution,
		views = TRAINING_VIEWS,
		network,
		keptMargins,
		fineTuned,
		fineTuningTried,
	} = parts;
	const displayNames = namesOfLabels(dataset.labels, names ?? {});
	const { classifier, evaluation, honest, inverseRegularisation } = fit;
	const { id, sha256, input } = backbone;
	return {
		classifier,
		evaluation,
		golden: recordGolden(classifier),
		calibration: {
			temperature: classifier.temperature,
			familiarity: classifier.familiarity,
			threshold: classifier.threshold,
			keeps: KEEP_CORRECT,
		},
		dataset: {
			photos: dataset.photos.map(({ sha256, label, group, fold, isExcluded }) => ({
				sha256,
				label,
				group,
				fold,
				excluded: isExcluded,
			})),
			leftOut: [
				...dataset.leftOut,
				...refused.map(({ name, refusal }) => ({ file: name, reason: refusal.code })),
			],
		},
		predictions: encodePredictions(honest),
		manifest: {
			format: FORMAT,
			labels: [...dataset.labels],
			...(displayNames && { displayNames }),
			backbone: {
				id,
				sha256,
				parts: backbone.parts,
				preprocessing: { resize: 'squash', width: input.width, height: input.height },
			},
			training: {
				dataset: dataset.hash,
				photos: dataset.photos.length,
				holdout: dataset.photos.filter(({ fold }) => fold === null).length,
				excluded: dataset.photos.filter(({ isExcluded }) => isExcluded).length,
				views: [...views],
				seed,
				folds: dataset.folds,
				inverseRegularisation,
				code,
			},
			...(keptMargins && { keptMargins }),
			...(fineTuned && { fineTuned }),
			...(fineTuningTried && { fineTuningTried }),
			...(network && { network }),
		},
		attribution,
	};
}
