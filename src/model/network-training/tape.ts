import type { Attributes } from '../formats/onnx/model.ts';
import { encodeModel, type Initializer, type OnnxNode, type ValueInfo } from '../formats/onnx/model.ts';

/**
 * How the numbers of images lie in memory. `plain` is ONNX's own way, `[N, channels, height, width]`. In `blocked` so many
 * channels as a register of the processor holds lie together, `[N, channels / block, height, width, block]`: convolutions
 * need nothing else, and are fastest so. The tensors say the first shape either way, so that operators that take each number
 * for itself need not know.
 */
export type ImageLayout = 'plain' | 'blocked';

/**
 * What flows between the layers of a network in training. The shape is Keras's, without the batch:
 * `[height, width, channels]` for an image, which ONNX keeps channels first, `[features]` for a vector.
 */
export interface Tracked {
	readonly name: string;
	readonly shape: readonly number[];
	/** A gradient lies as that lies which it is the gradient of. */
	readonly layout: ImageLayout;
	/** Whether any of what it is made of is trained; if not, no gradient is computed for it. */
	readonly isTrained: boolean;
}

/** The gradients of an operation's inputs from that of its output, as names; asked for only where one is trained. */
type Backward = (gradient: string) => readonly (string | undefined)[];

interface Operation {
	readonly output: Tracked;
	readonly inputs: readonly Tracked[];
	readonly backward: Backward;
}

/**
 * One ONNX graph of a network's forward pass and, played back from its end, of its gradients. Weights are inputs, so
 * that a session serves every step. Operators are of the standard, and right wherever ONNX runs, but on a tape with blocks.
 */
export class Tape {
	/** Channels that lie together where an image is blocked; undefined where none is to be. */
	readonly block: number | undefined;
	readonly #nodes: OnnxNode[] = [];
	readonly #initializers = new Map<string, Initializer>();
	readonly #inputs: ValueInfo[] = [];
	readonly #outputs: ValueInfo[] = [];
	readonly #operations: Operation[] = [];

	constructor(block?: number) {
		this.block = block;
	}

	/** Whether any of it needs more than the standard. */
	get isBlocked(): boolean {
		return this.#nodes.some(({ domain }) => domain !== undefined);
	}

	/** @param shape with the batch, where it has one, as a text */
	input(name: string, shape: readonly (number | string)[]): string {
		this.#inputs.push({ name, type: 'float32', shape });
		return name;
	}

	output(name: string, value: string, shape: readonly (number | string)[]): void {
		this.#nodes.push({ operator: 'Identity', inputs: [value], outputs: [name], attributes: {} });
		this.#outputs.push({ name, type: 'float32', shape });
	}

	/** Adds an operator. Gives the name of its first result. */
	add(operator: string, inputs: readonly string[], attributes: Attributes = {}, domain?: string): string {
		const name = `${operator}_${this.#nodes.length}`;
		this.#nodes.push({ operator, inputs, outputs: [name], attributes, ...(domain && { domain }) });
		return name;
	}

	/**
	 * Says how gradients pass back through what was added for this output.
	 *
	 * @param like what it has the shape and the layout of
	 */
	record(
		{ shape, layout = 'plain' }: { readonly shape: readonly number[]; readonly layout?: ImageLayout },
		output: string,
		inputs: readonly Tracked[],
		backward: Backward,
	): Tracked {
		const isTrained = inputs.some(({ isTrained }) => isTrained);
		const tracked = { name: output, shape, layout, isTrained };
		this.#operations.push({ output: tracked, inputs, backward });
		return tracked;
	}

	/** For operators that take a shape or axes as an input. */
	integers(values: readonly number[]): string {
		const name = `integers_${values.join('_')}`;
		this.#initializers.set(name, {
			name,
			shape: [values.length],
			data: BigInt64Array.from(values, BigInt),
		});
		return name;
	}

	scalar(value: number): string {
		const name = `scalar_${value}`;
		this.#initializers.set(name, { name, shape: [], data: Float32Array.of(value) });
		return name;
	}

	constant(shape: readonly number[], data: Float32Array): string {
		const name = `constant_${this.#initializers.size}`;
		this.#initializers.set(name, { name, shape, data });
		return name;
	}

	/**
	 * Plays the operations back from the end.
	 *
	 * @param end what the loss is made of
	 * @param gradient of the loss by it
	 * @returns the gradient of each value that is trained, by its name
	 */
	playBack(end: Tracked, gradient: string): ReadonlyMap<string, string> {
		const gradients = new Map([[end.name, [gradient]]]);
		const sums = new Map<string, string>();
		const sumOf = (name: string): string | undefined => {
			const parts = gradients.get(name);
			if (!parts) return undefined;
			const known = sums.get(name);
			if (known) return known;
			const sum = parts.length === 1 ? (parts[0] as string) : this.add('Sum', parts);
			sums.set(name, sum);
			return sum;
		};
		for (const { output, inputs, backward } of this.#operations.toReversed()) {
			const sum = output.isTrained ? sumOf(output.name) : undefined;
			if (sum === undefined) continue;
			for (const [index, part] of backward(sum).entries()) {
				const input = inputs[index];
				if (part === undefined || !input?.isTrained) continue;
				const parts = gradients.get(input.name);
				if (parts) parts.push(part);
				else gradients.set(input.name, [part]);
			}
		}
		return new Map([...gradients.keys()].map((name): [string, string] => [name, sumOf(name) as string]));
	}

	/** The ONNX file. */
	finish(): Uint8Array<ArrayBuffer> {
		return encodeModel({
			inputs: this.#inputs,
			outputs: this.#outputs,
			nodes: this.#nodes,
			initializers: [...this.#initializers.values()],
		});
	}
}
