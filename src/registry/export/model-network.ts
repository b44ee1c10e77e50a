import { EMBEDDING } from '../../model/backbone/manifest.ts';
import type { Classifier } from '../../model/classifier.ts';
import { extendModel } from '../../model/formats/onnx/extend-model.ts';
import type { Initializer, OnnxNode } from '../../model/formats/onnx/model.ts';
import { referenceVector } from '../../model/references.ts';

/** As `labelSimilarity` averages. */
const NEIGHBOURS = 3;

/** Less than any similarity is. */
const NO_REFERENCE = -10;

/**
 * A version as one network, backbone included: from `pixels` to `probabilities`, calibrated, of a photo that shows one of the
 * labels, and to `confidences`, which allow for its showing none of them: what is said of it in chat. Labels and the
 * confidence that it takes for an answer are in its metadata.
 * @param backbone the file of the one that the version was made on
 */
export function modelNetwork(backbone: Uint8Array, classifier: Classifier): Uint8Array<ArrayBuffer> {
	const { labels, head, temperature, threshold } = classifier;
	const { rows, columns, data } = head.weights;
	const nodes: OnnxNode[] = [
		node('Gemm', [EMBEDDING, 'model/weights', 'model/bias'], 'model/logits', { transB: 1 }),
		node('Softmax', ['model/logits'], 'probabilities', { axis: 1 }),
	];
	const initializers: Initializer[] = [
		{ name: 'model/weights', shape: [rows, columns], data: data.map((weight) => weight / temperature) },
		{ name: 'model/bias', shape: [rows], data: head.bias.map((value) => value / temperature) },
	];
	const known = knownPart(classifier);
	nodes.push(
		...known.nodes,
		known.nodes.length > 0
			? node('Mul', ['probabilities', 'model/known'], 'confidences')
			: node('Identity', ['probabilities'], 'confidences'),
	);
	initializers.push(...known.initializers);
	return extendModel(backbone, {
		nodes,
		initializers,
		outputs: ['probabilities', 'confidences'].map((name) => ({
			name,
			type: 'float32' as const,
			shape: ['N', rows],
		})),
		metadata: { labels: JSON.stringify(labels), threshold: String(threshold) },
	});
}

/** That a photo shows one of the labels, by the nearest photos of the one that is likeliest: `labelSimilarity` and `knownProbability`. */
function knownPart({ labels, references, familiarity }: Classifier): {
	readonly nodes: readonly OnnxNode[];
	readonly initializers: readonly Initializer[];
} {
	const { count, dimension, parts } = references;
	// A label without photos is taken for known; then, as where there are too few at all, nothing is to be told.
	if (familiarity === null || count < NEIGHBOURS) return { nodes: [], initializers: [] };
	const vectors = new Float32Array(count * dimension);
	for (let n = 0; n < count; n++) {
		const scale = (references.scale[n] ?? 0) / parts.length;
		vectors.set(
			referenceVector(references, n).map((value) => value * scale),
			n * dimension,
		);
	}
	const photos = labels.map((_, label) => references.labels.filter((of) => of === label).length);
	const averaged = photos.map((number) => Math.min(NEIGHBOURS, number));
	const scalar = (name: string, value: number): Initializer => ({
		name: `model/${name}`,
		shape: [],
		data: Float32Array.of(value),
	});
	const { others } = familiarity;
	const sorts = [{ ...familiarity, share: 1 - (others?.share ?? 0) }, ...(others ? [others] : [])];
	const sorted = (numberOf: (sort: (typeof sorts)[number]) => number) => Float32Array.from(sorts, numberOf);
	return {
		nodes: [
			node('Gemm', [EMBEDDING, 'model/references'], 'model/similarities', { transB: 1 }),
			node('ArgMax', ['probabilities'], 'model/likeliest', { axis: 1, keepdims: 1 }),
			node('Equal', ['model/reference_labels', 'model/likeliest'], 'model/is_own'),
			node('Where', ['model/is_own', 'model/similarities', 'model/no_reference'], 'model/own'),
			node('TopK', ['model/own', 'model/neighbours'], 'model/nearest', { axis: 1 }, ['model/nearest_index']),
			node('Greater', ['model/nearest', 'model/least'], 'model/is_there'),
			node('Where', ['model/is_there', 'model/nearest', 'model/zero'], 'model/counted'),
			node('MatMul', ['model/counted', 'model/ones'], 'model/sum'),
			node('Gather', ['model/averaged', 'model/likeliest'], 'model/number', { axis: 0 }),
			node('Gather', ['model/without_photos', 'model/likeliest'], 'model/free', { axis: 0 }),
			node('Div', ['model/sum', 'model/number'], 'model/mean'),
			node('Add', ['model/mean', 'model/free'], 'model/similarity'),
			node('Sub', ['model/middles', 'model/similarity'], 'model/unlikeness'),
			node('Mul', ['model/unlikeness', 'model/slopes'], 'model/log_odds'),
			node('Exp', ['model/log_odds'], 'model/odds'),
			node('MatMul', ['model/odds', 'model/shares'], 'model/stranger_odds'),
			node('Add', ['model/stranger_odds', 'model/one'], 'model/all_odds'),
			node('Reciprocal', ['model/all_odds'], 'model/known'),
		],
		initializers: [
			{ name: 'model/references', shape: [count, dimension], data: vectors },
			{
				name: 'model/reference_labels',
				shape: [1, count],
				data: BigInt64Array.from(references.labels, BigInt),
			},
			{ name: 'model/neighbours', shape: [1], data: BigInt64Array.of(BigInt(NEIGHBOURS)) },
			{ name: 'model/ones', shape: [NEIGHBOURS, 1], data: new Float32Array(NEIGHBOURS).fill(1) },
			{
				name: 'model/averaged',
				shape: [labels.length],
				data: Float32Array.from(averaged, (number) => Math.max(1, number)),
			},
			{
				name: 'model/without_photos',
				shape: [labels.length],
				data: Float32Array.from(photos, (number) => (number === 0 ? 1 : 0)),
			},
			scalar('no_reference', NO_REFERENCE),
			scalar('least', NO_REFERENCE / 2),
			scalar('zero', 0),
			scalar('one', 1),
			{ name: 'model/middles', shape: [1, sorts.length], data: sorted(({ middle }) => middle) },
			{ name: 'model/slopes', shape: [1, sorts.length], data: sorted(({ slope }) => slope) },
			{ name: 'model/shares', shape: [sorts.length, 1], data: sorted(({ share }) => share) },
		],
	};
}

function node(
	operator: string,
	inputs: readonly string[],
	output: string,
	attributes: OnnxNode['attributes'] = {},
	more: readonly string[] = [],
): OnnxNode {
	return { operator, inputs, outputs: [output, ...more], attributes };
}
