/** A dense matrix, row by row. */
export interface Matrix {
	readonly rows: number;
	readonly columns: number;
	/** `rows * columns` numbers. */
	readonly data: Float32Array<ArrayBuffer>;
}

export function matrix(rows: number, columns: number, data = new Float32Array(rows * columns)): Matrix {
	if (data.length !== rows * columns)
		throw new RangeError(`${data.length} numbers are no ${rows} x ${columns} matrix`);
	return { rows, columns, data };
}

/** Row `index` as a view, not a copy. */
export function row({ columns, data }: Matrix, index: number): Float32Array<ArrayBuffer> {
	return data.subarray(index * columns, (index + 1) * columns);
}

/** A matrix of the given vectors, one a row; all of one length. */
export function stackRows(vectors: readonly Float32Array[]): Matrix {
	const stacked = matrix(vectors.length, vectors[0]?.length ?? 0);
	for (const [index, vector] of vectors.entries()) row(stacked, index).set(vector);
	return stacked;
}

/** The rows of the given indexes, copied, in their order. */
export function selectRows(source: Matrix, indexes: readonly number[]): Matrix {
	return stackRowsOr(
		source.columns,
		indexes.map((index) => row(source, index)),
	);
}

function stackRowsOr(columns: number, vectors: readonly Float32Array[]): Matrix {
	return vectors.length > 0 ? stackRows(vectors) : matrix(0, columns);
}
