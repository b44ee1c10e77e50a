import { createRandom, type Random } from '../random.ts';
import { type Exposure, expose } from './camera.ts';
import { Canvas } from './canvas.ts';
import { Pen } from './pen.ts';
import { paintScenery, type SceneryName } from './scenery.ts';
import type { Subject } from './subjects/subject.ts';

export interface Size {
	readonly width: number;
	readonly height: number;
}

const EMPTY_PLACES: readonly SceneryName[] = [
	'meadow',
	'forest',
	'snow',
	'street',
	'room',
	'sea',
	'rocks',
	'sky',
];

/** A photo of a subject, or of a place without one: the same seed and size always give the same pixels. */
export function drawScene(subject: Subject | undefined, size: Size, seed: number): Exposure {
	const random = createRandom(seed);
	const canvas = new Canvas(size.width, size.height);
	const horizon = paintScenery(canvas, random.pick(subject?.places ?? EMPTY_PLACES), random);
	if (subject) place(subject, canvas, horizon, random);
	return expose(canvas, random);
}

function place(subject: Subject, canvas: Canvas, horizon: number, random: Random): void {
	const { width, height } = canvas;
	const scale = Math.min(width, height) * random.between(...subject.size);
	// Its feet are on the ground, the further down the nearer, but most of it stays in the picture.
	const ground = Math.min(height * 0.97, horizon + random.between(0.05, 0.8) * (height - horizon));
	const y = Math.max(scale * 0.8, ground - scale);
	const placement = {
		x: width * random.between(0.28, 0.72),
		y,
		scale,
		turn: random.between(-subject.turn, subject.turn),
		mirrored: random.chance(0.5),
	};
	subject.draw(new Pen(canvas, placement, random.between(-Math.PI, 0), random));
}
