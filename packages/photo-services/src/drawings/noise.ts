/** Smooth noise, 0 to 1, of about one blob per unit of length (value noise on a lattice). */
export function smoothNoise(x: number, y: number, seed: number): number {
	const left = Math.floor(x);
	const top = Math.floor(y);
	const u = ease(x - left);
	const v = ease(y - top);
	const upper = latticeValue(left, top, seed) * (1 - u) + latticeValue(left + 1, top, seed) * u;
	const lower = latticeValue(left, top + 1, seed) * (1 - u) + latticeValue(left + 1, top + 1, seed) * u;
	return upper * (1 - v) + lower * v;
}

/** Noise with detail at several scales, as clouds, leaves and stone have it; 0 to 1, about 0.5. */
export function fractalNoise(x: number, y: number, seed: number, octaves: number): number {
	let sum = 0;
	let weight = 0;
	for (let octave = 0; octave < octaves; octave++) {
		const frequency = 2 ** octave;
		sum += smoothNoise(x * frequency, y * frequency, seed + octave * 1013) / frequency;
		weight += 1 / frequency;
	}
	return sum / weight;
}

function ease(t: number): number {
	return t * t * (3 - 2 * t);
}

function latticeValue(x: number, y: number, seed: number): number {
	let hash = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
	hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
