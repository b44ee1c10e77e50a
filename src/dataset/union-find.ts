/** Disjoint sets over 0 … size - 1, by path halving and union by size. */
export class UnionFind {
	readonly #parent: Int32Array;
	readonly #size: Int32Array;

	constructor(size: number) {
		this.#parent = Int32Array.from({ length: size }, (_, index) => index);
		this.#size = new Int32Array(size).fill(1);
	}

	find(item: number): number {
		let root = item;
		while (this.#parent[root] !== root) {
			this.#parent[root] = this.#parent[this.#parent[root]];
			root = this.#parent[root];
		}
		return root;
	}

	union(a: number, b: number): void {
		const [rootA, rootB] = [this.find(a), this.find(b)];
		if (rootA === rootB) return;
		const [large, small] = this.#size[rootA] >= this.#size[rootB] ? [rootA, rootB] : [rootB, rootA];
		this.#parent[small] = large;
		this.#size[large] += this.#size[small];
	}
}
