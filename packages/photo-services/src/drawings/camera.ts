import type { Random } from '../random.ts';
import type { Canvas } from './canvas.ts';
import { smoothNoise } from './noise.ts';

/** Pixels as they are encoded: R, G, B, 8 bits each. */
export interface Exposure {
	readonly data: Uint8Array;
	readonly width: number;
	readonly height: number;
}

/** Takes the photo: light and shade over the scene, blur, exposure, white balance, vignette, sensor noise. */
export function expose(canvas: Canvas, random: Random): Exposure {
	const { width, height } = canvas;
	const light = blurred(canvas, random.chance(0.35) ? random.between(0.5, 2.2) : 0);
	const brightness = random.between(0.72, 1.2);
	const contrast = random.between(0.85, 1.2);
	const warmth = random.between(-0.12, 0.12);
	const balance = [1 + warmth, 1 + warmth * 0.15, 1 - warmth];
	const vignette = random.between(0, 0.45);
	const noise = random.between(0.004, 0.045);
	const dapple = random.between(0.15, 0.45);
	const seed = random.integer(0, 2 ** 30);
	const patches = random.between(2, 4.5) / width;

	const data = new Uint8Array(width * height * 3);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const fromMiddle = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) * 2;
			const shade =
				1 + dapple * (smoothNoise(x * patches, y * patches, seed) - 0.5) * 2 - vignette * fromMiddle;
			const grain = (random.next() + random.next() - 1) * noise;
			const at = (y * width + x) * 3;
			for (let channel = 0; channel < 3; channel++) {
				const value = light[at + channel] * balance[channel] * brightness * shade;
				data[at + channel] = Math.min(255, Math.max(0, 255 * (0.5 + (value - 0.5) * contrast + grain)));
			}
		}
	}
	return { data, width, height };
}

/** Three box blurs in a row come close to a Gaussian (Peter Kovesi, "Fast Almost-Gaussian Filtering", 2010). */
function blurred({ light, width, height }: Canvas, sigma: number): Float32Array {
	const radius = Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2);
	if (radius === 0) return light;
	let from = light;
	for (let pass = 0; pass < 3; pass++) {
		const across = boxBlur(from, { lines: height, length: width, step: 3, nextLine: width * 3 }, radius);
		from = boxBlur(across, { lines: width, length: height, step: width * 3, nextLine: 3 }, radius);
	}
	return from;
}

interface Lines {
	readonly lines: number;
	readonly length: number;
	/** From a value to the next along a line, and from a line to the next. */
	readonly step: number;
	readonly nextLine: number;
}

function boxBlur(from: Float32Array, { lines, length, step, nextLine }: Lines, radius: number): Float32Array {
	const to = new Float32Array(from.length);
	const share = 1 / (2 * radius + 1);
	for (let line = 0; line < lines; line++) {
		for (let channel = 0; channel < 3; channel++) {
			const start = line * nextLine + channel;
			const valueAt = (n: number) => from[start + Math.min(length - 1, Math.max(0, n)) * step];
			let sum = 0;
			for (let n = -radius; n <= radius; n++) sum += valueAt(n);
			for (let n = 0; n < length; n++) {
				to[start + n * step] = sum * share;
				sum += valueAt(n + radius + 1) - valueAt(n - radius);
			}
		}
	}
	return to;
}
