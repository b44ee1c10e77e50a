import type { Gemm } from './linear-algebra/gemm.ts';
import { type Matrix, matrix } from './linear-algebra/matrix.ts';
import { type Rotation, rotateToFewest } from './linear-algebra/rotation.ts';
import type { LinearModel } from './logistic-regression.ts';
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

/** Embeddings as a head learns from them, and the way from what it learnt to a head that judges embeddings. */
export interface HeadFeatures {
	/** One row an embedding, in their order. */
	readonly features: Matrix;
	toHead(model: LinearModel): Promise<Head>;
}

/** Standardises embeddings (one a row) over all of them and turns them into the fewest dimensions that tell them apart. */
export async function prepareFeatures(gemm: Gemm, embeddings: Matrix): Promise<HeadFeatures> {
	const scaling = measureStandardisation(embeddings);
	const rotation: Rotation = await rotateToFewest(gemm, standardise(embeddings, scaling));
	return {
		features: rotation.features,
		toHead: async (model) =>
			foldScaling({ ...model, weights: await rotation.restore(model.weights) }, scaling),
	};
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
