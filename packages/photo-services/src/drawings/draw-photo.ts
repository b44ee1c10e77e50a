import sharp, { type Sharp } from 'sharp';
import { createRandom, seedOf } from '../random.ts';
import { drawScene, type Size } from './scene.ts';
import { DRAWN_LABELS } from './subjects.ts';

/** What a search brings besides what was searched for: in one photo of seven; with a plain word, easily in four of ten. */
const FLAW_SHARES = [
	/** Something else, under the label's name. */
	['wrong', 0.06],
	/** The photo before, resized and encoded anew. */
	['repeat', 0.04],
	/** An icon. */
	['tiny', 0.015],
	/** Next to nothing to see: a lens cap, fog. */
	['flat', 0.015],
	/** A strip across. */
	['banner', 0.01],
] as const;
export type Flaw = (typeof FLAW_SHARES)[number][0];

const SIZES: readonly Size[] = [
	{ width: 480, height: 360 },
	{ width: 480, height: 360 },
	{ width: 480, height: 320 },
	{ width: 360, height: 480 },
	{ width: 400, height: 400 },
];

export interface DrawnPhoto {
	readonly label: string;
	/** 0 and up: each index of a label is a photo of its own. */
	readonly index: number;
	readonly flaw?: Flaw;
	readonly size: Size;
}

/** What photo a label has at an index, without drawing it. */
export function planPhoto(label: string, index: number, flawed: boolean): DrawnPhoto {
	const random = createRandom(seedOf('plan', label, index));
	const size = random.pick(SIZES);
	const flaw = flawed ? random.byShare(FLAW_SHARES) : undefined;
	if (flaw === 'repeat' && index > 0) {
		const original = planPhoto(label, index - 1, false).size;
		return { label, index, flaw, size: scaled(original, 0.8) };
	}
	if (flaw === 'tiny') return { label, index, flaw, size: scaled(size, 0.25) };
	if (flaw === 'banner') return { label, index, flaw, size: { width: 480, height: 110 } };
	return flaw && flaw !== 'repeat' ? { label, index, flaw, size } : { label, index, size };
}

function scaled({ width, height }: Size, factor: number): Size {
	return { width: Math.round(width * factor), height: Math.round(height * factor) };
}

/** Draws a photo as a JPEG file. */
export async function drawPhoto(photo: DrawnPhoto): Promise<Buffer> {
	const drawing = await draw(photo);
	const random = createRandom(seedOf('encode', photo.label, photo.index));
	return await drawing
		.resize(photo.size.width, photo.size.height, { fit: 'fill' })
		.jpeg({ quality: random.integer(72, 92) })
		.toBuffer();
}

async function draw({ label, index, flaw, size }: DrawnPhoto): Promise<Sharp> {
	const seed = seedOf('scene', label, index);
	switch (flaw) {
		case 'repeat':
			return drawScene(label, planPhoto(label, index - 1, false).size, seedOf('scene', label, index - 1));
		case 'wrong':
			return drawScene(otherThan(label, seed), size, seed);
		case 'flat':
			return flat(size, seed);
		case 'tiny':
			return drawScene(label, scaled(size, 2), seed);
		case 'banner':
		case undefined:
			return drawScene(label, size, seed);
	}
}

/** Another label, or none: a place without anything in it. */
function otherThan(label: string, seed: number): string | undefined {
	const random = createRandom(seed);
	return random.chance(0.4) ? undefined : random.pick(DRAWN_LABELS.filter((other) => other !== label));
}

function flat({ width, height }: Size, seed: number): Sharp {
	const random = createRandom(seed);
	const grey = random.integer(10, 245);
	const data = Uint8Array.from({ length: width * height * 3 }, () => grey + random.integer(-1, 1));
	return sharp(data, { raw: { width, height, channels: 3 } });
}
