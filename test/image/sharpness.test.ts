import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { DEFAULT_IMAGE_LIMITS } from '../../src/image/limits.ts';
import { readPixels } from '../../src/image/read.ts';
import { sharpness } from '../../src/image/sharpness.ts';
import { drawPicture } from '../support/pictures.ts';

const sharpnessOf = async (bytes: Uint8Array) =>
	sharpness(await readPixels(bytes, { kind: 'squash', width: 224, height: 224 }, DEFAULT_IMAGE_LIMITS));

describe('sharpness', () => {
	it('is the variance of the Laplacian of luma', () => {
		// One bright pixel in the middle of 5 x 5: of the nine inner ones it has -4 v, four have v, four have none.
		const data = new Uint8Array(5 * 5 * 3);
		data.fill(100, 12 * 3, 12 * 3 + 3);
		expect(sharpness({ data, width: 5, height: 5 })).toBeCloseTo((16 + 4) * (100 ** 2 / 9), 6);
	});

	it('is zero without contrast, and where there is nothing to look at', () => {
		expect(sharpness({ data: new Uint8Array(300).fill(77), width: 10, height: 10 })).toBeCloseTo(0, 9);
		expect(sharpness({ data: new Uint8Array(12), width: 2, height: 2 })).toBe(0);
	});

	it('falls the more a picture is blurred', async () => {
		const picture = await drawPicture('balloons', 1);
		const of = async (sigma: number) => sharpnessOf(await sharp(picture).blur(sigma).png().toBuffer());
		const [clear, soft, blurred] = [await sharpnessOf(picture), await of(1), await of(3)];
		expect(soft).toBeLessThan(clear / 2);
		expect(blurred).toBeLessThan(soft / 2);
	});
});
