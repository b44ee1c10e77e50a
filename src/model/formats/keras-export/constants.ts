import { permute } from '../constant.ts';
import { OnnxAttributes } from '../onnx/attributes.ts';
import type { ForeignGraph } from '../onnx/foreign-graph.ts';
import type { ForeignNode } from '../onnx/foreign-model.ts';
import { type Numbers, tensorNumbers } from '../onnx/numbers.ts';

/** What is stored in a graph, also where it has to be unpacked, turned or dequantised first. */
export class GraphConstants {
	readonly #graph: ForeignGraph;
	readonly #known = new Map<string, Numbers | undefined>();

	constructor(graph: ForeignGraph) {
		this.#graph = graph;
	}

	/** Undefined for what depends on the photo. */
	get(name: string): Numbers | undefined {
		if (!this.#known.has(name)) this.#known.set(name, this.#read(name));
		return this.#known.get(name);
	}

	#read(name: string): Numbers | undefined {
		const stored = this.#graph.stored(name);
		if (stored) return tensorNumbers(stored);
		const node = this.#graph.maker(name);
		return node && this.#compute(node);
	}

	#compute(node: ForeignNode): Numbers | undefined {
		const attributes = new OnnxAttributes(node);
		if (node.operator === 'Constant') {
			const tensor = attributes.tensor('value');
			return tensor && tensorNumbers(tensor);
		}
		const [input] = node.inputs;
		const before = input === undefined ? undefined : this.get(input);
		if (!before) return undefined;
		switch (node.operator) {
			case 'Identity':
			case 'Cast':
				return before;
			case 'Transpose': {
				const order = attributes.integers('perm') ?? before.shape.map((_, axis) => axis).reverse();
				const shape = order.map((axis) => before.shape[axis] as number);
				return { shape, data: permute(before.data, before.shape, order) };
			}
			case 'DequantizeLinear':
				return this.#dequantise(before, node, attributes.integer('axis', 1));
			default:
				return undefined;
		}
	}

	#dequantise({ shape, data }: Numbers, { inputs }: ForeignNode, axis: number): Numbers | undefined {
		const scale = this.get(inputs[1] ?? '')?.data;
		const zero = inputs[2] ? this.get(inputs[2])?.data : undefined;
		if (!scale) return undefined;
		// One for all, or one for each along the axis.
		const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
		const place = (n: number) => (scale.length === 1 ? 0 : Math.floor(n / inner) % scale.length);
		return {
			shape,
			data: data.map((level, n) => (level - (zero?.[place(n)] ?? 0)) * (scale[place(n)] as number)),
		};
	}
}
