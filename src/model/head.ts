import type { Gemm } from './linear-algebra/gemm.ts';
import { type Matrix, matrix } from './linear-algebra/matrix.ts';
import { rotateToFewest } from './linear-algebra/rotation.ts';
import { fitLogisticRegression, type LinearModel, type TrainingSet } from './logistic-regression.ts';
import { measureStandardisation, type Standardisation, standardise } from './standardisation.ts';

/** The trained part on top of a backbone: `logits = weights · embedding + bias`. */
export interface Head {
	/** labels x embedding dimension */
	readonly weights: Matrix;
	readonly bias: Float32Array<ArrayBuffer>;
}

/** One logit per label, in training order. */
export function headLogits({ weights, bias }: Head, embedding: Float32Array): Float64Array {
	const logits = new Float64Array(weights.rows);
	for (let k = 0; k < weights.rows; k++) {
		const start = k * weights.columns;
		let sum = bias[k];
		for (let d = 0; d < embedding.length; d++) sum += weights.data[start + d] * embedding[d];
		logits[k] = sum;
	}
	return logits;
}

/** Fits the head on embeddings (photos x dimension), standardised on these photos; the scaling is folded into the weights. */
export async function fitHead(gemm: Gemm, set: TrainingSet, inverseRegularisation: number): Promise<Head> {
	const scaling = measureStandardisation(set.features);
	const rotation = await rotateToFewest(gemm, standardise(set.features, scaling));
	const model = await fitLogisticRegression(
		gemm,
		{ ...set, features: rotation.features },
		inverseRegularisation,
	);
	return foldScaling({ ...model, weights: await rotation.restore(model.weights) }, scaling);
}

/** `w · (x - mean) / deviation + b` written as `(w / deviation) · x + (b - w · mean / deviation)`. */
function foldScaling({ weights, bias }: LinearModel, { mean, deviation }: Standardisation): Head {
	const folded = matrix(weights.columns, weights.rows);
	const shifted = Float64Array.from(bias);
	for (let d = 0; d < weights.rows; d++) {
		for (let k = 0; k < weights.columns; k++) {
			const scaled = weights.data[d * weights.columns + k] / deviation[d];
			folded.data[k * weights.rows + d] = scaled;
			shifted[k] -= scaled * mean[d];
		}
	}
	return { weights: folded, bias: Float32Array.from(shifted) };
}
