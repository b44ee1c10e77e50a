import type { Messages } from '../../i18n/messages.ts';
import type { Evaluation } from '../../model/evaluation.ts';
import type { Font } from '../font.ts';
import {
	type ChartPlan,
	COLOUR,
	FONT_SIZE,
	frame,
	HEAD_HEIGHT,
	labelName,
	shareAxis,
	truncate,
	WIDTH,
} from './style.ts';

const MARGIN = 24;
const MAX_NAME = 230;
const LEGEND_HEIGHT = 48;
const AXIS_HEIGHT = 60;
/** Pixels a label: two bars and the gap to the next. */
const ROOMY = 72;
const TIGHT = 56;
/** More labels than this stand closer. */
const MANY = 10;
/** More labels would make a picture that a chat shows too small to read; the report's table has them all. */
const MOST = 24;

/** Two bars a label, the least found at the top; of very many labels only those. */
export function labelsChart(
	{ labels }: Pick<Evaluation, 'labels'>,
	{ perLabel: text, share }: Messages['report'],
	font: Font,
): ChartPlan {
	const rows = labels
		.map((figures, index) => ({
			...figures,
			name: truncate(labelName(figures.label, index, font), MAX_NAME, FONT_SIZE.text, font),
		}))
		.sort((a, b) => (a.recall ?? 2) - (b.recall ?? 2))
		.slice(0, MOST);
	const pitch = rows.length > MANY ? TIGHT : ROOMY;
	const widest = Math.max(...rows.map(({ name }) => font.width(name))) * FONT_SIZE.text;
	const top = HEAD_HEIGHT + LEGEND_HEIGHT;
	const barWidth = pitch * 0.36;
	const series = (name: string, colour: string, values: (number | null)[]) => ({
		type: 'bar',
		name,
		barWidth,
		barGap: '6%',
		itemStyle: { color: colour, borderRadius: [0, 3, 3, 0] },
		data: values.map((value) => value ?? '-'),
		label: {
			show: true,
			position: 'right',
			fontSize: Math.min(FONT_SIZE.small, barWidth + 2),
			color: COLOUR.ink,
			formatter: ({ value }: { value: unknown }) => (typeof value === 'number' ? share(value) : '–'),
		},
	});
	return {
		width: WIDTH,
		height: top + rows.length * pitch + AXIS_HEIGHT,
		option: {
			...frame(
				text.title,
				rows.length < labels.length ? text.leastFound(rows.length, labels.length) : text.subtitle,
				font,
			),
			legend: {
				left: MARGIN,
				top: HEAD_HEIGHT - 8,
				itemGap: 28,
				itemWidth: 24,
				itemHeight: 16,
				textStyle: { fontSize: FONT_SIZE.text, color: COLOUR.ink },
				selectedMode: false,
			},
			grid: {
				left: MARGIN + widest + 16,
				right: 90,
				top,
				height: rows.length * pitch,
			},
			xAxis: shareAxis(''),
			yAxis: {
				type: 'category',
				inverse: true,
				data: rows.map(({ name }) => name),
				axisLine: { lineStyle: { color: COLOUR.quiet } },
				axisTick: { show: false },
				axisLabel: { interval: 0, fontSize: FONT_SIZE.text, color: COLOUR.ink, margin: 12 },
			},
			series: [
				series(
					text.recall,
					COLOUR.blue,
					rows.map(({ recall }) => recall),
				),
				series(
					text.precision,
					COLOUR.yellow,
					rows.map(({ precision }) => precision),
				),
			],
		},
	};
}
