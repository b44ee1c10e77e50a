import { describe, expect, it } from 'vitest';
import { occlusions } from '../../src/image/occlusion.ts';
import type { Pixels } from '../../src/image/pixels.ts';

/** Left half black, right half white: the mean is 128. */
function halves(side: number): Pixels {
	const data = new Uint8Array(side * side * 3);
	for (let pixel = 0; pixel < side * side; pixel++)
		data.fill(pixel % side < side / 2 ? 0 : 255, pixel * 3, pixel * 3 + 3);
	return { data, width: side, height: side };
}

const painted = ({ data, width }: Pixels, x: number, y: number) => data[(y * width + x) * 3] === 128;

describe('occlusions', () => {
	it('cover one cell after the other, row by row, with the mean colour', () => {
		const pictures = [...occlusions(halves(40), 4)];
		expect(pictures).toHaveLength(16);
		for (const [index, picture] of pictures.entries()) {
			const [column, row] = [index % 4, Math.floor(index / 4)];
			expect(painted(picture, column * 10 + 5, row * 10 + 5)).toBe(true);
			expect(painted(picture, ((column + 2) % 4) * 10 + 5, row * 10 + 5)).toBe(false);
		}
	});

	it('reach half a cell beyond the cell, and stay within the picture', () => {
		const [corner, , , , , inner] = occlusions(halves(40), 4);
		expect(painted(corner, 0, 0)).toBe(true);
		expect(painted(corner, 14, 14)).toBe(true);
		expect(painted(corner, 15, 14)).toBe(false);
		expect([painted(inner, 4, 15), painted(inner, 5, 15)]).toEqual([false, true]);
		expect([painted(inner, 24, 15), painted(inner, 25, 15)]).toEqual([true, false]);
	});

	it('leave the photo as it is', () => {
		const photo = halves(40);
		const before = photo.data.slice();
		for (const picture of occlusions(photo, 3)) expect(picture.data).not.toEqual(before);
		expect(photo.data).toEqual(before);
	});
});
