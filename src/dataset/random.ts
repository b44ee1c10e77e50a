/** Uniform numbers in [0, 1) that depend on the seed alone: mulberry32, good enough for shuffles and folds. */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** A shuffled copy (Fisher-Yates). */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
	const copy = [...items];
	for (let last = copy.length - 1; last > 0; last--) {
		const pick = Math.floor(random() * (last + 1));
		[copy[last], copy[pick]] = [copy[pick], copy[last]];
	}
	return copy;
}
