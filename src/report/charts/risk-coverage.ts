import type { Messages } from '../../i18n/messages.ts';
import type { Evaluation } from '../../model/evaluation.ts';
import type { Font } from '../font.ts';
import { type ChartPlan, COLOUR, frame, HEAD_HEIGHT, shareAxis, WIDTH } from './style.ts';

const HEIGHT = 640;

/** Share of wrong answers by share of photos answered, the surest first. Undefined without the curve. */
export function riskCoverageChart(
	{ riskCoverage }: Evaluation,
	{ riskCoverage: text }: Messages['report'],
	font: Font,
): ChartPlan | undefined {
	if (riskCoverage.length === 0) return undefined;
	const worst = Math.max(...riskCoverage.map(({ risk }) => risk));
	return {
		width: WIDTH,
		height: HEIGHT,
		option: {
			...frame(text.title, text.subtitle, font),
			grid: { left: 120, right: 56, top: HEAD_HEIGHT + 24, bottom: 100 },
			xAxis: { ...shareAxis(text.coverage), nameGap: 48 },
			yAxis: { ...shareAxis(text.risk, ceiling(worst)), nameGap: 82 },
			series: [
				{
					type: 'line',
					data: riskCoverage.map(({ coverage, risk }) => [coverage, risk]),
					symbol: 'none',
					lineStyle: { color: COLOUR.orange, width: 4 },
					areaStyle: { color: COLOUR.orange, opacity: 0.15 },
				},
			],
		},
	};
}

/** The top of an axis: the first of these that the curve stays below, so that small risks are not a line on the floor. */
export function ceiling(worst: number): number {
	return [0.05, 0.1, 0.2, 0.3, 0.5].find((top) => worst < top) ?? 1;
}
