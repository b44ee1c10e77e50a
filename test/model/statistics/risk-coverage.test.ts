import { describe, expect, it } from 'vitest';
import { riskCoverage } from '../../../src/model/statistics/risk-coverage.ts';

const answer = (confidence: number, isCorrect: boolean) => ({ confidence, isCorrect });

describe('the risk-coverage curve', () => {
	it('tells what is wrong among the most confident answers, up to all of them', () => {
		const answers = [answer(0.9, true), answer(0.8, false), answer(0.7, true), answer(0.6, false)];
		expect(riskCoverage(answers)).toEqual([
			{ coverage: 0.25, risk: 0 },
			{ coverage: 0.5, risk: 0.5 },
			{ coverage: 0.75, risk: 1 / 3 },
			{ coverage: 1, risk: 0.5 },
		]);
	});

	it('takes answers of equal confidence together, whichever came first', () => {
		const answers = [answer(0.9, true), answer(0.9, false)];
		const both = [{ coverage: 1, risk: 0.5 }];
		expect(riskCoverage(answers)).toEqual(both);
		expect(riskCoverage(answers.toReversed())).toEqual(both);
	});

	it('has at most fifty points, the last of them of all answers', () => {
		const answers = Array.from({ length: 333 }, (_, n) => answer(0.5 + n / 1000, n % 2 === 0));
		const curve = riskCoverage(answers);
		expect(curve).toHaveLength(50);
		expect(curve.at(-1)).toEqual({ coverage: 1, risk: 166 / 333 });
		const coverages = curve.map(({ coverage }) => coverage);
		expect(coverages).toEqual([...new Set(coverages)].toSorted((a, b) => a - b));
	});
});
