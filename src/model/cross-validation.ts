import { fitTemperature, negativeLogLikelihood } from './calibration.ts';
import type { Gemm } from './linear-algebra/gemm.ts';
import { type Matrix, matrix, row, selectRows } from './linear-algebra/matrix.ts';
import { fitLogisticRegression, type LinearModel, scores, type TrainingSet } from './logistic-regression.ts';

/**
 * Values of C tried, from the smoothest: a log grid around 0.03, which measured best for standardised MobileNet
 * embeddings of about a hundred photos a label.
 */
export const REGULARISATION_GRID = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3] as const;

/** Rows of features, each with the fold that is not to learn from it. */
export interface FoldedSet extends TrainingSet {
	/** Rows of one group, views of one photo above all, must share one. */
	readonly folds: ArrayLike<number>;
	/** Whether a row is learnt from; one that is not is judged only. */
	readonly learns: (row: number) => boolean;
}

export interface RegularisationChoice {
	readonly inverseRegularisation: number;
	/** Rows x labels: what each row gets from a model that learnt from no row of its fold. */
	readonly logits: Matrix;
	/** Loss of every value tried. */
	readonly tried: readonly { readonly inverseRegularisation: number; readonly loss: number }[];
}

/**
 * Chooses C by k-fold cross-validation: the least negative log-likelihood of the out-of-fold logits, each at its own
 * best temperature, since the temperature is calibrated afterwards anyway and only the ranking and relative margins
 * are C's to decide. Rows that are not learnt from have no say.
 * @param onFit after each fit; may throw to give up
 */
export async function chooseRegularisation(
	gemm: Gemm,
	set: FoldedSet,
	onFit: () => void = () => {},
): Promise<RegularisationChoice> {
	const starts = new Map<number, LinearModel>();
	const candidates: { inverseRegularisation: number; logits: Matrix; loss: number }[] = [];
	for (const inverseRegularisation of REGULARISATION_GRID) {
		// Each value starts from its smoother neighbour's solution: a few iterations instead of dozens.
		const logits = await judgeOutOfFold(gemm, set, inverseRegularisation, { starts, onFit });
		candidates.push({ inverseRegularisation, logits, loss: lossOf(logits, set) });
	}
	const best = candidates.reduce((least, candidate) => (candidate.loss < least.loss ? candidate : least));
	return {
		inverseRegularisation: best.inverseRegularisation,
		logits: best.logits,
		tried: candidates.map(({ inverseRegularisation, loss }) => ({ inverseRegularisation, loss })),
	};
}

/** Logits (rows x labels) of every row, each by a model that learnt from no row of its fold. */
export async function judgeOutOfFold(
	gemm: Gemm,
	set: FoldedSet,
	inverseRegularisation: number,
	{ starts = new Map(), onFit }: { starts?: Map<number, LinearModel>; onFit?: () => void } = {},
): Promise<Matrix> {
	const { features, labels, folds, learns } = set;
	const logits = matrix(features.rows, set.labelCount);
	for (const fold of new Set(Array.from(folds))) {
		const learnt: number[] = [];
		const judged: number[] = [];
		for (let n = 0; n < features.rows; n++) {
			if (folds[n] === fold) judged.push(n);
			else if (learns(n)) learnt.push(n);
		}
		const training = {
			...set,
			features: selectRows(features, learnt),
			labels: learnt.map((n) => labels[n]),
		};
		const model = await fitLogisticRegression(gemm, training, inverseRegularisation, starts.get(fold));
		starts.set(fold, model);
		const found = await scores(gemm, selectRows(features, judged), model);
		for (const [position, n] of judged.entries()) row(logits, n).set(row(found, position));
		onFit?.();
	}
	return logits;
}

function lossOf(logits: Matrix, { labels, learns }: FoldedSet): number {
	const counted = Array.from({ length: logits.rows }, (_, n) => n).filter(learns);
	const rows = counted.map((n) => row(logits, n));
	const truth = counted.map((n) => labels[n]);
	return negativeLogLikelihood(rows, truth, fitTemperature(rows, truth));
}
