import type { Messages } from '../../i18n/messages.ts';
import type { LearningCurve } from '../evaluation.ts';
import type { Font } from '../font.ts';
import {
	type ChartPlan,
	COLOUR,
	FONT_SIZE,
	frame,
	HEAD_HEIGHT,
	labelName,
	SERIES_COLOURS,
	shareAxis,
	truncate,
	WIDTH,
} from './style.ts';

const HEIGHT = 680;
/** As many as have colours of their own. */
const MOST = SERIES_COLOURS.length;
const NAME_ROOM = 170;

/** Recall by photos learned from, a line a label: those that would gain most, which end lowest. */
export function learningCurveChart(
	curve: LearningCurve,
	{ learningCurve: text }: Messages['report'],
	font: Font,
): ChartPlan {
	const lines = curve.labels
		.map(({ label, points }, index) => ({ name: labelName(label, index, font), points }))
		.sort((a, b) => (a.points.at(-1)?.recall ?? 1) - (b.points.at(-1)?.recall ?? 1))
		.slice(0, MOST);
	return {
		width: WIDTH,
		height: HEIGHT,
		option: {
			...frame(text.title, text.subtitle, font),
			grid: { left: 120, right: NAME_ROOM + 30, top: HEAD_HEIGHT + 16, bottom: 100 },
			xAxis: {
				type: 'value',
				min: 0,
				name: text.photos,
				nameLocation: 'middle',
				nameGap: 44,
				nameTextStyle: { fontSize: FONT_SIZE.text, color: COLOUR.quiet },
				axisLabel: { fontSize: FONT_SIZE.small, color: COLOUR.quiet },
				splitLine: { show: false },
			},
			yAxis: { ...shareAxis(text.accuracy), nameGap: 82 },
			series: lines.map(({ name, points }, index) => ({
				type: 'line',
				data: points.map(({ photos, recall }) => [photos, recall]),
				symbol: 'circle',
				symbolSize: 10,
				itemStyle: { color: SERIES_COLOURS[index] },
				lineStyle: { color: SERIES_COLOURS[index], width: 4 },
				endLabel: {
					show: true,
					formatter: truncate(name, NAME_ROOM, FONT_SIZE.small, font),
					fontSize: FONT_SIZE.small,
					color: SERIES_COLOURS[index],
					distance: 10,
				},
				labelLayout: { moveOverlap: 'shiftY' },
			})),
		},
	};
}
