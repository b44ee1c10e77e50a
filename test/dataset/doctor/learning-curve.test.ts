import { describe, expect, it } from 'vitest';
import { type CurvePoint, fitPowerLaw, learningCurves } from '../../../src/dataset/doctor/learning-curve.ts';

/** A head whose errors follow a law exactly, on labels of so many photos. */
function following(error: (photos: number) => number, photos = 200, judged = 10_000) {
	return async (part: number): Promise<CurvePoint[]> => {
		const learnt = Math.round(part * photos);
		return [{ learnt, judged, right: Math.round(judged * (1 - error(learnt))) }];
	};
}

describe('a learning curve', () => {
	it('is found again where errors follow one', () => {
		const sizes = [20, 40, 60, 80, 100];
		const law = fitPowerLaw(
			sizes,
			sizes.map((size) => 2 * size ** -0.5 + 0.05),
		);
		expect(law).toEqual({ exponent: 0.5, scale: expect.closeTo(2), floor: expect.closeTo(0.05) });
	});

	it('tells what more photos would bring', async () => {
		const error = (photos: number) => 2 * photos ** -0.5 + 0.05;
		const [curve] = await learningCurves({ evaluateAt: following(error), more: 100 });
		expect(curve.advice).toBe('more');
		expect(curve.now).toBeCloseTo(1 - error(200), 3);
		expect(curve.forecast.recall).toBeCloseTo(1 - error(300), 2);
		expect(curve.forecast.low).toBeLessThan(1 - error(300));
		expect(curve.forecast.high).toBeGreaterThan(1 - error(300));
		expect(curve.points.map(({ photos }) => photos)).toEqual([40, 70, 100, 140, 200]);
	});

	it('says when more of the same would bring nothing', async () => {
		const [curve] = await learningCurves({ evaluateAt: following(() => 0.12) });
		expect(curve.advice).toBe('enough');
		expect(curve.forecast.recall).toBeCloseTo(0.88, 2);
	});

	it('promises nothing where all are right already', async () => {
		const error = (photos: number) => Math.max(0, 0.5 - photos / 300);
		const [curve] = await learningCurves({ evaluateAt: following(error) });
		expect(curve.now).toBe(1);
		expect(curve.advice).toBe('enough');
	});

	it('says when a dozen photos tell nothing', async () => {
		const evaluateAt = following((photos) => 0.5 - photos / 100, 12, 12);
		expect((await learningCurves({ evaluateAt }))[0].advice).toBe('unclear');
	});

	it('is the same each time', async () => {
		const evaluateAt = following((photos) => photos ** -0.3, 60, 60);
		expect(await learningCurves({ evaluateAt })).toEqual(await learningCurves({ evaluateAt }));
	});
});
