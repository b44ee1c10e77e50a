import { type Normalisation, PIXELS } from '../network/pixels.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import type { FoundEmbedding } from './find-embedding.ts';
import type { ForeignGraph } from './foreign-graph.ts';
import { type PhotoInput, photoInputOf } from './foreign-input.ts';
import {
	ELEMENT_TYPES,
	encodeInitializer,
	encodeNode,
	encodeValueInfo,
	type Initializer,
	type OnnxNode,
} from './model.ts';
import { Message } from './protobuf.ts';
import { readFields } from './wire.ts';

export interface CutOptions {
	readonly input: PhotoInput;
	readonly normalisation: Normalisation;
}

/** A value whose shape is known, which files seldom tell: it has to be tried out. */
export type EmbeddingPart = FoundEmbedding & { readonly shape: readonly number[] };

/** What a classifier says of its classes: the logarithm of each probability, or scores that a softmax makes these of. */
export interface ScoredClasses extends FoundEmbedding {
	readonly areProbabilities: boolean;
	/** Whether it is one number, which speaks of the second of two classes. */
	readonly isOne?: boolean;
}

/**
 * A power of two, so that nothing is lost to rounding. Scores are seldom beyond 100, which adds a millionth to a length
 * of 1: far less than eight bits do.
 */
export const SCORE_UNIT = 2 ** -16;

/** Of 32-bit numbers that are as exact as any other: no photo is told anything about what is less likely. */
const LEAST_PROBABILITY = 1e-37;

/** Before every name of the file, so that none is also one of ours. */
const SOURCE = 'source/';

/** The part of a model between the photo and some of its values, which are handed out in turn as `part_0` and so on. */
export function cutValues(
	graph: ForeignGraph,
	options: CutOptions,
	values: readonly FoundEmbedding[],
): Uint8Array<ArrayBuffer> {
	const nodes = new NodeList('embedding');
	const outputs = values.map((value, index) =>
		nodes.add('Identity', [plainNumbers(nodes, value)], {}, `part_${index}`),
	);
	return encode(graph, options, values, { nodes, outputs, initializers: [] });
}

/**
 * The part of a model between the photo and some of its values as a backbone: `pixels` go in as they are, each value is
 * averaged over the photo where it is a map of features and brought to length 1, and all are joined as `embedding`. The
 * classifier is left out; or else what it says of each class comes last, in units so small that the last part, to which
 * these numbers belong, is of length 1 all the same.
 */
export function cutBackbone(
	graph: ForeignGraph,
	options: CutOptions,
	parts: readonly EmbeddingPart[],
	output: string,
	scores?: ScoredClasses,
): Uint8Array<ArrayBuffer> {
	const nodes = new NodeList('embedding');
	const vectors = parts.map((part) => {
		const numbers = plainNumbers(nodes, part);
		const pooled = part.shape.length === 4 ? nodes.add('GlobalAveragePool', [numbers]) : numbers;
		return nodes.add('LpNormalization', [nodes.add('Flatten', [pooled], { axis: 1 })], { axis: 1, p: 2 });
	});
	if (!scores) {
		nodes.add('Concat', vectors, { axis: 1 }, output);
		return encode(graph, options, parts, { nodes, outputs: [output], initializers: [] });
	}
	const { areProbabilities, isOne = false } = scores;
	const said = nodes.add('Flatten', [plainNumbers(nodes, scores)], { axis: 1 });
	const classes = isOne ? bothClasses(nodes, said, areProbabilities) : said;
	const logarithms = areProbabilities
		? nodes.add('Log', [nodes.add('Max', [classes, 'least_probability'])])
		: classes;
	nodes.add('Concat', [...vectors, nodes.add('Mul', [logarithms, 'score_unit'])], { axis: 1 }, output);
	const initializers = [
		...(areProbabilities ? [scalar('least_probability', LEAST_PROBABILITY)] : []),
		...(isOne ? BOTH_CLASSES[areProbabilities ? 'probability' : 'score'] : []),
		scalar('score_unit', SCORE_UNIT),
	];
	return encode(graph, options, [...parts, scores], { nodes, outputs: [output], initializers });
}

/** The first of two classes and the second, by what a network says of the second. */
function bothClasses(nodes: NodeList, second: string, isProbability: boolean): string {
	const factors = nodes.add('Mul', [second, 'factors_of_both']);
	return isProbability ? nodes.add('Add', [factors, 'rest_of_both']) : factors;
}

/** 1 - p and p; or else -x/2 and x/2, of which a softmax makes what a sigmoid makes of x. */
const BOTH_CLASSES: Readonly<Record<'probability' | 'score', readonly Initializer[]>> = {
	probability: [
		{ name: 'factors_of_both', shape: [2], data: Float32Array.of(-1, 1) },
		{ name: 'rest_of_both', shape: [2], data: Float32Array.of(1, 0) },
	],
	score: [{ name: 'factors_of_both', shape: [2], data: Float32Array.of(-0.5, 0.5) }],
};

function scalar(name: string, value: number): Initializer {
	return { name, shape: [], data: Float32Array.of(value) };
}

/** How many numbers of the embedding are a value's. @throws {DamagedNetwork | UnsupportedNetwork} */
export function lengthOf({ value, shape }: EmbeddingPart): number {
	const [, channels = 0] = shape;
	if (shape.length !== 2 && shape.length !== 4)
		throw new UnsupportedNetwork(`an embedding of ${shape.length} dimensions (“${value}”)`);
	if (shape[0] !== 1 || channels < 1)
		throw new DamagedNetwork(`“${value}” has the shape [${shape}] for one photo`);
	return channels;
}

/** Nodes of ours, each naming its one result. */
class NodeList {
	readonly nodes: OnnxNode[] = [];
	readonly #place: string;

	constructor(place: string) {
		this.#place = place;
	}

	add(
		operator: string,
		inputs: readonly string[],
		attributes: OnnxNode['attributes'] = {},
		output = `${this.#place}/${operator}_${this.nodes.length}`,
	): string {
		this.nodes.push({ operator, inputs, outputs: [output], attributes });
		return output;
	}
}

function plainNumbers(nodes: NodeList, { value, quantised }: FoundEmbedding): string {
	const source = SOURCE + value;
	if (!quantised) return nodes.add('Cast', [source], { to: ELEMENT_TYPES.float32 });
	const { scale, zeroPoint } = quantised;
	const meaning = [scale, zeroPoint].filter((name) => name !== '').map((name) => SOURCE + name);
	return nodes.add('DequantizeLinear', [source, ...meaning]);
}

function encode(
	graph: ForeignGraph,
	{ input, normalisation }: CutOptions,
	values: readonly FoundEmbedding[],
	ours: {
		readonly nodes: NodeList;
		readonly outputs: readonly string[];
		readonly initializers: readonly Initializer[];
	},
): Uint8Array<ArrayBuffer> {
	const { irVersion, opsets } = graph.model;
	const wanted = values.flatMap(({ value, quantised }) =>
		quantised ? [value, quantised.scale, quantised.zeroPoint] : [value],
	);
	const source = graph.needed(wanted);
	const before = prepare(graph, input, normalisation);

	const message = new Message();
	for (const node of before.nodes.nodes) message.message(1, encodeNode(node));
	for (const { raw } of source.nodes) message.message(1, rename(raw, [1, 2]));
	for (const node of ours.nodes.nodes) message.message(1, encodeNode(node));
	message.string(2, 'backbone');
	for (const initializer of [...before.initializers, ...ours.initializers])
		message.message(5, encodeInitializer(initializer));
	for (const { raw } of source.initializers) message.message(5, rename(raw, [8]));
	const shape = ['N', input.height, input.width, 3];
	message.message(11, encodeValueInfo({ name: PIXELS, type: 'uint8', shape }));
	for (const name of ours.outputs) message.message(12, encodeValueInfo({ name, type: 'float32' }));

	// Since version 4 an initializer need not be an input, too, as ours are not.
	const file = new Message().integer(1, Math.max(irVersion, 4)).string(2, 'hantei').message(7, message);
	// ONNX Runtime refuses sets of operators that it does not know, even where none of them is used.
	for (const domain of new Set(['', ...source.nodes.map((node) => node.domain)]))
		file.message(8, new Message().string(1, domain).integer(2, opsets.get(domain) ?? 1));
	return file.finish();
}

/** From pixels to what the network's own input is. */
function prepare(
	graph: ForeignGraph,
	{ layout }: PhotoInput,
	{ mean, deviation }: Normalisation,
): { nodes: NodeList; initializers: Initializer[] } {
	const photo = photoInputOf(graph.model);
	const nodes = new NodeList('photo');
	const initializers: Initializer[] = [];
	const perChannel = (name: string, numbers: readonly number[]) => {
		const data = Float32Array.from(numbers, (number) => 255 * number);
		initializers.push({ name, shape: layout === 'nchw' ? [1, 3, 1, 1] : [3], data });
		return name;
	};
	let value = layout === 'nchw' ? nodes.add('Transpose', [PIXELS], { perm: [0, 3, 1, 2] }) : PIXELS;
	if (photo.type !== ELEMENT_TYPES.uint8) {
		value = nodes.add('Cast', [value], { to: ELEMENT_TYPES.float32 });
		value = nodes.add('Sub', [value, perChannel('mean', mean)]);
		value = nodes.add('Div', [value, perChannel('deviation', deviation)]);
	}
	nodes.add('Cast', [value], { to: photo.type }, SOURCE + photo.name);
	return { nodes, initializers };
}

/** A message with the names in some of its fields changed, and all else as it was. */
function rename(raw: Uint8Array, numbers: readonly number[]): Message {
	const message = new Message();
	for (const { number, bytes, encoded } of readFields(raw)) {
		if (!numbers.includes(number)) message.encoded(encoded);
		// An empty name stands for an input left out.
		else message.bytes(number, bytes.length === 0 ? bytes : Buffer.concat([Buffer.from(SOURCE), bytes]));
	}
	return message;
}
