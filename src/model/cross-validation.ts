import { fitTemperature, negativeLogLikelihood } from './calibration.ts';
import type { Gemm } from './linear-algebra/gemm.ts';
import { type Matrix, matrix, row, selectRows } from './linear-algebra/matrix.ts';
import { rotateToFewest } from './linear-algebra/rotation.ts';
import { fitLogisticRegression, type LinearModel, scores, type TrainingSet } from './logistic-regression.ts';
import { measureStandardisation, standardise } from './standardisation.ts';

/**
 * Values of C tried, from the smoothest: a log grid around 0.03, which measured best for standardised MobileNet
 * embeddings of about a hundred photos a label.
 */
export const REGULARISATION_GRID = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3] as const;

/** What each photo gets from a head that was not trained on it. */
export interface OutOfFold {
	/** Photos x labels. */
	readonly logits: Matrix;
	readonly temperature: number;
	/** Mean negative log-likelihood at that temperature, nats. */
	readonly loss: number;
}

export interface RegularisationChoice extends OutOfFold {
	readonly inverseRegularisation: number;
	/** Loss of every value tried. */
	readonly tried: readonly { readonly inverseRegularisation: number; readonly loss: number }[];
}

/**
 * Chooses C by k-fold cross-validation: the least negative log-likelihood of the out-of-fold logits, each at its own
 * best temperature, since the temperature is calibrated afterwards anyway and only the ranking and relative margins
 * are C's to decide. Features are standardised and rotated once over all photos; neither looks at a label.
 * @param folds fold of each photo; photos of one group must share one
 */
export async function chooseRegularisation(
	gemm: Gemm,
	set: TrainingSet,
	folds: ArrayLike<number>,
	onFit: () => void = () => {},
): Promise<RegularisationChoice> {
	const scaled = standardise(set.features, measureStandardisation(set.features));
	const { features } = await rotateToFewest(gemm, scaled);
	const perValue = REGULARISATION_GRID.map(() => matrix(features.rows, set.labelCount));

	for (const fold of new Set(Array.from(folds))) {
		const inside: number[] = [];
		const outside: number[] = [];
		for (let n = 0; n < features.rows; n++) (folds[n] === fold ? outside : inside).push(n);
		const training = {
			features: selectRows(features, inside),
			labels: inside.map((n) => set.labels[n]),
			labelCount: set.labelCount,
		};
		const held = selectRows(features, outside);
		let model: LinearModel | undefined;
		for (const [index, value] of REGULARISATION_GRID.entries()) {
			// Each value starts from its smoother neighbour's solution: a few iterations instead of dozens.
			model = await fitLogisticRegression(gemm, training, value, model);
			const logits = await scores(gemm, held, model);
			for (const [position, n] of outside.entries()) row(perValue[index], n).set(row(logits, position));
			onFit();
		}
	}

	const candidates = perValue.map((logits, index) => ({
		inverseRegularisation: REGULARISATION_GRID[index] as number,
		...calibrated(logits, set.labels),
	}));
	const best = candidates.reduce((least, candidate) => (candidate.loss < least.loss ? candidate : least));
	return {
		...best,
		tried: candidates.map(({ inverseRegularisation, loss }) => ({ inverseRegularisation, loss })),
	};
}

function calibrated(logits: Matrix, labels: ArrayLike<number>): OutOfFold {
	const rows = Array.from({ length: logits.rows }, (_, n) => row(logits, n));
	const temperature = fitTemperature(rows, labels);
	return { logits, temperature, loss: negativeLogLikelihood(rows, labels, temperature) };
}
