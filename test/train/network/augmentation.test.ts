import { describe, expect, test } from 'vitest';
import { drawChange, writePhoto } from '../../../src/train/network/augmentation.ts';
import { epochOrder } from '../../../src/train/network/batches.ts';

const SIDE = 4;
const photo = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (i * 37) % 256);

function written(change: Parameters<typeof writePhoto>[2]): number[] {
	const into = new Float32Array(SIDE * SIDE * 3);
	writePhoto(photo, SIDE, change, into);
	return [...into].map((value) => Math.round(value * 255));
}

const at = (x: number, y: number, c: number) => photo[(y * SIDE + x) * 3 + c] as number;
const planes = (value: (x: number, y: number, c: number) => number) =>
	[0, 1, 2].flatMap((c) =>
		Array.from({ length: SIDE * SIDE }, (_, pixel) => value(pixel % SIDE, Math.floor(pixel / SIDE), c)),
	);
const STILL = { angle: 0, right: 0, down: 0, isMirrored: false };

describe('A photo that is learned from', () => {
	test('is written channel by channel, unchanged where nothing is to change', () => {
		expect(written(undefined)).toEqual(planes(at));
		expect(written(STILL)).toEqual(planes(at));
	});

	test('is mirrored', () => {
		expect(written({ ...STILL, isMirrored: true })).toEqual(planes((x, y, c) => at(SIDE - 1 - x, y, c)));
	});

	test('is moved, with the nearest pixels where it was', () => {
		const moved = written({ ...STILL, right: 1, down: 2 });
		expect(moved).toEqual(planes((x, y, c) => at(Math.max(x - 1, 0), Math.max(y - 2, 0), c)));
	});

	test('is turned about its middle', () => {
		const turned = written({ ...STILL, angle: Math.PI / 2 });
		expect(turned).toEqual(planes((x, y, c) => at(y, SIDE - 1 - x, c)));
	});

	test('is changed within the limits of the course and of Keras', () => {
		const extremes = [0, 1 - 1e-9];
		for (const next of extremes) {
			const course = drawChange('course', 50, () => next);
			expect(Math.abs(course?.angle ?? 0)).toBeCloseTo((20 * Math.PI) / 180, 6);
			expect(course).toMatchObject({ right: 0, down: 0, isMirrored: next < 0.5 });
			const keras = drawChange('keras', 50, () => next);
			expect(Math.abs(keras?.right ?? 0)).toBeCloseTo(5, 6);
			expect(Math.abs(keras?.down ?? 0)).toBeCloseTo(5, 6);
			expect(keras?.angle).toBe(0);
		}
		expect(drawChange('none', 50, () => 0.5)).toBeUndefined();
	});
});

test('the photos of an epoch come in an order of its own, each once', () => {
	const photos = Int32Array.from({ length: 50 }, (_, i) => i * 2);
	const [first, again, second] = [
		epochOrder(photos, 1, 1),
		epochOrder(photos, 1, 1),
		epochOrder(photos, 1, 2),
	];
	expect(again).toEqual(first);
	expect(second).not.toEqual(first);
	expect(first.toSorted()).toEqual(photos);
});
