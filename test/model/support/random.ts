/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Photos of noise: where converters differ at all, they differ on it. */
export function noise(
	{ width, height }: { width: number; height: number },
	photos = 1,
	seed = 7,
): Uint8Array {
	const next = random(seed);
	return Uint8Array.from({ length: photos * width * height * 3 }, () => Math.floor(next() * 256));
}
