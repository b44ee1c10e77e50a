import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts/types/dist/shared';
import type { Messages } from '../../i18n/messages.ts';
import { wilsonInterval } from '../../model/statistics/proportion-intervals.ts';
import type { ReliabilityBin } from '../../model/statistics/reliability.ts';
import { score } from '../evaluation.ts';
import type { Font } from '../font.ts';
import {
	type ChartPlan,
	COLOUR,
	DIAGONAL,
	FONT_SIZE,
	frame,
	HEAD_HEIGHT,
	shareAxis,
	WIDTH,
} from './style.ts';

const HEIGHT = 800;

export interface Reliability {
	readonly reliability?: readonly ReliabilityBin[];
	readonly calibrationError: number;
}

/**
 * Reliability diagram: accuracy by confidence, a point a bin with its 95 % interval, beside the diagonal where confidence
 * keeps its word. Undefined without bins.
 */
export function calibrationChart(
	{ reliability = [], calibrationError }: Reliability,
	text: Omit<Messages['report']['calibration'], 'description'>,
	font: Font,
): ChartPlan | undefined {
	if (reliability.length === 0) return undefined;
	const intervals = reliability.map(({ confidence, accuracy, photos }) => {
		const { low, high } = wilsonInterval(Math.round(accuracy * photos), photos);
		return [confidence, low, high];
	});
	return {
		width: WIDTH,
		height: HEIGHT,
		option: {
			...frame(text.title, text.subtitle(score(calibrationError)), font),
			grid: { left: 120, right: 56, top: HEAD_HEIGHT + 24, bottom: 100 },
			xAxis: { ...shareAxis(text.confidence), nameGap: 48 },
			yAxis: { ...shareAxis(text.accuracy), nameGap: 82 },
			series: [
				DIAGONAL,
				{
					type: 'custom',
					data: intervals,
					renderItem: (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) =>
						drawInterval(api.coord([api.value(0), api.value(1)]), api.coord([api.value(0), api.value(2)])),
				},
				{
					type: 'line',
					data: reliability.map(({ confidence, accuracy }) => [confidence, accuracy]),
					symbol: 'circle',
					symbolSize: 14,
					itemStyle: { color: COLOUR.blue },
					lineStyle: { color: COLOUR.blue, width: 4 },
				},
			],
			graphic: [
				{
					type: 'text',
					right: 72,
					bottom: 116,
					style: {
						text: text.bar,
						fontSize: FONT_SIZE.small,
						fill: COLOUR.quiet,
						backgroundColor: COLOUR.paper,
					},
				},
			],
		},
	};
}

function drawInterval([x, low]: number[], [, high]: number[]) {
	return {
		type: 'line' as const,
		shape: { x1: x, y1: low, x2: x, y2: high },
		style: { stroke: COLOUR.sky, lineWidth: 6, lineCap: 'round' },
	};
}
