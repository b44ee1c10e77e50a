/** Numbers stored with a network, row-major, in the layout of the format they came in. */
export interface Constant {
	readonly shape: readonly number[];
	readonly data: Float32Array | Int32Array;
}
