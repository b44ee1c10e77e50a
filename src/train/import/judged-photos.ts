import type { Dataset, Photo } from '../../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../../dataset/photo-store.ts';
import { isUserError } from '../../errors.ts';
import type { Gemm } from '../../model/linear-algebra/gemm.ts';
import {
	assembleDataset,
	CATALOGUE_SEED,
	type EmbeddedTrainingPhoto,
	type TrainingDataset,
} from '../assemble-dataset.ts';
import { type CatalogueFile, listCatalogueFiles, withCatalogue } from '../catalogue-photos.ts';
import type { EmbeddedFiles, RefusedFile } from '../embed-files.ts';
import { type LabelledFile, scanFolder } from '../scan-folder.ts';

/** Photos to judge a network by: those of the catalogue, or of a folder. */
export interface JudgingFiles {
	readonly files: readonly LabelledFile[];
	/** Adds what the catalogue knows to what the backbone made of them. */
	readonly known: (embedded: EmbeddedFiles) => {
		readonly photos: readonly EmbeddedTrainingPhoto[];
		readonly refused: readonly RefusedFile[];
		readonly byName: ReadonlyMap<string, Photo>;
	};
	/** Whether some are kept apart from every training. */
	readonly hasHoldout: boolean;
}

/** @throws {UserError} as `scanFolder` */
export async function listJudgingFiles(
	folder: string | undefined,
	dataset: Dataset,
	photoStore: PhotoStore,
): Promise<JudgingFiles> {
	if (folder !== undefined) {
		return {
			files: await scanFolder(folder),
			known: ({ embedded, refused }) => ({ photos: embedded, refused, byName: new Map() }),
			hasHoldout: false,
		};
	}
	const files: readonly CatalogueFile[] = await listCatalogueFiles(dataset, photoStore);
	return { files, known: (embedded) => withCatalogue(files, embedded), hasHoldout: true };
}

const NONE: Omit<TrainingDataset, 'labels' | 'hash'> = {
	photos: [],
	folds: 0,
	leftOut: [],
	leftOutLabels: [],
};

/** SHA-256 of nothing: no photo. */
const NO_PHOTOS = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * Groups and folds of the photos of a network's labels, as a training would have them: with what the backbone in use makes
 * of them, and the same holdout. Too few of them are none.
 * @param labels of the network, in its order
 */
export async function assembleJudged(
	photos: readonly EmbeddedTrainingPhoto[],
	labels: readonly string[],
	{ parts, hasHoldout, gemm }: { readonly parts: number; readonly hasHoldout: boolean; readonly gemm: Gemm },
): Promise<TrainingDataset> {
	try {
		const assembled = await assembleDataset(photos, {
			parts,
			seed: CATALOGUE_SEED,
			holdout: hasHoldout,
			tooFew: 'leave-out',
			gemm,
		});
		const placed = assembled.photos.map((photo) => ({ ...photo, labelIndex: labels.indexOf(photo.label) }));
		return { ...assembled, photos: placed, labels };
	} catch (error) {
		if (!isUserError(error, 'too-few-labels', 'labels-not-ready')) throw error;
		return { ...NONE, labels, hash: NO_PHOTOS };
	}
}
