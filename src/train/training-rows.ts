import type { FoldedSet } from '../model/cross-validation.ts';
import { type HeadFeatures, prepareFeatures } from '../model/head.ts';
import type { Gemm } from '../model/linear-algebra/gemm.ts';
import { matrix, selectRows, stackRows } from '../model/linear-algebra/matrix.ts';

export interface FitPhoto {
	/** Of the photo as it is. */
	readonly embedding: Float32Array;
	/** Embeddings of views of it, to learn from besides; one named `original` is passed over. */
	readonly views?: ReadonlyMap<string, Float32Array>;
	readonly labelIndex: number;
	/** Photos of one group lie in one fold. */
	readonly group: number;
	/** Null for a photo of the holdout: nothing learns from it, and the finished head judges it. */
	readonly fold: number | null;
	/** As `sharpness` measures it; sharp enough where it is not said. */
	readonly sharpness?: number;
	/** Nothing learns from it, but it is judged out of fold, and counts in the figures. */
	readonly isExcluded: boolean;
}

/** Photos of the folds as rows to learn from and to judge. */
export interface TrainingRows {
	/** Index of the photo of each row of `originals`. */
	readonly photos: readonly number[];
	/** Photos as they are, excluded ones too. */
	readonly originals: FoldedSet;
	/** These first, then the views of those that are learnt from. */
	readonly all: FoldedSet;
	readonly toHead: HeadFeatures['toHead'];
}

/** Features of all photos but the holdout's, which has no say in how they are scaled either. */
export async function prepareRows(
	gemm: Gemm,
	photos: readonly FitPhoto[],
	labelCount: number,
): Promise<TrainingRows> {
	const folded = [...photos.keys()].filter((n) => photos[n].fold !== null);
	const viewed = folded.flatMap((photo) => viewsOf(photos[photo]).map((embedding) => ({ photo, embedding })));
	const rows = [...folded.map((photo) => ({ photo, embedding: photos[photo].embedding })), ...viewed];
	const { features, toHead } = await prepareFeatures(gemm, stackRows(rows.map(({ embedding }) => embedding)));

	const learnt = folded.filter((n) => !photos[n].isExcluded).length;
	const all: FoldedSet = {
		features,
		labels: rows.map(({ photo }) => photos[photo].labelIndex),
		labelCount,
		folds: rows.map(({ photo }) => photos[photo].fold as number),
		learns: (n) => !photos[rows[n].photo].isExcluded,
		viewsPerPhoto: 1 + viewed.length / learnt,
	};
	return { photos: folded, originals: firstRows(all, folded.length), all, toHead };
}

/** The rows of a set that are learnt from. */
export function learntRows(set: FoldedSet): FoldedSet {
	const learnt = Array.from({ length: set.features.rows }, (_, n) => n).filter(set.learns);
	return {
		...set,
		features: selectRows(set.features, learnt),
		labels: learnt.map((n) => set.labels[n]),
		folds: learnt.map((n) => set.folds[n]),
		learns: () => true,
	};
}

function firstRows(set: FoldedSet, count: number): FoldedSet {
	const { columns, data } = set.features;
	return { ...set, features: matrix(count, columns, data.slice(0, count * columns)), viewsPerPhoto: 1 };
}

function viewsOf({ views, isExcluded }: FitPhoto): Float32Array[] {
	if (!views || isExcluded) return [];
	return [...views].flatMap(([name, embedding]) => (name === 'original' ? [] : [embedding]));
}
