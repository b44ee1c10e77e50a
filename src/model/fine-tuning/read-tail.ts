import { EMBEDDING } from '../backbone/manifest.ts';
import type { Constant } from '../formats/constant.ts';
import { ForeignGraph } from '../formats/onnx/foreign-graph.ts';
import { describeNode, type ForeignNode, parseForeignModel } from '../formats/onnx/foreign-model.ts';
import type { ForeignTensor } from '../formats/onnx/tensor.ts';
import { bytesOf, readFields } from '../formats/onnx/wire.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../formats/refusal.ts';

/** A step of the tail. Values go by the names that they have in the backbone. */
export type TailStep =
	| {
			readonly kind: 'convolution' | 'depthwise';
			readonly input: string;
			readonly output: string;
			/** In Keras's order: height, width, inputs, then outputs or 1. */
			readonly kernel: Constant & { readonly data: Float32Array<ArrayBuffer> };
			readonly bias: Float32Array<ArrayBuffer>;
			/** Whether what comes out is cut off below 0 and above 6. */
			readonly isClipped: boolean;
	  }
	| { readonly kind: 'sum'; readonly inputs: readonly [string, string]; readonly output: string };

/** The last blocks of a backbone of 8 bits, from some maps of features to the last, whose mean of unit length is the embedding. */
export interface Tail {
	/** What the maps are in the file: whole numbers, each meaning `(number - zero) · scale`. */
	readonly features: { readonly bytes: string; readonly scale: number; readonly zero: number };
	/** The value that is the first step's input, and another's perhaps. */
	readonly from: string;
	/** In an order in which they can be computed. */
	readonly steps: readonly TailStep[];
}

/** What ONNX's data types are called that our quantiser writes. */
const READERS: Readonly<Record<number, (bytes: Uint8Array<ArrayBuffer>) => ArrayLike<number>>> = {
	1: ({ buffer }) => new Float32Array(buffer),
	2: (bytes) => bytes,
	3: ({ buffer }) => new Int8Array(buffer),
	6: ({ buffer }) => new Int32Array(buffer),
};

/** Of networks whose activations end at 6. */
const [CLIPPED_AT, ROUNDING] = [6, 1e-3];

/**
 * Reads what a backbone makes of a value, as float numbers that say the same as those of 8 bits.
 * @param from a value between two blocks, in 8 bits
 * @throws {UnsupportedNetwork | DamagedNetwork} for a backbone that is not made as `scripts/backbone` makes them
 */
export function readTail(backbone: Uint8Array, from: string): Tail {
	const graph = new ForeignGraph(parseForeignModel(backbone));
	const reader = new TailReader(graph, from);
	return reader.read();
}

class TailReader {
	readonly #graph: ForeignGraph;
	readonly #from: string;
	readonly #stored: ReadonlyMap<string, ForeignTensor>;
	/** What a value of 8 bits is called before it is rounded. */
	readonly #rounded = new Map<string, { readonly name: string; readonly isClipped: boolean }>();

	constructor(graph: ForeignGraph, from: string) {
		this.#graph = graph;
		this.#from = from;
		this.#stored = new Map(graph.model.initializers.map((tensor) => [tensor.name, tensor]));
	}

	read(): Tail {
		const features = this.#features();
		const trunk = new Set(this.#graph.needed([this.#from]).nodes);
		const nodes = this.#graph.needed([EMBEDDING]).nodes.filter((node) => !trunk.has(node));
		for (const node of nodes) if (node.operator === 'QuantizeLinear') this.#noteRounding(node);
		const steps = nodes.flatMap((node): TailStep[] => {
			if (node.operator === 'Conv') return [this.#convolution(node)];
			if (node.operator === 'Add') return [this.#sum(node)];
			if (!TRANSPARENT.has(node.operator)) throw new UnsupportedNetwork(describeNode(node));
			return [];
		});
		if (steps.length === 0) throw new DamagedNetwork(`nothing follows “${this.#from}”`);
		return { features, from: this.#from, steps };
	}

	#features(): Tail['features'] {
		const maker = this.#graph.maker(this.#from);
		if (maker?.operator !== 'DequantizeLinear') throw new UnsupportedNetwork(`the value “${this.#from}”`);
		const [bytes = '', scale = '', zero = ''] = maker.inputs;
		return { bytes, scale: this.#number(scale), zero: this.#number(zero) };
	}

	#noteRounding({ inputs: [name = '', scale = '', zero = ''], outputs: [bytes = ''] }: ForeignNode): void {
		const largest = this.#number(scale) * (255 - this.#number(zero));
		const isClipped = this.#number(zero) === 0;
		if (isClipped && Math.abs(largest - CLIPPED_AT) > ROUNDING)
			throw new UnsupportedNetwork(`the activation of “${name}”, which ends at ${largest},`);
		this.#rounded.set(name, { name: bytes.replace(/\.bytes$/, ''), isClipped });
	}

	#convolution(node: ForeignNode): TailStep {
		const [input = '', kernelName = '', biasName = ''] = node.inputs;
		const [outputs = 0, inputs = 0, height = 0, width = 0] = this.#shapeOf(kernelName);
		const numbers = this.#dequantised(kernelName, outputs);
		const kind = inputs === 1 && outputs > 1 ? 'depthwise' : 'convolution';
		// ONNX has outputs first; Keras has positions first, and of a depthwise kernel the channels where else the inputs are.
		const data = new Float32Array(numbers.length);
		const positions = height * width;
		for (let o = 0; o < outputs; o++)
			for (let i = 0; i < inputs; i++)
				for (let p = 0; p < positions; p++)
					data[(p * inputs + i) * outputs + o] = numbers[(o * inputs + i) * positions + p] as number;
		const shape = kind === 'depthwise' ? [height, width, outputs, 1] : [height, width, inputs, outputs];
		return {
			kind,
			input,
			...this.#result(node),
			kernel: { shape, data },
			bias: this.#dequantised(biasName, outputs),
		};
	}

	#sum(node: ForeignNode): TailStep {
		const [left = '', right = ''] = node.inputs;
		return { kind: 'sum', inputs: [left, right], output: this.#result(node).output };
	}

	#result(node: ForeignNode): { readonly output: string; readonly isClipped: boolean } {
		const rounded = this.#rounded.get(node.outputs[0] ?? '');
		if (!rounded) throw new UnsupportedNetwork(`${describeNode(node)}, whose result is not of 8 bits,`);
		return { output: rounded.name, isClipped: rounded.isClipped };
	}

	/** Numbers that a DequantizeLinear gives, one scale for each row of the first axis. */
	#dequantised(value: string, rows: number): Float32Array<ArrayBuffer> {
		const maker = this.#graph.maker(value);
		if (maker?.operator !== 'DequantizeLinear') throw new UnsupportedNetwork(`the weight “${value}”`);
		const [whole = '', scaleName = ''] = maker.inputs;
		const numbers = this.#numbers(whole);
		const scales = this.#numbers(scaleName);
		if (scales.length !== rows) throw new UnsupportedNetwork(`the scales of the weight “${value}”`);
		const each = numbers.length / rows;
		return Float32Array.from(numbers, (number, i) => number * (scales[Math.floor(i / each)] as number));
	}

	#shapeOf(value: string): readonly number[] {
		return this.#graph.weight(value)?.shape ?? [];
	}

	#number(name: string): number {
		const [number] = Array.from(this.#numbers(name));
		if (number === undefined) throw new DamagedNetwork(`“${name}” has no number`);
		return number;
	}

	#numbers(name: string): ArrayLike<number> {
		const tensor = this.#stored.get(name);
		const read = tensor && READERS[tensor.type];
		const [bytes] = tensor ? bytesOf(readFields(tensor.raw), 9) : [];
		if (!read || !bytes) throw new UnsupportedNetwork(`the numbers “${name}”`);
		return read(Uint8Array.from(bytes));
	}
}

/** What rounds and turns numbers back, and what makes the embedding of the last maps. */
const TRANSPARENT = new Set([
	'QuantizeLinear',
	'DequantizeLinear',
	'GlobalAveragePool',
	'Flatten',
	'ReduceL2',
	'Div',
]);

/** What maps of features mean, one photo's after the other. */
export function meaningOf(photos: readonly Uint8Array[], { features: { scale, zero } }: Tail): Float32Array {
	const length = photos[0]?.length ?? 0;
	const numbers = new Float32Array(photos.length * length);
	for (const [n, bytes] of photos.entries())
		for (let i = 0; i < length; i++) numbers[n * length + i] = ((bytes[i] as number) - zero) * scale;
	return numbers;
}
