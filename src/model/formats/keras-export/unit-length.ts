import type { LayerGraph, LayerResult } from './layer-graph.ts';
import { addScaling, type ScalingLayer, uniformly } from './scaling.ts';

/** Far below the square of any number of an embedding. */
const EPSILON = 1e-12;

/**
 * A vector `x` of length D brought to length 1, out of layers that every Keras and TensorFlow.js has: the mean of `[x, -x]`
 * is 0 and its variance |x|² / D, so that a layer normalisation gives `√D [x, -x] / |x|`. What reads it multiplies the
 * first half by `1 / √D`.
 */
export function addUnitLength(graph: LayerGraph, x: LayerResult, kind: ScalingLayer): LayerResult {
	const [length = 0] = x.shape;
	const negative = addScaling(graph, x, uniformly(length, -1, 0), kind);
	const both = graph.add('Concatenate', { axis: -1 }, [x, negative], [2 * length]);
	return addLayerNormalisation(graph, both, {
		epsilon: EPSILON,
		scale: 1 / Math.sqrt(length),
		length: 2 * length,
	});
}

/** A vector to mean 0 and variance 1, then times a number. */
export function addLayerNormalisation(
	graph: LayerGraph,
	x: LayerResult,
	{ epsilon, scale, length }: { readonly epsilon: number; readonly scale: number; readonly length: number },
): LayerResult {
	const filled = (value: number) => ({ shape: [length], data: new Float32Array(length).fill(value) });
	// TensorFlow.js 1.3, which Teachable Machine's pages load, fails without scale and offset.
	const weights = { gamma: filled(scale), beta: filled(0) };
	return graph.add('LayerNormalization', { axis: -1, epsilon }, [x], [length], weights);
}
