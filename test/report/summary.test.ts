import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { summariseEvaluation, summariseMixUps } from '../../src/report/summary.ts';
import { evaluationOf } from './evaluations.ts';

const LABELS = ['カラス', 'wild `boar` of the northern mountains', 'monkey'];
const evaluation = { ...evaluationOf(LABELS), unknownAuroc: 0.8123 };
const escapeLabel = (label: string) => `«${label}»`;

describe('a summary', () => {
	test('tells accuracy with its interval, and the scores', () => {
		const { lines } = summariseEvaluation(evaluation, { locale: 'en' });
		expect(lines[0]).toMatch(
			/^Accuracy \*\*\d+\.\d %\*\* of 60 photos \(95 % interval \d+\.\d % to \d+\.\d %\)$/,
		);
		expect(lines[1]).toMatch(/^Macro-F1 0\.\d{3} · calibration error 0\.\d{3} · unknown AUROC 0\.812$/);
	});

	test('says in Japanese what it says in English', () => {
		const { lines } = summariseEvaluation(evaluation, { locale: 'ja' });
		expect(lines).toHaveLength(2);
		expect(lines[0]).toMatch(/^正解率 \*\*\d+\.\d %\*\*（60 枚/);
	});

	test('has a row a label, the least found first, that no phone breaks and no label breaks out of', () => {
		for (const locale of ['en', 'ja'] as const) {
			const { table } = summariseEvaluation(evaluation, { locale });
			const rows = table.split('\n');
			expect(rows).toHaveLength(6);
			expect(rows[2]).toMatch(/^wild ˋboarˋ/);
			expect(table.match(/`/g)).toHaveLength(6);
			for (const row of rows) expect(stringWidth(row)).toBeLessThanOrEqual(40);
		}
	});

	test('counts the labels it has no room for', () => {
		const many = evaluationOf(Array.from({ length: 30 }, (_, index) => `label ${index}`));
		const { table } = summariseEvaluation(many, { locale: 'en', maxLabels: 5 });
		expect(table).toContain('… and 25 more labels');
	});

	test('of no answers has no shares', () => {
		const perfect = evaluationOf(['a', 'b'], 0);
		const { table } = summariseEvaluation(perfect, { locale: 'en' });
		expect(table).toMatch(/^a +0 +– +–$/m);
	});
});

describe('what a version mixes up', () => {
	const matrix = (confusion: number[][]) => ({
		...evaluationOf(['a', 'b', 'c']),
		labels: evaluationOf(['a', 'b', 'c']).labels,
		confusion,
	});

	test('is told by pairs of labels, whichever was taken for the other, the most frequent first', () => {
		const confusion = [
			[9, 2, 0],
			[3, 9, 1],
			[0, 0, 9],
		];
		expect(summariseMixUps(matrix(confusion), 'v2', { locale: 'en', escapeLabel })).toBe(
			'**v2** mixes up **«b»** and **«a»**: 5 photos · **«b»** and **«c»**: 1 photo',
		);
	});

	test('is said to be nothing where it is nothing', () => {
		const right = [
			[9, 0, 0],
			[0, 9, 0],
			[0, 0, 9],
		];
		expect(summariseMixUps(matrix(right), 'v2', { locale: 'en', escapeLabel })).toBe(
			'**v2** mixed up none of its photos',
		);
		expect(summariseMixUps(matrix(right), 'v2', { locale: 'ja', escapeLabel })).toContain('取り違えません');
	});
});
