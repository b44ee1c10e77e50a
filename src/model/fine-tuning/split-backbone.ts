import { EMBEDDING } from '../backbone/manifest.ts';
import { extendModel } from '../formats/onnx/extend-model.ts';
import { ForeignGraph } from '../formats/onnx/foreign-graph.ts';
import { parseForeignModel } from '../formats/onnx/foreign-model.ts';
import {
	ELEMENT_TYPES,
	encodeModel,
	encodeValueInfo,
	type Initializer,
	type OnnxModel,
	type OnnxNode,
	type ValueInfo,
} from '../formats/onnx/model.ts';
import { Message } from '../formats/onnx/protobuf.ts';
import { readFields } from '../formats/onnx/wire.ts';
import { DamagedNetwork } from '../formats/refusal.ts';
import type { Tail } from './read-tail.ts';
import type { TailShape } from './tail-topology.ts';

/** Of ONNX's ModelProto and GraphProto. */
const GRAPH = 7;
const [NODE, INITIALIZER, INPUT, OUTPUT] = [1, 5, 11, 12];

/**
 * What lies before a tail, as a network that photos are put through once: its maps of features, one number after the
 * other as they are in 8 bits, go by the name of an embedding.
 */
export function trunkOf(backbone: Uint8Array, { features }: Tail): Uint8Array<ArrayBuffer> {
	return extendModel(pruneTo(backbone, features.bytes), {
		nodes: [
			node('Cast', [features.bytes], 'trunk/numbers', { to: ELEMENT_TYPES.float32 }),
			node('Flatten', ['trunk/numbers'], EMBEDDING, { axis: 1 }),
		],
		initializers: [],
		outputs: [{ name: EMBEDDING, type: 'float32' }],
	});
}

/** Where a backbone's tail begins: a value, and its shape. */
type TailStart = TailShape & { readonly from: string };

/** A backbone, tuned or not, up to where its tail begins: what it gives is whole numbers of 8 bits. */
export function sharedTrunkOf(backbone: Uint8Array, start: TailStart): Uint8Array<ArrayBuffer> {
	const { graph, features } = cutAt(backbone, start);
	return partOf(backbone, graph.needed([features.name]), { field: OUTPUT, values: [features] });
}

/** A backbone, tuned or not, from there on: its one input is what the trunk gives. */
export function ownTailOf(backbone: Uint8Array, start: TailStart): Uint8Array<ArrayBuffer> {
	const { graph, features } = cutAt(backbone, start);
	const before = new Set(graph.needed([features.name]).nodes);
	const whole = graph.needed([EMBEDDING]);
	const nodes = whole.nodes.filter((node) => !before.has(node));
	const read = new Set(nodes.flatMap(({ inputs }) => inputs));
	const initializers = whole.initializers.filter(({ name }) => read.has(name));
	return partOf(backbone, { nodes, initializers }, { field: INPUT, values: [features] });
}

function cutAt(backbone: Uint8Array, { from, channels, height, width }: TailStart) {
	const graph = new ForeignGraph(parseForeignModel(backbone));
	const name = graph.maker(from)?.inputs[0];
	if (name === undefined) throw new DamagedNetwork(`nothing makes the value “${from}”`);
	const features = { name, type: 'uint8' as const, shape: ['N', channels, height, width] };
	return { graph, features };
}

/** A backbone with another tail, which is of 32 bits. */
export function withTail(backbone: Uint8Array, tail: Tail): Uint8Array<ArrayBuffer> {
	return extendModel(pruneTo(backbone, tail.from), tailPart(tail));
}

/** A tail by itself: from maps of features, by the name they have in the backbone, to the embedding. */
export function tailNetwork(tail: Tail, { channels, height, width }: TailShape): Uint8Array<ArrayBuffer> {
	const input = { name: tail.from, type: 'float32' as const, shape: ['N', channels, height, width] };
	return encodeModel({ inputs: [input], ...tailPart(tail) });
}

function tailPart({ from, steps }: Tail): Omit<OnnxModel, 'inputs'> {
	// The trunk's names stay; the tail's begin anew, for the file had values of these names before.
	const nameOf = (value: string) => (value === from ? value : `tail/${value}`);
	const limits = [0, 6].map(
		(value): Initializer => ({
			name: `tail/${value}`,
			shape: [],
			data: Float32Array.of(value),
		}),
	);
	const nodes: OnnxNode[] = [];
	const initializers: Initializer[] = [...limits];
	for (const step of steps) {
		const output = nameOf(step.output);
		if (step.kind === 'sum') {
			nodes.push(node('Add', step.inputs.map(nameOf), output));
			continue;
		}
		const { kernel, bias } = onnxWeights(step);
		const [, , height = 0, width = 0] = kernel.shape;
		initializers.push(
			{ name: `${output}/kernel`, ...kernel },
			{ name: `${output}/bias`, shape: [bias.length], data: bias },
		);
		const raw = step.isClipped ? `${output}/raw` : output;
		nodes.push(
			node('Conv', [nameOf(step.input), `${output}/kernel`, `${output}/bias`], raw, {
				kernel_shape: [height, width],
				pads: [(height - 1) >> 1, (width - 1) >> 1, height >> 1, width >> 1],
				strides: [1, 1],
				group: step.kind === 'depthwise' ? bias.length : 1,
			}),
		);
		if (step.isClipped) nodes.push(node('Clip', [raw, 'tail/0', 'tail/6'], output));
	}
	nodes.push(
		node('GlobalAveragePool', [nameOf(steps.at(-1)?.output ?? from)], 'tail/mean'),
		node('Flatten', ['tail/mean'], 'tail/flat', { axis: 1 }),
		node('LpNormalization', ['tail/flat'], EMBEDDING, { axis: 1, p: 2 }),
	);
	return { nodes, initializers, outputs: [{ name: EMBEDDING, type: 'float32' }] };
}

/** From Keras's order of axes to that of ONNX. */
function onnxWeights({ kernel: { shape, data }, bias }: Exclude<Tail['steps'][number], { kind: 'sum' }>) {
	const [height = 0, width = 0] = shape;
	const outputs = bias.length;
	const positions = height * width;
	const inputs = data.length / (positions * outputs);
	const turned = new Float32Array(data.length);
	for (let o = 0; o < outputs; o++)
		for (let i = 0; i < inputs; i++)
			for (let p = 0; p < positions; p++)
				turned[(o * inputs + i) * positions + p] = data[(p * inputs + i) * outputs + o] as number;
	return { kernel: { shape: [outputs, inputs, height, width], data: turned }, bias };
}

function node(
	operator: string,
	inputs: readonly string[],
	output: string,
	attributes: OnnxNode['attributes'] = {},
): OnnxNode {
	return { operator, inputs, outputs: [output], attributes };
}

/** The part of a file that a value needs, without any output. */
function pruneTo(file: Uint8Array, value: string): Uint8Array<ArrayBuffer> {
	const part = new ForeignGraph(parseForeignModel(file)).needed([value]);
	return partOf(file, part, { field: OUTPUT, values: [] });
}

/** A file with only some of its nodes and initializers, and with other inputs or outputs. */
function partOf(
	file: Uint8Array,
	{ nodes, initializers }: ReturnType<ForeignGraph['needed']>,
	{ field, values }: { readonly field: typeof INPUT | typeof OUTPUT; readonly values: readonly ValueInfo[] },
): Uint8Array<ArrayBuffer> {
	const part = new Message();
	for (const { number, bytes, encoded } of readFields(file)) {
		if (number !== GRAPH) {
			part.encoded(encoded);
			continue;
		}
		const graph = new Message();
		for (const { raw } of nodes) graph.bytes(NODE, raw);
		for (const { raw } of initializers) graph.bytes(INITIALIZER, raw);
		for (const value of values) graph.message(field, encodeValueInfo(value));
		for (const other of readFields(bytes))
			if (![NODE, INITIALIZER, field].includes(other.number)) graph.encoded(other.encoded);
		part.message(GRAPH, graph);
	}
	return part.finish();
}
