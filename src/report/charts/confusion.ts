import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts/types/dist/shared';
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
	truncate,
	WIDTH,
} from './style.ts';

const MARGIN = 24;
/** Longest a label may be beside the matrix, and above it, where it is written upwards. */
const MAX_NAME = 220;
const MAX_CELL = 170;
/** Below this a cell has no room for its number: the picture grows instead. */
const MIN_CELL = 38;
/** From here on a share fits below the number. */
const SHARE_CELL = 78;

interface Cell {
	readonly row: number;
	readonly column: number;
	readonly photos: number;
	/** Of the row. */
	readonly share: number;
}

/** Rows of labels, columns of judgements; what is right in blue, what is wrong in orange, the darker the larger its share. */
export function confusionChart(
	{ labels, confusion }: Evaluation,
	{ confusion: text, share }: Messages['report'],
	font: Font,
): ChartPlan {
	const count = labels.length;
	const names = labels.map(({ label }, index) => labelName(label, index, font));
	const widest = Math.max(...names.map((name) => font.width(name))) * FONT_SIZE.text;
	const nameRoom = Math.min(MAX_NAME, widest) + 16;
	const rowTitle = FONT_SIZE.text + 20;
	const cell = Math.min(
		MAX_CELL,
		Math.max(MIN_CELL, Math.floor((WIDTH - 2 * MARGIN - nameRoom - rowTitle) / count)),
	);
	const nameSize = Math.min(FONT_SIZE.text, cell * 0.6);
	const isUpright = widest + 8 <= cell;
	const columnRoom = (isUpright ? FONT_SIZE.text : nameRoom) + 16;
	const left = MARGIN + rowTitle + nameRoom;
	const top = HEAD_HEIGHT + FONT_SIZE.text + columnRoom;
	const side = cell * count;
	const axis = {
		type: 'category',
		axisLine: { show: false },
		axisTick: { show: false },
		nameLocation: 'middle',
		nameTextStyle: { fontSize: FONT_SIZE.text, color: COLOUR.quiet },
	};
	const axisLabel = { interval: 0, fontSize: nameSize, color: COLOUR.ink, margin: 10 };
	const shown = names.map((name) => truncate(name, MAX_NAME, nameSize, font));
	const subtitle = cell >= SHARE_CELL ? text.subtitle : text.manySubtitle;
	return {
		width: Math.max(WIDTH, left + side + MARGIN),
		height: top + side + MARGIN,
		option: {
			...frame(text.title, subtitle, font),
			grid: { left, top, width: side, height: side },
			xAxis: {
				...axis,
				data: shown,
				position: 'top',
				name: text.judged,
				nameGap: columnRoom,
				axisLabel: { ...axisLabel, rotate: isUpright ? 0 : -90 },
			},
			yAxis: {
				...axis,
				data: shown,
				inverse: true,
				name: text.label,
				nameGap: nameRoom + 8,
				axisLabel,
			},
			series: [
				{
					type: 'custom',
					data: cellsOf(confusion).map(({ row, column, photos, share }) => [column, row, photos, share]),
					renderItem: (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) =>
						drawCell(
							{
								column: Number(api.value(0)),
								row: Number(api.value(1)),
								photos: Number(api.value(2)),
								share: Number(api.value(3)),
							},
							api.coord([api.value(0), api.value(1)]),
							cell,
							font,
							share,
						),
				},
			],
		},
	};
}

function cellsOf(confusion: Evaluation['confusion']): Cell[] {
	return confusion.flatMap((counts, row) => {
		const total = counts.reduce((sum, photos) => sum + photos, 0);
		return counts.map((photos, column) => ({
			row,
			column,
			photos,
			share: total > 0 ? photos / total : 0,
		}));
	});
}

function drawCell(
	{ row, column, photos, share }: Cell,
	centre: number[],
	size: number,
	font: Font,
	inWords: (share: number) => string,
) {
	const [x, y] = centre;
	const gap = size >= SHARE_CELL ? 2 : 1;
	const number = String(photos);
	const room = size - 2 * gap - 6;
	const numberSize = Math.min(
		size >= SHARE_CELL ? size * 0.26 : size * 0.46,
		34,
		room / Math.max(0.1, font.width(number)),
	);
	const hasShare = size >= SHARE_CELL && photos > 0;
	const colour = photos === 0 ? COLOUR.quiet : share > 0.55 ? COLOUR.paper : COLOUR.ink;
	const text = (content: string, fontSize: number, dy: number, fill: string) => ({
		type: 'text' as const,
		style: { text: content, x, y: y + dy, fontSize, fill, align: 'center', verticalAlign: 'middle' },
	});
	return {
		type: 'group' as const,
		children: [
			{
				type: 'rect' as const,
				shape: {
					x: x - size / 2 + gap,
					y: y - size / 2 + gap,
					width: size - 2 * gap,
					height: size - 2 * gap,
				},
				style: { fill: tint(row === column ? COLOUR.blue : COLOUR.orange, share) },
			},
			// Zeros of a large matrix would only hide the numbers that matter.
			...(photos > 0 || size >= SHARE_CELL
				? [text(number, numberSize, hasShare ? -size * 0.1 : 0, colour)]
				: []),
			...(hasShare ? [text(inWords(share), Math.min(FONT_SIZE.small, size * 0.19), size * 0.2, colour)] : []),
		],
	};
}

/** From nearly white, for nothing, to the colour itself; small shares are lifted so that they are seen. */
function tint(colour: string, share: number): string {
	const strength = share === 0 ? 0 : 0.15 + 0.85 * share;
	const channels = [1, 3, 5].map((start) => {
		const full = Number.parseInt(colour.slice(start, start + 2), 16);
		return Math.round(246 + (full - 246) * strength);
	});
	return `rgb(${channels.join(',')})`;
}
