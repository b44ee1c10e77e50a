import {
	type Attributes,
	encodeModel,
	type Initializer,
	type OnnxNode,
	type ValueInfo,
} from '../onnx/model.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';

/**
 * What flows between two operations. The shape is TensorFlow's, without the batch: `[height, width, channels]` for
 * an image, which ONNX keeps channels first, `[features]` for a vector; any other rank is kept as it is.
 */
export interface Value {
	readonly name: string;
	readonly shape: readonly number[];
	/** The ONNX operator that made it, and the value it came from if that is all the operator works on. */
	readonly operator: string;
	readonly source: Value | undefined;
}

export type ImageShape = readonly [height: number, width: number, channels: number];

export interface Image extends Value {
	readonly shape: ImageShape;
}

/** 256 MB of numbers for one photo: more than any network for photos needs, less than takes the process down. */
const MAX_ELEMENTS = 2 ** 26;

/** An ONNX network under construction; the other files of this folder add TensorFlow's operations to it. */
export class Network {
	#inputs: ValueInfo[] = [];
	#outputs: ValueInfo[] = [];
	#nodes: OnnxNode[] = [];
	#initializers: Initializer[] = [];
	#scalars = new Map<number, string>();

	/** Photos: `uint8 [N, height, width, 3]`, RGB. */
	input(name: string, shape: ImageShape): Value {
		checkShape(shape);
		this.#inputs.push({ name, type: 'uint8', shape: ['N', ...shape] });
		return { name, shape, operator: 'Input', source: undefined };
	}

	/** Names a vector as a result of the network: `float32 [N, length]`. */
	output(name: string, value: Value): void {
		if (value.shape.length !== 1) throw new UnsupportedNetwork(`an output of shape [${value.shape}]`);
		this.#nodes.push({ operator: 'Identity', inputs: [value.name], outputs: [name], attributes: {} });
		this.#outputs.push({ name, type: 'float32', shape: ['N', ...value.shape] });
	}

	/**
	 * Adds an operation.
	 *
	 * @param inputs values, and names of constants
	 * @param shape of the result
	 */
	add(
		operator: string,
		inputs: readonly (Value | string)[],
		shape: readonly number[],
		attributes: Attributes = {},
	): Value {
		checkShape(shape);
		const name = `${operator}_${this.#nodes.length}`;
		const names = inputs.map((input) => (typeof input === 'string' ? input : input.name));
		this.#nodes.push({ operator, inputs: names, outputs: [name], attributes });
		const values = inputs.filter((input) => typeof input !== 'string');
		return { name, shape, operator, source: values.length === 1 ? values[0] : undefined };
	}

	/** Adds numbers, in ONNX's layout. Gives their name. */
	constant(shape: readonly number[], data: Float32Array): string {
		if (elementCount(shape) !== data.length) {
			throw new DamagedNetwork(`${data.length} numbers do not make a tensor of shape [${shape}]`);
		}
		return this.#initializer(shape, data);
	}

	scalar(value: number): string {
		const known = this.#scalars.get(value);
		if (known !== undefined) return known;
		const name = this.#initializer([], Float32Array.of(value));
		this.#scalars.set(value, name);
		return name;
	}

	/** For operators that take a shape or axes as an input. */
	integers(values: readonly number[]): string {
		return this.#initializer([values.length], BigInt64Array.from(values, BigInt));
	}

	/** The ONNX file. @param metadata texts by name, for whoever uses it */
	finish(metadata: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
		return encodeModel({
			inputs: this.#inputs,
			outputs: this.#outputs,
			nodes: this.#nodes,
			initializers: this.#initializers,
			metadata,
		});
	}

	#initializer(shape: readonly number[], data: Float32Array | BigInt64Array): string {
		const name = `constant_${this.#initializers.length}`;
		this.#initializers.push({ name, shape, data });
		return name;
	}
}

/** The value as an image; refuses another rank. */
export function asImage(value: Value): Image {
	const [height, width, channels] = value.shape;
	if (value.shape.length !== 3 || height === undefined || width === undefined || channels === undefined) {
		throw new UnsupportedNetwork(`an input of shape [${value.shape}]`);
	}
	return { ...value, shape: [height, width, channels] };
}

export function elementCount(shape: readonly number[]): number {
	return shape.reduce((product, length) => product * length, 1);
}

export function checkShape(shape: readonly number[]): void {
	if (!shape.every((length) => Number.isSafeInteger(length) && length > 0)) {
		throw new DamagedNetwork(`a result cannot have the shape [${shape}]`);
	}
	if (elementCount(shape) > MAX_ELEMENTS) throw new UnsupportedNetwork(`a result as large as [${shape}]`);
}
