import { describe, expect, it } from 'vitest';
import { describeVerdict, type VerdictFacts } from '../../src/i18n/verdict.ts';

const BETTER = { value: 0.031, low: 0.011, high: 0.05 };
const WORSE = { value: -0.042, low: -0.071, high: -0.012 };
const EVEN = { value: 0, low: -0.013, high: 0.013 };

const EXAMPLES: readonly [VerdictFacts, string, string][] = [
	[
		{ reason: 'first', pairs: 0 },
		'v13 serves now: v12, which served before, knows other labels: they cannot be compared',
		'v13 に切り替えました：前に判定していた v12 とはラベルが違うため、比べられません',
	],
	[
		{ reason: 'improved', pairs: 200, difference: BETTER },
		'v13 serves now: 3 points better than v12 (±2)',
		'v13 に切り替えました：v12 より 3 ポイント良くなりました（±2）',
	],
	[
		{ reason: 'no-worse', pairs: 200, difference: EVEN },
		'v13 serves now: no worse than v12 (0 points, ±2)',
		'v13 に切り替えました：v12 に劣りません（0 ポイント、±2）',
	],
	[
		{ reason: 'no-worse', pairs: 200, difference: { value: -0.005, low: -0.0118, high: 0.0019 } },
		'v13 serves now: no worse than v12 (−0.5 points, ±0.7)',
		'v13 に切り替えました：v12 に劣りません（−0.5 ポイント、±0.7）',
	],
	[
		{ reason: 'no-worse', pairs: 20, difference: EVEN, added: ['fox', '狸'] },
		'v13 serves now: unlike v12 it knows fox, 狸',
		'v13 に切り替えました：v12 にはないfox、狸が分かります',
	],
	[
		{ reason: 'worse', pairs: 200, difference: WORSE },
		'kept v12: v13 is 4 points worse (±3)',
		'v12 のままにしました：v13 は 4 ポイント劣ります（±3）',
	],
	[
		{ reason: 'worse-on-label', pairs: 200, difference: EVEN, label: { label: 'boar', difference: -0.04 } },
		'kept v12: v13 is 4 points worse on boar',
		'v12 のままにしました：v13 はboarで 4 ポイント劣ります',
	],
	[
		{ reason: 'unproven', pairs: 45, difference: EVEN },
		'kept v12: 45 photos are too few to tell whether v13 is as good',
		'v12 のままにしました：写真 45 枚では、v13 が同じくらい良いかどうか分かりません',
	],
	[
		{ reason: 'label-lost', pairs: 0, lost: ['boar', 'crow'] },
		'kept v12: v13 no longer knows boar, crow',
		'v12 のままにしました：v13 はboar、crowが分からなくなっています',
	],
	[
		{ reason: 'below-floor', pairs: 0, floor: { figure: 'macro-f1', value: 0.481, limit: 0.55 } },
		'kept v12: v13 reaches a macro-F1 of 0.48, 0.55 is needed',
		'v12 のままにしました：v13 のマクロ F1 は 0.48 で、0.55 に届きません',
	],
	[
		{ reason: 'below-floor', pairs: 0, floor: { figure: 'recall', value: 0.4, limit: 0.5, label: 'boar' } },
		'kept v12: v13 recognises 40 % of boar, 50 % are needed',
		'v12 のままにしました：v13 が見分けられるboarは 40 % で、50 % に届きません',
	],
	[
		{ reason: 'below-floor', pairs: 0, floor: { figure: 'calibration', value: 0.14, limit: 0.1 } },
		'kept v12: v13 is 14 points too sure or too unsure of itself, 10 points are allowed',
		'v12 のままにしました：v13 の確信度は実際の正しさから 14 ポイントずれています（許容は 10 ポイントまで）',
	],
];

describe('a verdict in a sentence', () => {
	const names = { champion: 'v12', candidate: 'v13' };

	it.each(EXAMPLES)('%j', (verdict, english, japanese) => {
		expect(describeVerdict(verdict, names, 'en')).toBe(english);
		expect(describeVerdict(verdict, names, 'ja')).toBe(japanese);
	});

	it('names some of many labels, and counts the rest', () => {
		const lost = Array.from({ length: 30 }, (_, n) => `label ${n}`);
		expect(describeVerdict({ reason: 'label-lost', pairs: 0, lost }, names, 'en')).toMatch(
			/^kept v12: v13 no longer knows label 0, .*, label 7 and 22 others$/,
		);
		expect(describeVerdict({ reason: 'no-worse', pairs: 0, added: lost }, names, 'ja')).toMatch(
			/label 7、ほか 22 種類が分かります$/,
		);
	});

	it('says that there was nothing to compare with only where there was nothing', () => {
		expect(describeVerdict({ reason: 'first', pairs: 0 }, { candidate: 'v1' }, 'en')).toBe(
			'v1 serves now: there was no model to compare it with',
		);
	});

	it('says so where nothing serves, either', () => {
		const verdict = { reason: 'below-floor', pairs: 0, floor: EXAMPLES[9][0].floor } as const;
		expect(describeVerdict(verdict, { candidate: 'v1' }, 'en')).toBe(
			'v1 does not serve: v1 reaches a macro-F1 of 0.48, 0.55 is needed',
		);
		expect(describeVerdict(verdict, { candidate: 'v1' }, 'ja')).toContain('v1 は使われません');
	});
});
