import { minimise, type Objective } from './lbfgs.ts';
import type { Gemm } from './linear-algebra/gemm.ts';
import { type Matrix, matrix } from './linear-algebra/matrix.ts';

/** Rows of features, with the index of each one's label. */
export interface TrainingSet {
	readonly features: Matrix;
	readonly labels: ArrayLike<number>;
	readonly labelCount: number;
	/**
	 * Views of each photo among the rows; 1 when each row is a photo. Views say much the same: all of a photo's weigh
	 * against the penalty as one row would, so that C means the same with them and without.
	 */
	readonly viewsPerPhoto?: number;
}

/** Linear scores: `logits = features · weights + bias`. */
export interface LinearModel {
	/** features x labels */
	readonly weights: Matrix;
	readonly bias: Float64Array;
}

export interface FitOptions {
	/** Where to begin; of fewer features than the set's, where those come first. */
	readonly start?: LinearModel;
	/** See LbfgsOptions. */
	readonly valueTolerance?: number;
}

/** A rare label counts up to three times a photo of an average one: more would let a handful of photos rule. */
const MAX_CLASS_WEIGHT = 3;

/**
 * Fits L2-regularised multinomial logistic regression by L-BFGS. The loss is
 * `Σ w(label) · cross-entropy / Σ w + ‖weights‖² / (2 · C · N)`: scikit-learn's objective, with its `C`, divided by
 * C · N (N photos); the bias is not penalised. Convex, so the start changes only how soon it is found.
 * @param inverseRegularisation C > 0; smaller is smoother
 */
export async function fitLogisticRegression(
	gemm: Gemm,
	set: TrainingSet,
	inverseRegularisation: number,
	{ start, valueTolerance }: FitOptions = {},
): Promise<LinearModel> {
	const { features, labelCount } = set;
	const initial = new Float64Array((features.columns + 1) * labelCount);
	if (start) {
		initial.set(start.weights.data);
		initial.set(start.bias, features.columns * labelCount);
	}
	const { point } = await minimise(lossOf(gemm, set, inverseRegularisation), initial, {
		valueTolerance,
	});
	return {
		weights: weightsOf(point, features.columns, labelCount),
		bias: point.slice(features.columns * labelCount),
	};
}

/** `features · weights + bias` for every row. */
export async function scores(gemm: Gemm, features: Matrix, { weights, bias }: LinearModel): Promise<Matrix> {
	const logits = await gemm(features, weights);
	for (let start = 0; start < logits.data.length; start += bias.length)
		for (let k = 0; k < bias.length; k++) logits.data[start + k] += bias[k];
	return logits;
}

/** The point is the weights (features x labels, row by row), then the bias. */
function lossOf(gemm: Gemm, set: TrainingSet, inverseRegularisation: number): Objective {
	const { features, labels, labelCount, viewsPerPhoto = 1 } = set;
	const photoWeights = classWeights(labels, labelCount);
	const totalWeight = photoWeights.reduce((sum, weight) => sum + weight, 0);
	const penalty = viewsPerPhoto / (inverseRegularisation * features.rows);
	const weightCount = features.columns * labelCount;

	return async (point, gradient) => {
		const weights = weightsOf(point, features.columns, labelCount);
		const logits = await scores(gemm, features, { weights, bias: point.subarray(weightCount) });
		const residuals = matrix(features.rows, labelCount);
		gradient.fill(0);
		let loss = 0;
		for (let n = 0; n < features.rows; n++) {
			const share = photoWeights[n] / totalWeight;
			loss += share * crossEntropyInto(logits, residuals, n, labels[n], share);
			for (let k = 0; k < labelCount; k++) gradient[weightCount + k] += residuals.data[n * labelCount + k];
		}
		const slope = await gemm(features, residuals, { transposeA: true });
		for (let i = 0; i < weightCount; i++) {
			gradient[i] = slope.data[i] + penalty * point[i];
			loss += 0.5 * penalty * point[i] * point[i];
		}
		return loss;
	};
}

/** Cross-entropy of photo `n`; writes `share · (probabilities - one-hot label)` into its row of residuals. */
function crossEntropyInto(
	logits: Matrix,
	residuals: Matrix,
	n: number,
	label: number,
	share: number,
): number {
	const start = n * logits.columns;
	let most = Number.NEGATIVE_INFINITY;
	for (let k = 0; k < logits.columns; k++) most = Math.max(most, logits.data[start + k]);
	let sum = 0;
	for (let k = 0; k < logits.columns; k++) sum += Math.exp(logits.data[start + k] - most);
	for (let k = 0; k < logits.columns; k++) {
		const probability = Math.exp(logits.data[start + k] - most) / sum;
		residuals.data[start + k] = share * (probability - (k === label ? 1 : 0));
	}
	return Math.log(sum) + most - logits.data[start + label];
}

/** What a photo of each label counts: balanced, `N / (K · n_k)`, and capped. */
export function labelWeights(labels: ArrayLike<number>, labelCount: number): number[] {
	const counts = new Float64Array(labelCount);
	for (let n = 0; n < labels.length; n++) counts[labels[n]]++;
	return Array.from(counts, (count) => Math.min(MAX_CLASS_WEIGHT, labels.length / (labelCount * count)));
}

function classWeights(labels: ArrayLike<number>, labelCount: number): Float64Array {
	const weights = labelWeights(labels, labelCount);
	return Float64Array.from(labels, (label) => weights[label]);
}

function weightsOf(point: Float64Array, rows: number, columns: number): Matrix {
	return matrix(rows, columns, new Float32Array(point.subarray(0, rows * columns)));
}
