import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dataset/random.ts';
import type { Pixels } from '../../src/image/pixels.ts';
import { applyView, detailOf, VIEWS, type ViewName } from '../../src/image/views.ts';

function picture(
	width: number,
	height: number,
	colour: (x: number, y: number) => readonly [number, number, number],
): Pixels {
	const data = new Uint8Array(width * height * 3);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) data.set(colour(x, y), (y * width + x) * 3);
	return { data, width, height };
}

function noise(width: number, height: number): Pixels {
	const random = seededRandom(1);
	const value = () => Math.floor(random() * 256);
	return picture(width, height, () => [value(), value(), value()]);
}

function at({ data, width }: Pixels, x: number, y: number): number[] {
	return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

/** Where the brightest pixel of a dark picture lies, from its centre. */
function brightest({ data, width, height }: Pixels): { x: number; y: number } {
	let best = 0;
	for (let pixel = 0; pixel < width * height; pixel++) if (data[pixel * 3] > data[best * 3]) best = pixel;
	return { x: (best % width) - (width - 1) / 2, y: Math.floor(best / width) - (height - 1) / 2 };
}

describe('views of a photo', () => {
	it.each(VIEWS)('%s: the same pixels give the same view, and stay as they are', (view) => {
		const photo = noise(30, 20);
		const before = photo.data.slice();
		expect(applyView(photo, view)).toEqual(applyView(photo, view));
		expect(photo.data).toEqual(before);
		expect(applyView(photo, view)).toMatchObject({ width: 30, height: 20 });
	});

	it('begin with the photo as it is', () => {
		const photo = noise(30, 20);
		expect(VIEWS[0]).toBe('original');
		expect(applyView(photo, 'original')).toEqual(photo);
	});

	it('mirror left and right, and mirrored again give the original', () => {
		const photo = noise(31, 20);
		const mirrored = applyView(photo, 'mirror');
		expect(at(mirrored, 0, 5)).toEqual(at(photo, 30, 5));
		expect(at(mirrored, 7, 19)).toEqual(at(photo, 23, 19));
		expect(applyView(mirrored, 'mirror')).toEqual(photo);
	});

	it.each<[ViewName, number]>([
		['rotate-left-10', -10],
		['rotate-right-10', 10],
	])('%s turns about the centre', (view, degrees) => {
		// A bright spot straight to the right of the centre.
		const photo = picture(201, 201, (x, y) =>
			Math.hypot(x - 150, y - 100) < 4 ? [200, 200, 200] : [0, 0, 0],
		);
		const { x, y } = brightest(applyView(photo, view));
		expect((Math.atan2(y, x) * 180) / Math.PI).toBeGreaterThan(degrees - 5);
		expect((Math.atan2(y, x) * 180) / Math.PI).toBeLessThan(degrees + 5);
	});

	it.each(VIEWS)('%s invents nothing beyond the border of the photo', (view) => {
		const grey = picture(40, 40, () => [100, 100, 100]);
		const values = new Set(applyView(grey, view).data);
		expect(values.size).toBe(1);
	});

	it.each<[ViewName, number, number]>([
		['crop-centre-80', 10, 10],
		['crop-top-left-80', 0, 0],
		['crop-bottom-right-80', 20, 20],
	])('%s shows pixels as they are when it is given enough of them', (view, left, top) => {
		const photo = noise(100, 100);
		expect(detailOf(view)).toBe(1.25);
		const crop = applyView(photo, view, { width: 80, height: 80 });
		expect(at(crop, 0, 0)).toEqual(at(photo, left, top));
		expect(at(crop, 79, 79)).toEqual(at(photo, left + 79, top + 79));
		expect(at(crop, 17, 42)).toEqual(at(photo, left + 17, top + 42));
	});

	it('brighten and darken, and do not wrap around at white', () => {
		const photo = picture(2, 1, (x) => (x === 0 ? [100, 20, 0] : [250, 240, 255]));
		expect(at(applyView(photo, 'brighter-15'), 0, 0)).toEqual([115, 23, 0]);
		expect(at(applyView(photo, 'brighter-15'), 1, 0)).toEqual([255, 255, 255]);
		expect(at(applyView(photo, 'darker-15'), 0, 0)).toEqual([85, 17, 0]);
	});
});
