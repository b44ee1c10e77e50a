import { describe, expect, it } from 'vitest';
import { areaUnderRoc } from '../../../src/model/statistics/area-under-roc.ts';

describe('the area under the ROC curve', () => {
	it.each([
		['one when every positive is above every negative', [3, 4], [1, 2], 1],
		['zero the other way round', [1, 2], [3, 4], 0],
		['a half when nothing tells them apart', [1, 1, 1], [1, 1], 0.5],
		['the share of pairs in the right order', [2, 4], [1, 3, 5], 0.5],
		['a tie counting half', [2, 5], [2, 3], 0.625],
	])('is %s', (_, positives, negatives, area) => {
		expect(areaUnderRoc(positives, negatives)).toBeCloseTo(area, 12);
	});

	it('does not depend on the order given', () => {
		expect(areaUnderRoc([4, 2], [5, 1, 3])).toBe(areaUnderRoc([2, 4], [1, 3, 5]));
	});
});
