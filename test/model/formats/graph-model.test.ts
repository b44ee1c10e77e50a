import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { flatten } from '../../../src/model/formats/network/layout.ts';
import { Network } from '../../../src/model/formats/network/network.ts';
import { pixels, scale } from '../../../src/model/formats/network/pixels.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../../../src/model/formats/refusal.ts';
import { addGraphModel, parseGraphModel } from '../../../src/model/formats/tfjs/graph-model.ts';
import { largestDifference, TOLERANCE } from '../support/closeness.ts';
import { runOnnx } from '../support/onnx.ts';
import { noise, random } from '../support/random.ts';
import { photoTensor, startTensorFlow, toArrayBuffer } from '../support/tensorflow.ts';

const INPUT = { height: 9, width: 12 };

beforeAll(() => startTensorFlow('cpu'));

const next = random(5);
const FLOAT = { type: 'DT_FLOAT' };
const INT = { type: 'DT_INT32' };

/** A graph-model being written, as the TensorFlow.js converter would. */
class Graph {
	nodes: { name: string; op: string; input: string[]; attr: Record<string, unknown> }[] = [
		{ name: 'photo', op: 'Placeholder', input: [], attr: { dtype: FLOAT } },
	];
	weights: { name: string; shape: number[]; dtype: string; quantization?: object }[] = [];
	shards: Uint8Array[] = [];

	add(op: string, input: readonly string[], attr: Record<string, unknown> = {}): string {
		const name = `${op}_${this.nodes.length}`;
		this.nodes.push({ name, op, input: [...input], attr: { T: FLOAT, ...attr } });
		return name;
	}

	floats(...shape: number[]): string {
		const length = shape.reduce((a, b) => a * b, 1);
		return this.stored(
			shape,
			'float32',
			Float32Array.from({ length }, () => next() - 0.5),
		);
	}

	ints(shape: number[], values: number[]): string {
		return this.stored(shape, 'int32', Int32Array.from(values));
	}

	stored(shape: number[], dtype: string, data: ArrayBufferView, quantization?: object): string {
		const name = `constant_${this.weights.length}`;
		this.nodes.push({ name, op: 'Const', input: [], attr: { dtype: dtype === 'int32' ? INT : FLOAT } });
		this.weights.push({ name, shape, dtype, ...(quantization && { quantization }) });
		this.shards.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
		return name;
	}

	get json() {
		return {
			format: 'graph-model',
			modelTopology: { node: this.nodes, versions: {} },
			weightsManifest: [{ paths: ['weights.bin'], weights: this.weights }],
		};
	}

	get bytes(): Uint8Array {
		return Uint8Array.from(Buffer.concat(this.shards));
	}
}

function convert(graph: Graph, output: string): Uint8Array {
	const network = new Network();
	const photo = scale(network, pixels(network, INPUT), '-1..1');
	const model = parseGraphModel(graph.json, () => graph.bytes);
	const [value] = addGraphModel(network, model, { photo }, [output]);
	network.output('result', flatten(network, value as NonNullable<typeof value>));
	return network.finish();
}

async function difference(graph: Graph, output: string): Promise<number> {
	const photos = noise(INPUT);
	const { result } = await runOnnx(convert(graph, output), photos, INPUT);
	const model = await tf.loadGraphModel(
		tf.io.fromMemory({
			modelTopology: graph.json.modelTopology,
			weightSpecs: graph.weights as tf.io.WeightsManifestEntry[],
			weightData: toArrayBuffer(graph.bytes),
		}),
	);
	const expected = tf.tidy(() => {
		const input = photoTensor(photos, INPUT).div(127.5).sub(1);
		return (model.execute({ photo: input }, output) as tf.Tensor).dataSync();
	});
	return largestDifference(result as Float32Array, expected);
}

const text = (value: string) => ({ s: Buffer.from(value).toString('base64') });
const list = (...values: number[]) => ({ list: { i: values.map(String) } });
const fused = (...names: string[]) => ({
	fused_ops: { list: { s: names.map((name) => Buffer.from(name).toString('base64')) } },
	num_args: { i: '1' },
	epsilon: { f: 0 },
});
const sliding = (padding: string, stride = 1) => ({
	padding: text(padding),
	strides: list(1, stride, stride, 1),
	dilations: list(1, 1, 1, 1),
	data_format: text('NHWC'),
});

const GRAPHS: Record<string, (graph: Graph) => string> = {
	Conv2D: (g) => g.add('Conv2D', ['photo', g.floats(3, 2, 3, 4)], sliding('SAME', 2)),
	_FusedConv2D: (g) =>
		g.add('_FusedConv2D', ['photo', g.floats(3, 3, 3, 4), g.floats(4)], {
			...sliding('VALID', 2),
			...fused('BiasAdd', 'Relu6'),
		}),
	DepthwiseConv2dNative: (g) =>
		g.add('DepthwiseConv2dNative', ['photo', g.floats(3, 3, 3, 2)], sliding('SAME', 2)),
	FusedDepthwiseConv2dNative: (g) =>
		g.add('FusedDepthwiseConv2dNative', ['photo', g.floats(3, 3, 3, 1), g.floats(3)], {
			...sliding('SAME'),
			...fused('BiasAdd', 'Relu'),
		}),
	'BiasAdd, Relu, Relu6, Elu, LeakyRelu, Sigmoid, Tanh': (g) => {
		const biased = g.add('BiasAdd', ['photo', g.floats(3)], { data_format: text('NHWC') });
		const leaky = g.add('LeakyRelu', [biased], { alpha: { f: 0.3 } });
		return ['Elu', 'Tanh', 'Sigmoid', 'Relu', 'Relu6'].reduce((from, op) => g.add(op, [from]), leaky);
	},
	'arithmetic with constants on either side': (g) => {
		const scaled = g.add('Mul', [g.floats(1), 'photo']);
		const shifted = g.add('Sub', [scaled, g.floats(9, 1, 3)]);
		const divided = g.add('RealDiv', [shifted, g.floats(1, 1, 12, 1)]);
		const low = g.add('Maximum', [divided, g.floats()]);
		return g.add('Minimum', [g.floats(3), low]);
	},
	'arithmetic of values': (g) => {
		const a = g.add('Conv2D', ['photo', g.floats(1, 1, 3, 3)], sliding('SAME'));
		const sum = g.add('AddV2', [a, 'photo:0']);
		return g.add('Add', [g.add('Mul', [sum, 'photo']), a]);
	},
	MaxPool: (g) => g.add('MaxPool', ['photo'], { ...sliding('SAME', 2), ksize: list(1, 3, 2, 1) }),
	AvgPool: (g) => g.add('AvgPool', ['photo'], { ...sliding('SAME', 2), ksize: list(1, 2, 3, 1) }),
	FusedBatchNormV3: (g) => {
		const variance = g.stored([3], 'float32', Float32Array.of(0.5, 1, 2));
		return g.add('FusedBatchNormV3', ['photo', g.floats(3), g.floats(3), g.floats(3), variance], {
			epsilon: { f: 0.001 },
		});
	},
	'PadV2, ConcatV2': (g) => {
		const margins = g.ints([4, 2], [0, 0, 1, 2, 3, 0, 0, 0]);
		const padded = g.add('PadV2', ['photo', margins, g.stored([], 'float32', Float32Array.of(0.25))]);
		return g.add('ConcatV2', [padded, padded, g.ints([], [-2])], { N: { i: '2' }, Tidx: INT });
	},
	'Mean, Squeeze, MatMul, Softmax': (g) => {
		const mean = g.add('Mean', ['photo', g.ints([2], [1, 2])], { keep_dims: { b: true }, Tidx: INT });
		const vector = g.add('Squeeze', [mean], { squeeze_dims: list(1, 2) });
		const product = g.add('MatMul', [vector, g.floats(3, 5)], {
			transpose_a: { b: false },
			transpose_b: { b: false },
		});
		return g.add('Identity', [g.add('Softmax', [product])]);
	},
	'Reshape, _FusedMatMul with transposed weights': (g) => {
		const vector = g.add('Reshape', ['photo', g.ints([2], [-1, 324])], { Tshape: INT });
		return g.add('_FusedMatMul', [vector, g.floats(6, 324), g.floats(6)], {
			transpose_a: { b: false },
			transpose_b: { b: true },
			...fused('BiasAdd', 'Relu'),
		});
	},
	'weights of 8, 16 and half 32 bits': (g) => {
		const bytes = g.stored([3], 'float32', Uint8Array.of(0, 100, 255), {
			dtype: 'uint8',
			scale: 0.01,
			min: -1,
		});
		const words = g.stored([3], 'float32', Uint16Array.of(0, 1000, 65535), {
			dtype: 'uint16',
			scale: 1e-4,
			min: -3,
		});
		const halves = g.stored([3], 'float32', Uint16Array.of(0x3c00, 0xc200, 0x0001), { dtype: 'float16' });
		return g.add('AddV2', [g.add('Mul', [g.add('AddV2', ['photo', bytes]), words]), halves]);
	},
};

describe('a graph-model converts to what TensorFlow.js computes', () => {
	test.each(Object.entries(GRAPHS))('%s', async (_, build) => {
		const graph = new Graph();
		const output = build(graph);
		expect(await difference(graph, output)).toBeLessThan(TOLERANCE);
	});

	test('a node that nothing asks for is left out, whatever it is', () => {
		const graph = new Graph();
		const output = graph.add('Relu', ['photo']);
		graph.add('Unheard', [output, 'nowhere']);
		expect(() => convert(graph, output)).not.toThrow();
	});
});

describe('a graph-model is refused', () => {
	const refusals: Record<
		string,
		{
			build: (graph: Graph) => string;
			refusal: typeof DamagedNetwork | typeof UnsupportedNetwork;
			says: string;
		}
	> = {
		'for an operation nobody knows': {
			build: (g) => g.add('Unheard', ['photo']),
			refusal: UnsupportedNetwork,
			says: 'Unheard',
		},
		'for an operation named like a property of every object': {
			build: (g) => g.add('constructor', ['photo']),
			refusal: UnsupportedNetwork,
			says: 'constructor',
		},
		'for a cycle': {
			build: (g) => {
				g.add('Relu', ['Relu_2']);
				return g.add('Relu', ['Relu_1']);
			},
			refusal: DamagedNetwork,
			says: 'depends on itself',
		},
		'for a node that is not there': {
			build: (g) => g.add('Relu', ['nowhere']),
			refusal: DamagedNetwork,
			says: 'nowhere',
		},
		'for a second result': {
			build: (g) => g.add('Relu', ['photo:1']),
			refusal: UnsupportedNetwork,
			says: 'second result',
		},
		'for explicit padding': {
			build: (g) => g.add('Conv2D', ['photo', g.floats(3, 3, 3, 4)], sliding('EXPLICIT')),
			refusal: UnsupportedNetwork,
			says: 'EXPLICIT',
		},
		'for a malformed attribute': {
			build: (g) => g.add('LeakyRelu', ['photo'], { alpha: { f: 'much' } }),
			refusal: DamagedNetwork,
			says: 'alpha',
		},
		'for a constant of another shape': {
			build: (g) => g.add('AddV2', ['photo', g.floats(4)]),
			refusal: DamagedNetwork,
			says: 'does not fit',
		},
		'for a kernel of another shape': {
			build: (g) => g.add('Conv2D', ['photo', g.floats(3, 3, 4, 4)], sliding('SAME')),
			refusal: DamagedNetwork,
			says: 'does not fit',
		},
		'for a reshape to a fraction': {
			build: (g) => g.add('Reshape', ['photo', g.ints([3], [-1, 7, -1])]),
			refusal: DamagedNetwork,
			says: 'shape',
		},
		'for a result too large to hold': {
			build: (g) => g.add('Pad', ['photo', g.ints([4, 2], [0, 0, 2 ** 30, 0, 2 ** 30, 0, 0, 0])]),
			refusal: UnsupportedNetwork,
			says: 'as large as',
		},
	};
	test.each(Object.entries(refusals))('%s', (_, { build, refusal, says }) => {
		const graph = new Graph();
		const output = build(graph);
		expect(() => convert(graph, output)).toThrow(refusal);
		expect(() => convert(graph, output)).toThrow(says);
	});

	test('a chain of twenty thousand nodes is no matter', () => {
		const graph = new Graph();
		let last = 'photo';
		for (let i = 0; i < 20_000; i++) last = graph.add('Identity', [last]);
		expect(() => convert(graph, last)).not.toThrow();
	});
});
