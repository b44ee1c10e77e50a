import { fitTemperature, negativeLogLikelihood } from './calibration.ts';
import type { Gemm } from './linear-algebra/gemm.ts';
import { type Matrix, matrix, row, selectRows } from './linear-algebra/matrix.ts';
import { fitLogisticRegression, type LinearModel, scores, type TrainingSet } from './logistic-regression.ts';

/**
 * Values of C tried, from the smoothest. Whole decades: on standardised MobileNet embeddings the loss changes by one part
 * in fifty from 0.01 to 1.
 */
export const REGULARISATION_GRID = [0.001, 0.01, 0.1, 1] as const;

/**
 * How far models are fitted. A third of this takes half as long again, and neither accuracy, nor log loss, nor calibration
 * of out-of-fold answers on photos of animals and flowers is any better for it.
 */
export const FIT_TOLERANCE = 1e-4;

/** Rows of features, each with the fold that is not to learn from it. */
export interface FoldedSet extends TrainingSet {
	/** Rows of one group, views of one photo above all, must share one. */
	readonly folds: ArrayLike<number>;
	/** Whether a row is learnt from; one that is not is judged only. */
	readonly learns: (row: number) => boolean;
}

export interface OutOfFold {
	/** Rows x labels: what each row gets from a model that learnt from no row of its fold. */
	readonly logits: Matrix;
	/** These models, by the fold each did not learn from. */
	readonly models: ReadonlyMap<number, LinearModel>;
}

export interface RegularisationChoice {
	readonly inverseRegularisation: number;
	/** Models fitted with it, to start from. */
	readonly models: OutOfFold['models'];
	/** Loss of every value tried. */
	readonly tried: readonly { readonly inverseRegularisation: number; readonly loss: number }[];
}

/**
 * Chooses C by k-fold cross-validation: the least negative log-likelihood of the out-of-fold logits, each at its own
 * best temperature, since the temperature is calibrated afterwards anyway and only the ranking and relative margins
 * are C's to decide. Rows that are not learnt from have no say. The loss has one minimum along C, so that the search
 * ends once it rises.
 * @param onFit after each fit; may throw to give up
 */
export async function chooseRegularisation(
	gemm: Gemm,
	set: FoldedSet,
	onFit?: () => void,
): Promise<RegularisationChoice> {
	let best = { loss: Number.POSITIVE_INFINITY, inverseRegularisation: 0 };
	let models: OutOfFold['models'] = new Map();
	const tried: RegularisationChoice['tried'][number][] = [];
	for (const inverseRegularisation of REGULARISATION_GRID) {
		// Each value starts from its smoother neighbour's solution: a few iterations instead of dozens.
		const found = await predictOutOfFold(gemm, set, inverseRegularisation, {
			starts: models,
			onFit,
		});
		const loss = lossOf(found.logits, set);
		tried.push({ inverseRegularisation, loss });
		if (loss >= best.loss) break;
		best = { loss, inverseRegularisation };
		models = found.models;
	}
	return { ...best, tried, models };
}

export interface OutOfFoldOptions {
	/** Where the search for each model starts, by the fold it does not learn from. */
	readonly starts?: ReadonlyMap<number, LinearModel>;
	/** See LbfgsOptions. */
	readonly valueTolerance?: number;
	/** After each fit; may throw to give up. */
	readonly onFit?: () => void;
}

/** Fits a model without each fold in turn, and has it judge that fold. */
export async function predictOutOfFold(
	gemm: Gemm,
	set: FoldedSet,
	inverseRegularisation: number,
	{ starts, valueTolerance = FIT_TOLERANCE, onFit }: OutOfFoldOptions = {},
): Promise<OutOfFold> {
	const { features, labels, folds, learns } = set;
	const logits = matrix(features.rows, set.labelCount);
	const models = new Map<number, LinearModel>();
	for (const fold of new Set(Array.from(folds))) {
		const learnt: number[] = [];
		const judged: number[] = [];
		for (let n = 0; n < features.rows; n++) {
			if (folds[n] === fold) judged.push(n);
			else if (learns(n)) learnt.push(n);
		}
		const training = { ...set, features: selectRows(features, learnt), labels: learnt.map((n) => labels[n]) };
		const model = await fitLogisticRegression(gemm, training, inverseRegularisation, {
			start: starts?.get(fold),
			valueTolerance,
		});
		models.set(fold, model);
		const found = await scores(gemm, selectRows(features, judged), model);
		for (const [position, n] of judged.entries()) row(logits, n).set(row(found, position));
		onFit?.();
	}
	return { logits, models };
}

function lossOf(logits: Matrix, { labels, learns }: FoldedSet): number {
	const counted = Array.from({ length: logits.rows }, (_, n) => n).filter(learns);
	const rows = counted.map((n) => row(logits, n));
	const truth = counted.map((n) => labels[n]);
	return negativeLogLikelihood(rows, truth, fitTemperature(rows, truth));
}
