import type { Messages } from '../../i18n/messages.ts';
import type { TrainingCurve } from '../evaluation.ts';
import type { Font } from '../font.ts';
import { type ChartPlan, COLOUR, FONT_SIZE, frame, HEAD_HEIGHT, shareAxis, WIDTH } from './style.ts';

const HEIGHT = 980;
const PANEL_HEIGHT = 340;
const GAP = 70;

/** Accuracy above, loss below, by epoch: of the photos learned from, and of those held out. */
export function trainingCurveChart(
	{ epochs }: TrainingCurve,
	{ trainingCurve: text }: Messages['report'],
	font: Font,
): ChartPlan {
	const lower = HEAD_HEIGHT + 40 + PANEL_HEIGHT + GAP;
	const grids = [HEAD_HEIGHT + 40, lower].map((top) => ({ left: 120, right: 40, top, height: PANEL_HEIGHT }));
	const axis = (gridIndex: number, name: string) => ({
		gridIndex,
		type: 'value',
		min: 1,
		max: Math.max(epochs.length, 2),
		minInterval: 1,
		name,
		nameLocation: 'middle',
		nameGap: 44,
		nameTextStyle: { fontSize: FONT_SIZE.text, color: COLOUR.quiet },
		axisLabel: { fontSize: FONT_SIZE.small, color: COLOUR.quiet },
		splitLine: { show: false },
	});
	const series = (
		name: string,
		colour: string,
		index: number,
		value: (epoch: TrainingCurve['epochs'][number]) => number,
	) => ({
		type: 'line',
		name,
		xAxisIndex: index,
		yAxisIndex: index,
		data: epochs.map((epoch, before) => [before + 1, value(epoch)]),
		symbol: 'circle',
		symbolSize: epochs.length > 30 ? 0 : 8,
		itemStyle: { color: colour },
		lineStyle: { color: colour, width: 4 },
	});
	return {
		width: WIDTH,
		height: HEIGHT,
		option: {
			...frame(text.title, text.subtitle, font),
			legend: {
				data: [text.learned, text.heldOut],
				top: HEAD_HEIGHT - 12,
				right: 40,
				textStyle: { fontSize: FONT_SIZE.small, color: COLOUR.ink },
			},
			grid: grids,
			xAxis: [axis(0, ''), axis(1, text.epoch)],
			yAxis: [
				{ ...shareAxis(text.accuracy), nameGap: 82 },
				{
					gridIndex: 1,
					type: 'value',
					min: 0,
					name: text.loss,
					nameLocation: 'middle',
					nameGap: 82,
					nameTextStyle: { fontSize: FONT_SIZE.text, color: COLOUR.quiet },
					axisLabel: { fontSize: FONT_SIZE.small, color: COLOUR.quiet, margin: 12 },
					splitLine: { lineStyle: { color: COLOUR.grid } },
				},
			],
			series: [
				series(text.learned, COLOUR.blue, 0, ({ accuracy }) => accuracy),
				series(text.heldOut, COLOUR.orange, 0, ({ heldOutAccuracy }) => heldOutAccuracy),
				series(text.learned, COLOUR.blue, 1, ({ loss }) => loss),
				series(text.heldOut, COLOUR.orange, 1, ({ heldOutLoss }) => heldOutLoss),
			],
		},
	};
}
