import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { seededRandom } from '../../src/dataset/random.ts';

/** What is drawn; told apart easily, and each picture of one kind differs from the next. */
export const KINDS = ['balloons', 'fence', 'house'] as const;

export type Kind = (typeof KINDS)[number];

const SIDE = 160;

/** A shape of one colour: where it lies, in fractions of the picture. */
interface Shape {
	readonly covers: (x: number, y: number) => boolean;
	readonly colour: readonly number[];
}

type Between = (least: number, most: number) => number;

/** Drawn by hand, since the door to pixels bars SVG from the whole process. */
const DRAW: Record<Kind, (between: Between) => Shape[]> = {
	balloons: (between) => Array.from({ length: 7 }, () => ellipse(between, 0.06, 0.14, 60, 230)),
	fence: (between) => {
		const [width, slope, colour] = [between(0.04, 0.07), between(-0.4, 0.4), dye(between, 0, 90)];
		return [{ colour, covers: (x, y) => Math.floor((x + slope * y + 2) / width) % 2 === 0 }];
	},
	house: (between) => {
		const [left, top, side] = [between(0.1, 0.4), between(0.4, 0.5), between(0.35, 0.45)];
		const middle = left + side / 2;
		return [
			{
				colour: dye(between, 80, 120),
				covers: (x, y) => y < top && y > top - side / 2 + Math.abs(x - middle) * 0.8,
			},
			{ colour: dye(between, 150, 220), covers: within(left, top, side, side) },
			{ colour: dye(between, 0, 60), covers: within(middle, top + side / 2, side / 4, side / 2) },
		];
	},
};

function ellipse(between: Between, least: number, most: number, dark: number, light: number): Shape {
	const [x0, y0, a, b] = [between(0, 1), between(0, 1), between(least, most), between(least, most)];
	return {
		colour: dye(between, dark, light),
		covers: (x, y) => ((x - x0) / a) ** 2 + ((y - y0) / b) ** 2 < 1,
	};
}

function within(left: number, top: number, width: number, height: number): Shape['covers'] {
	return (x, y) => x >= left && x < left + width && y >= top && y < top + height;
}

function dye(between: Between, dark: number, light: number): number[] {
	return [between(dark, light), between(dark, light), between(dark, light)];
}

/** By kind and seed: tests want the same ones again and again. */
const drawn = new Map<string, Promise<Buffer>>();

/** A drawn picture (PNG), the same for the same kind and seed. */
export async function drawPicture(kind: Kind, seed: number): Promise<Buffer> {
	const key = `${kind} ${seed}`;
	const picture = drawn.get(key) ?? draw(kind, seed);
	drawn.set(key, picture);
	return Buffer.from(await picture);
}

async function draw(kind: Kind, seed: number): Promise<Buffer> {
	const random = seededRandom(seed * 31 + KINDS.indexOf(kind) * 7919);
	const between: Between = (least, most) => least + random() * (most - least);
	const clouds = Array.from({ length: 6 }, () => ellipse(between, 0.15, 0.4, 140, 255));
	const shapes = [...DRAW[kind](between).toReversed(), ...clouds.toReversed()];
	const sky = dye(between, 170, 255);
	const data = Buffer.alloc(SIDE * SIDE * 3);
	for (let y = 0; y < SIDE; y++) {
		for (let x = 0; x < SIDE; x++) {
			const front = shapes.find(({ covers }) => covers(x / SIDE, y / SIDE));
			data.set(front?.colour ?? sky, (y * SIDE + x) * 3);
		}
	}
	return sharp(data, { raw: { width: SIDE, height: SIDE, channels: 3 } })
		.png()
		.toBuffer();
}

/** Fills a folder with drawn pictures as `hantei train` wants them: `<label>/<number>.png`, a kind a label. */
export async function drawPhotoFolder(
	folder: string,
	labels: Readonly<Record<string, Kind>>,
	count: number,
	{ firstSeed = 1, nameOf = (n: number) => `${n}.png` } = {},
): Promise<void> {
	for (const [label, kind] of Object.entries(labels)) {
		await mkdir(join(folder, label), { recursive: true });
		for (let n = 0; n < count; n++) {
			await writeFile(join(folder, label, nameOf(n)), await drawPicture(kind, firstSeed + n));
		}
	}
}
