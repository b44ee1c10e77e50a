import { chooseRegularisation, FIT_TOLERANCE, predictOutOfFold } from '../model/cross-validation.ts';
import { headLogits } from '../model/head.ts';
import { createGemm, type Gemm } from '../model/linear-algebra/gemm.ts';
import { row } from '../model/linear-algebra/matrix.ts';
import { fitLogisticRegression } from '../model/logistic-regression.ts';
import { type PackOptions, packReferences, type References } from '../model/references.ts';
import { calibrateVersion, type FittedVersion } from './calibrate-version.ts';
import { type FitPhoto, learntRows, prepareRows } from './training-rows.ts';

export type { FitPhoto };

export interface FitInput {
	readonly photos: readonly FitPhoto[];
	readonly labels: readonly string[];
	/** Sizes of the unit vectors an embedding is made of. */
	readonly parts: readonly number[];
	/** Embeddings of pictures of all kinds of things, to tell what shows none of the labels by. */
	readonly strangers?: readonly Float32Array[];
	/** After each fit of the cross-validation; may throw to give up. */
	readonly onFit?: () => void;
	readonly gemm?: Gemm;
}

/**
 * From embedded photos to a classifier: regularisation by cross-validation, temperature, familiarity and threshold from the
 * out-of-fold answers, then the head on all photos that are learnt from. The evaluation is of every photo, each judged
 * by a head that saw neither it nor a copy of it, excluded ones too: to leave out of a figure what the head
 * contradicts would flatter it.
 * @throws {RangeError} when a group straddles folds
 */
export async function fitVersion({
	photos,
	labels,
	parts,
	strangers,
	onFit,
	gemm = createGemm(),
}: FitInput): Promise<FittedVersion> {
	requireDisjointFolds(photos);
	const rows = await prepareRows(gemm, photos, labels.length);
	const choice = await chooseRegularisation(gemm, rows.originals, onFit);
	const { inverseRegularisation } = choice;
	const { logits, models } = await predictOutOfFold(gemm, rows.all, inverseRegularisation, {
		starts: choice.models,
		onFit,
	});
	const [start] = models.values();
	const head = await rows.toHead(
		await fitLogisticRegression(gemm, learntRows(rows.all), inverseRegularisation, {
			start,
			valueTolerance: FIT_TOLERANCE,
		}),
	);
	const references = referencesByFold(photos, { parts, labelCount: labels.length });
	const logitsOf = new Map(rows.photos.map((n, position) => [n, row(logits, position)]));
	return calibrateVersion({
		photos,
		labels,
		head,
		references: references(null),
		unseen: photos.map(({ embedding, fold }, n) => ({
			embedding,
			logits: logitsOf.get(n) ?? headLogits(head, embedding),
			references: references(fold),
		})),
		strangers,
		inverseRegularisation,
	});
}

/** References for judging photos of a fold: all photos that are learnt from, but for those of that fold. */
export function referencesByFold(
	photos: readonly FitPhoto[],
	options: PackOptions,
): (fold: number | null) => References {
	const packed = new Map<number | null, References>();
	return (fold) => {
		const known = packed.get(fold);
		if (known) return known;
		const others = photos.flatMap(({ labelIndex, isExcluded, ...photo }, n) =>
			photo.fold === null || photo.fold === fold || isExcluded
				? []
				: { embedding: photo.embedding, label: labelIndex, photo: n },
		);
		const references = packReferences(others, options);
		packed.set(fold, references);
		return references;
	};
}

function requireDisjointFolds(photos: readonly FitPhoto[]): void {
	const foldOf = new Map<number, number | null>();
	for (const { group, fold } of photos) {
		if (foldOf.has(group) && foldOf.get(group) !== fold)
			throw new RangeError(`group ${group} straddles folds`);
		foldOf.set(group, fold);
	}
}
