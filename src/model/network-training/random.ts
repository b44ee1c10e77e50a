/** Uniform 32-bit numbers that depend on the seeds alone: xorshift32 from a mix of them. */
export function randomBits(...seeds: readonly number[]): () => number {
	let state = 0x9e3779b9;
	for (const seed of seeds) {
		// The finaliser of MurmurHash3, so that neighbouring seeds have nothing in common.
		let mixed = (state ^ seed) | 0;
		mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
		mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
		state = (mixed ^ (mixed >>> 16)) + 0x9e3779b9;
	}
	state = state | 0 || 1;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return state >>> 0;
	};
}

/** The same as numbers in [0, 1). */
export function randomNumbers(...seeds: readonly number[]): () => number {
	const next = randomBits(...seeds);
	return () => next() / 2 ** 32;
}
