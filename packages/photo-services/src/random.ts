/** Numbers that follow from a seed, so that the same library offers the same photos at every start. */
export interface Random {
	/** In [0, 1). */
	next(): number;
	between(low: number, high: number): number;
	/** From `low` to `high`, both included. */
	integer(low: number, high: number): number;
	pick<Item>(items: readonly Item[]): Item;
	chance(probability: number): boolean;
	/** One by its share; nothing where all shares together leave some over. */
	byShare<Item>(shares: readonly (readonly [Item, number])[]): Item | undefined;
}

/** Mulberry32: small, fast and good enough for everything but cryptography. */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	function next(): number {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}
	const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
	return {
		next,
		between: (low, high) => low + next() * (high - low),
		integer,
		pick: (items) => items[integer(0, items.length - 1)],
		chance: (probability) => next() < probability,
		byShare(shares) {
			let left = next();
			for (const [item, share] of shares) {
				left -= share;
				if (left < 0) return item;
			}
			return undefined;
		},
	};
}

/** A seed from a name (FNV-1a), so that adding a photo changes nothing about the others. */
export function seedOf(...names: readonly (string | number)[]): number {
	let hash = 0x811c9dc5;
	for (const character of names.join('\0')) {
		hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
	}
	return hash;
}
