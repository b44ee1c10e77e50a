import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { summariseEvaluation } from '../../src/report/summary.ts';
import { evaluationOf } from './evaluations.ts';

const LABELS = ['カラス', 'wild `boar` of the northern mountains', 'monkey'];
const evaluation = { ...evaluationOf(LABELS), unknownAuroc: 0.8123 };
const escapeLabel = (label: string) => `«${label}»`;

describe('a summary', () => {
	test('tells accuracy with its interval, the scores and the most frequent mix-up', () => {
		const { lines } = summariseEvaluation(evaluation, { locale: 'en', escapeLabel });
		expect(lines[0]).toMatch(
			/^Accuracy \*\*\d+\.\d %\*\* of 60 photos \(95 % interval \d+\.\d % to \d+\.\d %\)$/,
		);
		expect(lines[1]).toMatch(/^Macro-F1 0\.\d{3} · calibration error 0\.\d{3} · unknown AUROC 0\.812$/);
		expect(lines[2]).toMatch(/^Most mixed up: «wild .+» taken for «monkey» \(\d+\)$/);
	});

	test('says in Japanese what it says in English', () => {
		const { lines } = summariseEvaluation(evaluation, { locale: 'ja', escapeLabel });
		expect(lines).toHaveLength(3);
		expect(lines[0]).toMatch(/^正解率 \*\*\d+\.\d %\*\*（60 枚/);
	});

	test('has a row a label, the least found first, that no phone breaks and no label breaks out of', () => {
		for (const locale of ['en', 'ja'] as const) {
			const { table } = summariseEvaluation(evaluation, { locale, escapeLabel });
			const rows = table.split('\n');
			expect(rows).toHaveLength(6);
			expect(rows[2]).toMatch(/^wild ˋboarˋ/);
			expect(table.match(/`/g)).toHaveLength(6);
			for (const row of rows) expect(stringWidth(row)).toBeLessThanOrEqual(40);
		}
	});

	test('counts the labels it has no room for', () => {
		const many = evaluationOf(Array.from({ length: 30 }, (_, index) => `label ${index}`));
		const { table } = summariseEvaluation(many, { locale: 'en', escapeLabel, maxLabels: 5 });
		expect(table).toContain('… and 25 more labels');
	});

	test('of perfect answers mentions no mix-up; of none it has no shares', () => {
		const perfect = evaluationOf(['a', 'b'], 0);
		const { lines, table } = summariseEvaluation(perfect, { locale: 'en', escapeLabel });
		expect(lines).toHaveLength(2);
		expect(table).toMatch(/^a +0 +– +–$/m);
	});
});
