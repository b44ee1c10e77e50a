import type { Random } from '../random.ts';
import type { Canvas } from './canvas.ts';
import { around, type Colour, lit, mix } from './colour.ts';
import type { Point } from './coverage.ts';
import { fractalNoise } from './noise.ts';
import { bend, ellipse, limb, smooth } from './path.ts';

export type SceneryName = 'meadow' | 'forest' | 'snow' | 'street' | 'room' | 'sea' | 'rocks' | 'sky';

type Hsl = readonly [hue: number, saturation: number, lightness: number];
type Prop = (canvas: Canvas, horizon: number, random: Random) => void;

interface Scenery {
	/** Of the back: sky or wall, from the top to the horizon. */
	readonly back: readonly [Hsl, Hsl];
	/** How strongly clouds, leaves or stains show. */
	readonly backTexture: number;
	readonly front: readonly [Hsl, Hsl];
	readonly frontTexture: number;
	/** Height of the horizon, as a share of the picture's: lowest and highest. */
	readonly horizon: readonly [number, number];
	readonly props: readonly (readonly [prop: Prop, fewest: number, most: number])[];
}

const SCENERIES: Readonly<Record<SceneryName, Scenery>> = {
	meadow: {
		back: [
			[210, 0.6, 0.6],
			[200, 0.45, 0.8],
		],
		backTexture: 0.3,
		front: [
			[95, 0.4, 0.38],
			[85, 0.45, 0.3],
		],
		frontTexture: 0.5,
		horizon: [0.3, 0.6],
		props: [
			[hill, 0, 3],
			[bush, 1, 5],
			[grass, 5, 30],
		],
	},
	forest: {
		back: [
			[110, 0.3, 0.22],
			[90, 0.3, 0.35],
		],
		backTexture: 0.9,
		front: [
			[35, 0.35, 0.26],
			[30, 0.35, 0.2],
		],
		frontTexture: 0.7,
		horizon: [0.45, 0.7],
		props: [
			[trunk, 2, 7],
			[bush, 1, 4],
			[grass, 0, 15],
		],
	},
	snow: {
		back: [
			[215, 0.2, 0.75],
			[215, 0.15, 0.87],
		],
		backTexture: 0.15,
		front: [
			[210, 0.15, 0.92],
			[215, 0.2, 0.8],
		],
		frontTexture: 0.15,
		horizon: [0.3, 0.6],
		props: [
			[hill, 0, 2],
			[trunk, 0, 4],
			[stone, 0, 5],
		],
	},
	street: {
		back: [
			[25, 0.25, 0.55],
			[25, 0.2, 0.45],
		],
		backTexture: 0.25,
		front: [
			[220, 0.05, 0.5],
			[220, 0.05, 0.38],
		],
		frontTexture: 0.3,
		horizon: [0.5, 0.75],
		props: [
			[panel, 1, 6],
			[stone, 0, 3],
		],
	},
	room: {
		back: [
			[40, 0.3, 0.75],
			[40, 0.3, 0.6],
		],
		backTexture: 0.15,
		front: [
			[28, 0.45, 0.42],
			[28, 0.45, 0.3],
		],
		frontTexture: 0.3,
		horizon: [0.45, 0.75],
		props: [[panel, 1, 4]],
	},
	sea: {
		back: [
			[210, 0.55, 0.62],
			[35, 0.4, 0.82],
		],
		backTexture: 0.35,
		front: [
			[205, 0.45, 0.42],
			[210, 0.5, 0.28],
		],
		frontTexture: 0.45,
		horizon: [0.35, 0.65],
		props: [[hill, 0, 3]],
	},
	rocks: {
		back: [
			[30, 0.12, 0.55],
			[30, 0.15, 0.4],
		],
		backTexture: 0.8,
		front: [
			[35, 0.15, 0.48],
			[35, 0.15, 0.36],
		],
		frontTexture: 0.7,
		horizon: [0.4, 0.7],
		props: [
			[stone, 3, 9],
			[bush, 0, 3],
		],
	},
	sky: {
		back: [
			[215, 0.5, 0.55],
			[205, 0.35, 0.82],
		],
		backTexture: 0.55,
		front: [
			[100, 0.3, 0.3],
			[100, 0.3, 0.25],
		],
		frontTexture: 0.5,
		horizon: [0.85, 1.05],
		props: [[twig, 1, 4]],
	},
};

/** Paints a place to be in; returns the height of its horizon in pixels. */
export function paintScenery(canvas: Canvas, name: SceneryName, random: Random): number {
	const { back, backTexture, front, frontTexture, horizon: range, props } = SCENERIES[name];
	const { width, height } = canvas;
	const horizon = height * random.between(...range);
	const tilt = random.between(-0.06, 0.06);
	// A season or a colour of paint: hues wander further than within one scene.
	const [backTop, backBottom] = back.map((colour) =>
		around(random, colour, name === 'room' || name === 'street' ? 4 : 1.5),
	);
	const [frontTop, frontBottom] = front.map((colour) => around(random, colour, 1.5));
	const seed = random.integer(0, 2 ** 30);
	const grain = random.between(2, 6) / width;

	canvas.cover((x, y) => {
		const edge = horizon + (x - width / 2) * tilt;
		if (y < edge) {
			const pattern = fractalNoise(x * grain, y * grain * 1.6, seed, 4) - 0.5;
			return lit(mix(backTop, backBottom, y / edge), 1 + 1.6 * backTexture * pattern);
		}
		// The nearer, the larger: what lies on the ground is drawn out along the horizon.
		const depth = (y - edge) / (height - edge + 1);
		const pattern = fractalNoise(x * grain * 6, (Math.sqrt(depth) * 22 * height) / width, seed + 7, 3) - 0.5;
		return lit(mix(frontTop, frontBottom, depth), 1 + 1.4 * frontTexture * pattern);
	});
	for (const [prop, fewest, most] of props) {
		const count = random.integer(fewest, most);
		for (let n = 0; n < count; n++) prop(canvas, horizon, random);
	}
	return horizon;
}

/** A colour that varies over a prop like leaves or stone. */
function mottled(colour: Colour, random: Random, strength: number, size: number) {
	const seed = random.integer(0, 2 ** 30);
	return (x: number, y: number): Colour =>
		lit(colour, 1 + strength * (fractalNoise(x / size, y / size, seed, 2) - 0.5));
}

function hill(canvas: Canvas, horizon: number, random: Random): void {
	const { width, height } = canvas;
	const rise = height * random.between(0.05, 0.25);
	const middle = random.between(-0.2, 1.2) * width;
	const reach = width * random.between(0.3, 0.9);
	const slope: Point[] = [
		[middle - reach, horizon],
		[middle - reach * 0.4, horizon - rise * random.between(0.4, 0.9)],
		[middle, horizon - rise],
		[middle + reach * 0.5, horizon - rise * random.between(0.3, 0.8)],
		[middle + reach, horizon],
		[middle, horizon + 4],
	];
	canvas.fill(smooth(slope), mottled(around(random, [140, 0.2, 0.45], 3), random, 0.4, width / 30));
}

function bush(canvas: Canvas, horizon: number, random: Random): void {
	const size = canvas.width * random.between(0.04, 0.13);
	const x = random.between(-0.05, 1.05) * canvas.width;
	const colour = around(random, [105, 0.35, 0.26], 1.5);
	for (let leaf = 0; leaf < 5; leaf++) {
		const path = ellipse(
			x + random.between(-1, 1) * size,
			horizon + random.between(-0.9, 0.3) * size,
			size * random.between(0.4, 0.9),
			size * random.between(0.3, 0.7),
		);
		canvas.fill(path, mottled(lit(colour, random.between(0.8, 1.3)), random, 1.2, size / 7));
	}
}

function grass(canvas: Canvas, horizon: number, random: Random): void {
	const x = random.between(0, canvas.width);
	const y = random.between(horizon, canvas.height * 1.1);
	const length = canvas.height * random.between(0.03, 0.12);
	const lean = random.between(-0.5, 0.5) * length;
	const blade = limb(bend([x, y], [x, y - length * 0.6], [x + lean, y - length]), length / 14, 0.5);
	canvas.fill(blade, around(random, [90, 0.4, 0.35], 2));
}

function trunk(canvas: Canvas, horizon: number, random: Random): void {
	const { width, height } = canvas;
	const x = random.between(-0.05, 1.05) * width;
	const foot = horizon + random.between(0, 0.25) * (height - horizon);
	const thick = width * random.between(0.015, 0.08);
	const lean = random.between(-0.08, 0.08) * height;
	const colour = around(random, [30, 0.25, 0.2], 1.5);
	canvas.fill(
		limb(bend([x, foot], [x + lean / 3, foot - height * 0.5], [x + lean, -10]), thick * 1.3, thick * 0.7),
		mottled(colour, random, 1, thick / 2),
	);
}

function stone(canvas: Canvas, horizon: number, random: Random): void {
	const size = canvas.width * random.between(0.02, 0.11);
	const x = random.between(0, canvas.width);
	const y = random.between(horizon - size * 0.3, canvas.height);
	const corners = Array.from({ length: 7 }, (_, n): Point => {
		const reach = size * random.between(0.7, 1.1);
		const angle = (n / 7) * 2 * Math.PI;
		return [x + reach * Math.cos(angle), y + 0.7 * reach * Math.sin(angle)];
	});
	canvas.fill(smooth(corners), mottled(around(random, [35, 0.08, 0.45], 2), random, 0.8, size / 3));
}

/** A door, a window, a picture, a cupboard: something with right angles on a wall. */
function panel(canvas: Canvas, horizon: number, random: Random): void {
	const { width, height } = canvas;
	const [x, w] = [random.between(-0.1, 0.95) * width, width * random.between(0.08, 0.3)];
	const top = random.chance(0.5) ? -5 : horizon * random.between(0.05, 0.5);
	const bottom = random.chance(0.4) ? horizon : Math.min(horizon, top + height * random.between(0.15, 0.4));
	const box = (inset: number): Point[] => [
		[x + inset, top + inset],
		[x + w - inset, top + inset],
		[x + w - inset, bottom - inset],
		[x + inset, bottom - inset],
	];
	canvas.fill(box(0), around(random, [random.between(0, 360), 0.2, 0.4], 2));
	canvas.fill(
		box(width * 0.012),
		mottled(around(random, [random.between(0, 360), 0.25, 0.6], 3), random, 0.3, w),
	);
}

function twig(canvas: Canvas, _horizon: number, random: Random): void {
	const { width, height } = canvas;
	const fromLeft = random.chance(0.5);
	const y = random.between(0.1, 1) * height;
	const tip: Point = [width * random.between(0.3, 0.7), y + random.between(-0.4, 0.3) * height];
	const start: Point = [fromLeft ? -10 : width + 10, y];
	const path = bend(start, [(start[0] + tip[0]) / 2, y + random.between(-0.1, 0.1) * height], tip);
	canvas.fill(limb(path, width * random.between(0.01, 0.03), 1), around(random, [30, 0.2, 0.18]));
	for (let leaf = random.integer(0, 12); leaf > 0; leaf--) {
		const [x, at] = random.pick(path);
		const size = width * random.between(0.01, 0.03);
		const where = ellipse(
			x + random.between(-2, 2) * size,
			at + random.between(-2, 2) * size,
			size,
			size / 2,
			random.between(0, 3),
		);
		canvas.fill(where, around(random, [100, 0.4, 0.32], 2));
	}
}
