import { seededRandom } from '../../../src/dataset/random.ts';

/** Choices that depend on the seed alone, so that a file that breaks something can be made again. */
export class Random {
	/** 0 inclusive to 1 exclusive. */
	readonly #next: () => number;

	constructor(seed: number) {
		this.#next = seededRandom(seed);
	}

	/** A whole number, `from` inclusive to `to` exclusive. */
	integer(from: number, to: number): number {
		return from + Math.floor(this.#next() * (to - from));
	}

	pick<Item>(items: readonly Item[]): Item {
		return items[this.integer(0, items.length)];
	}

	bytes(count: number): Buffer {
		return Buffer.from(Array.from({ length: count }, () => this.integer(0, 256)));
	}
}
