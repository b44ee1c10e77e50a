import { EMBEDDING } from '../backbone/manifest.ts';
import { extendModel } from '../formats/onnx/extend-model.ts';
import { ForeignGraph } from '../formats/onnx/foreign-graph.ts';
import { parseForeignModel } from '../formats/onnx/foreign-model.ts';
import {
	ELEMENT_TYPES,
	encodeModel,
	type Initializer,
	type OnnxModel,
	type OnnxNode,
} from '../formats/onnx/model.ts';
import { Message } from '../formats/onnx/protobuf.ts';
import { readFields } from '../formats/onnx/wire.ts';
import type { Tail } from './read-tail.ts';
import type { TailShape } from './tail-topology.ts';

/** Of ONNX's ModelProto and GraphProto. */
const GRAPH = 7;
const [NODE, INITIALIZER, OUTPUT] = [1, 5, 12];

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
	const { nodes, initializers } = new ForeignGraph(parseForeignModel(file)).needed([value]);
	const pruned = new Message();
	for (const { number, bytes, encoded } of readFields(file)) {
		if (number !== GRAPH) {
			pruned.encoded(encoded);
			continue;
		}
		const graph = new Message();
		for (const { raw } of nodes) graph.bytes(NODE, raw);
		for (const { raw } of initializers) graph.bytes(INITIALIZER, raw);
		for (const field of readFields(bytes))
			if (![NODE, INITIALIZER, OUTPUT].includes(field.number)) graph.encoded(field.encoded);
		pruned.message(GRAPH, graph);
	}
	return pruned.finish();
}
