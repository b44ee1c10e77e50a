/** Numbers stored with a network, row-major, in the layout of the format they came in. */
export interface Constant {
	readonly shape: readonly number[];
	readonly data: Float32Array | Int32Array;
}

/** Reorders the axes of a row-major tensor: axis `i` of the result is axis `order[i]` of the input. */
export function permute(
	data: Float32Array,
	shape: readonly number[],
	order: readonly number[],
): Float32Array<ArrayBuffer> {
	const inputStrides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
	const lengths = order.map((axis) => shape[axis] as number);
	const strides = order.map((axis) => inputStrides[axis] as number);
	const result = new Float32Array(data.length);
	const index = new Array<number>(order.length).fill(0);
	let from = 0;
	for (let to = 0; to < result.length; to++) {
		result[to] = data[from] as number;
		for (let axis = order.length - 1; axis >= 0; axis--) {
			index[axis] = (index[axis] as number) + 1;
			from += strides[axis] as number;
			if (index[axis] !== lengths[axis]) break;
			from -= (strides[axis] as number) * (lengths[axis] as number);
			index[axis] = 0;
		}
	}
	return result;
}
