import type { Random } from '../random.ts';

/** Red, green, blue, each 0 to 1 and, before exposure, beyond. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Hue in degrees, saturation and lightness 0 to 1 (CSS Color 4, section 7.1). */
export function hsl(hue: number, saturation: number, lightness: number): Colour {
	const channel = (n: number) => {
		const k = (n + hue / 30 + 12) % 12;
		const a = saturation * Math.min(lightness, 1 - lightness);
		return lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1));
	};
	return [channel(0), channel(8), channel(4)];
}

export function mix(a: Colour, b: Colour, share: number): Colour {
	return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

export function lit(colour: Colour, light: number): Colour {
	return [colour[0] * light, colour[1] * light, colour[2] * light];
}

/** A colour somewhere about the one given by hue, saturation and lightness. */
export function around(
	random: Random,
	[hue, saturation, lightness]: readonly [number, number, number],
	spread = 1,
): Colour {
	const clamp = (value: number) => Math.min(1, Math.max(0, value));
	return hsl(
		(hue + random.between(-12, 12) * spread + 360) % 360,
		clamp(saturation + random.between(-0.12, 0.12) * spread),
		clamp(lightness + random.between(-0.08, 0.08) * spread),
	);
}
