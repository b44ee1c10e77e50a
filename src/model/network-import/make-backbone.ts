import { runningForeign } from '../backbone/import/from-onnx.ts';
import { drawPictures } from '../backbone/import/verify.ts';
import { EMBEDDING } from '../backbone/manifest.ts';
import { SESSION_OPTIONS } from '../engine/session-options.ts';
import { PIXELS } from '../formats/network/pixels.ts';
import { cutBackbone, cutValues, type EmbeddingPart, lengthOf } from '../formats/onnx/cut-backbone.ts';
import { findEmbedding, findFeatures, findSigmoid } from '../formats/onnx/find-embedding.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../formats/refusal.ts';
import { InferenceSession, Tensor } from '../onnx-runtime.ts';
import type { ClassifierGraph } from './sources.ts';

/** A whole network as a backbone whose embedding ends in what the network says of each of its classes. */
export interface NetworkBackbone {
	readonly onnx: Uint8Array<ArrayBuffer>;
	/** Lengths of the unit vectors of the embedding; the classes belong to the last. */
	readonly parts: readonly number[];
	readonly classes: number;
}

/** Rounding of float16, and more. */
const SUM_TOLERANCE = 1e-2;

/**
 * Makes a backbone of a network: what it knows of a photo, by which photos are compared and further labels learnt, and what
 * it says of its own classes.
 *
 * @throws {DamagedNetwork | UnsupportedNetwork}
 */
export async function makeBackbone({ graph, options }: ClassifierGraph): Promise<NetworkBackbone> {
	const [output] = graph.model.outputs;
	if (output === undefined) throw new DamagedNetwork('it has no output');
	const found = [findFeatures(graph), findEmbedding(graph)];
	const results = await tryOut(cutValues(graph, options, [...found, { value: output }]), options.input);
	const scores = results.map((values) => values.at(-1) as Result);
	const sigmoid = scores[0]?.numbers.length === 1 ? findSigmoid(graph) : undefined;
	const classes = sigmoid ? 2 : classesOf(scores);
	requireNumbers(scores);
	const [first, last] = found.map((value, index) => ({ ...value, shape: results[0]?.[index]?.shape ?? [] }));
	const part = wider(first as EmbeddingPart, last as EmbeddingPart);
	const onnx = cutBackbone(
		graph,
		options,
		[part],
		EMBEDDING,
		sigmoid
			? { value: sigmoid.value, areProbabilities: sigmoid.isProbability, isOne: true }
			: { value: output, areProbabilities: scores.every(({ numbers }) => areProbabilities(numbers)) },
	);
	return { onnx, parts: [lengthOf(part) + classes], classes };
}

/**
 * What a network knows of a photo lies before its first fully connected layer, or before its last. A classifier on top of
 * another network (Teachable Machine: 1280 numbers, then 100) keeps more of the photo before; one from scratch, whose maps of
 * features are averaged, after: of two of the course's networks, 512 numbers told strangers apart with an AUROC of .58 and
 * .56, the 64 before with .54 and .53, and both together with .55 and .51.
 */
function wider(first: EmbeddingPart, last: EmbeddingPart): EmbeddingPart {
	return lengthOf(last) > lengthOf(first) ? last : first;
}

interface Result {
	readonly shape: readonly number[];
	readonly numbers: Float32Array;
}

/** What a network's values are for each of some drawn pictures. */
async function tryOut(
	onnx: Uint8Array,
	{ width, height }: ClassifierGraph['options']['input'],
): Promise<Result[][]> {
	return runningForeign(async () => {
		const session = await InferenceSession.create(onnx, SESSION_OPTIONS);
		const tried: Result[][] = [];
		for (const picture of drawPictures({ width, height })) {
			const results = await session.run({ [PIXELS]: new Tensor('uint8', picture, [1, height, width, 3]) });
			tried.push(
				session.outputNames.map((name) => ({
					shape: results[name]?.dims ?? [],
					numbers: Float32Array.from(results[name]?.data as Float32Array),
				})),
			);
		}
		await session.release();
		return tried;
	});
}

/** How many classes a network tells apart. @throws {UnsupportedNetwork} when its result is no list of them */
function classesOf(scores: readonly Result[]): number {
	const { shape, numbers } = scores[0] as Result;
	// One class a photo, whatever else there is of length 1.
	const isList = shape[0] === 1 && shape.filter((length) => length !== 1).length === 1;
	if (!isList || numbers.length < 2)
		throw new UnsupportedNetwork(`a result of shape [${shape}], which does not say one class of several,`);
	return numbers.length;
}

function requireNumbers(scores: readonly Result[]): void {
	if (scores.some((one) => !one.numbers.every(Number.isFinite)))
		throw new DamagedNetwork('what it says of a picture is no number');
}

function areProbabilities(numbers: Float32Array): boolean {
	const sum = numbers.reduce((total, number) => total + number, 0);
	return Math.abs(sum - 1) < SUM_TOLERANCE && numbers.every((number) => number >= 0);
}
