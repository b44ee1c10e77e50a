import type { Pixels } from './pixels.ts';

/**
 * Ways to look at a photo, the photo as it is first. Embeddings are cached by these names: whoever changes what a view
 * shows gives it another name.
 */
export const VIEWS = [
	'original',
	'mirror',
	'rotate-left-10',
	'rotate-right-10',
	'crop-centre-80',
	'crop-top-left-80',
	'crop-bottom-right-80',
	'brighter-15',
	'darker-15',
] as const;

export type ViewName = (typeof VIEWS)[number];

/** How a view is taken from a photo; whatever is not named stays as it is. */
interface Recipe {
	readonly mirror?: true;
	/** Degrees, anticlockwise, about the centre. */
	readonly turn?: number;
	/** Side of the part that is shown, as a share of the photo's. */
	readonly side?: number;
	/** Where that part lies: 0 left or top, 1 right or bottom. */
	readonly at?: number;
	/** What every channel is multiplied by. */
	readonly gain?: number;
}

const CROP = 0.8;
const TURN = 10;

const RECIPES: Readonly<Record<ViewName, Recipe>> = {
	original: {},
	mirror: { mirror: true },
	'rotate-left-10': { turn: TURN, side: sideWithin(TURN) },
	'rotate-right-10': { turn: -TURN, side: sideWithin(-TURN) },
	'crop-centre-80': { side: CROP },
	'crop-top-left-80': { side: CROP, at: 0 },
	'crop-bottom-right-80': { side: CROP, at: 1 },
	'brighter-15': { gain: 1.15 },
	'darker-15': { gain: 0.85 },
};

/** The largest square that, turned, still lies within a square of side 1: nothing has to be invented for the corners. */
function sideWithin(degrees: number): number {
	const angle = (Math.abs(degrees) * Math.PI) / 180;
	return 1 / (Math.cos(angle) + Math.sin(angle));
}

/**
 * How much larger than the view, in pixels a side, the photo should be for a view to be as sharp as the photo itself;
 * 1 where nothing is enlarged.
 */
export function detailOf(view: ViewName): number {
	return 1 / (RECIPES[view].side ?? 1);
}

/**
 * One view of a photo, by default as large as the photo. Bilinear between pixels; where pixels of the photo and the view
 * coincide, as mirrored or cropped at their own scale, they are copied. The same pixels always give the same view.
 */
export function applyView(
	photo: Pixels,
	view: ViewName,
	{ width, height }: { readonly width: number; readonly height: number } = photo,
): Pixels {
	const isItsOwnSize = width === photo.width && height === photo.height;
	if (isItsOwnSize && view === 'original') return photo;
	// Of every photo that is learned from: ten times as fast as below, and the same.
	if (isItsOwnSize && view === 'mirror') return mirrored(photo);
	const { mirror, turn = 0, side = 1, at = 0.5, gain = 1 } = RECIPES[view];
	const cos = Math.cos((turn * Math.PI) / 180);
	const sin = Math.sin((turn * Math.PI) / 180);
	const centre = side / 2 + at * (1 - side);
	const data = new Uint8Array(width * height * 3);
	for (let row = 0; row < height; row++) {
		const down = ((row + 0.5) / height - 0.5) * side;
		for (let column = 0; column < width; column++) {
			const along = ((column + 0.5) / width - 0.5) * (mirror ? -side : side);
			const x = (centre + along * cos - down * sin) * photo.width - 0.5;
			const y = (centre + along * sin + down * cos) * photo.height - 0.5;
			sample(photo, x, y, gain, data, (row * width + column) * 3);
		}
	}
	return { data, width, height };
}

function mirrored({ data, width, height }: Pixels): Pixels {
	const out = new Uint8Array(data.length);
	for (let from = 0, row = 0; row < height; row++) {
		for (let to = ((row + 1) * width - 1) * 3; to >= row * width * 3; to -= 3) {
			out[to] = data[from++];
			out[to + 1] = data[from++];
			out[to + 2] = data[from++];
		}
	}
	return { data: out, width, height };
}

/** Writes the colour at (x, y), in pixels from the centre of the first one, to `out`. */
function sample(
	{ data, width, height }: Pixels,
	x: number,
	y: number,
	gain: number,
	out: Uint8Array,
	to: number,
): void {
	const left = clamp(Math.floor(x), width - 1);
	const top = clamp(Math.floor(y), height - 1);
	const right = clamp(left + 1, width - 1);
	const bottom = clamp(top + 1, height - 1);
	const across = Math.min(1, Math.max(0, x - left));
	const down = Math.min(1, Math.max(0, y - top));
	for (let channel = 0; channel < 3; channel++) {
		const upper = mix(
			data[(top * width + left) * 3 + channel],
			data[(top * width + right) * 3 + channel],
			across,
		);
		const lower = mix(
			data[(bottom * width + left) * 3 + channel],
			data[(bottom * width + right) * 3 + channel],
			across,
		);
		out[to + channel] = Math.min(255, Math.round(mix(upper, lower, down) * gain));
	}
}

function mix(from: number, to: number, share: number): number {
	return from + (to - from) * share;
}

function clamp(value: number, most: number): number {
	return Math.min(most, Math.max(0, value));
}
