import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts/types/dist/shared';
import { byteSize, exactPercent, points } from '../../i18n/format.ts';
import type { Messages } from '../../i18n/messages.ts';
import type { ProportionInterval } from '../../model/statistics/proportion-intervals.ts';
import type { Font } from '../font.ts';
import {
	type ChartPlan,
	COLOUR,
	FONT_SIZE,
	frame,
	HEAD_HEIGHT,
	shareAxis,
	truncate,
	WIDTH,
} from './style.ts';

/** What a picture tells of a backbone. */
export interface BackboneFigures {
	readonly id: string;
	readonly accuracy: ProportionInterval;
	readonly photos: number;
	/** Accuracy less that of the first, photo by photo, with its 95 % interval; absent for the first. */
	readonly difference?: { readonly value: number; readonly low: number; readonly high: number };
	/** Null where there was nothing unknown to tell. */
	readonly unknownAuroc: number | null;
	readonly milliseconds: number;
	readonly bytes: number;
}

const MARGIN = 24;
const NAME_ROOM = 370;
const VALUE_ROOM = 50;
const PITCH = 112;
const AXIS_HEIGHT = 110;

/** A line a backbone: its accuracy with the interval; under its name the difference to the first, and what it costs. */
export function backbonesChart(
	backbones: readonly BackboneFigures[],
	{ backbones: text }: Messages['report'],
	font: Font,
): ChartPlan {
	const lowest = Math.min(...backbones.map(({ accuracy }) => accuracy.low));
	const least = Math.max(0, Math.floor(lowest * 10 - 0.2) / 10);
	const points = backbones.map(({ accuracy }, index) => [accuracy.value, index]);
	return {
		width: WIDTH,
		height: HEAD_HEIGHT + backbones.length * PITCH + AXIS_HEIGHT,
		option: {
			...frame(text.title, text.subtitle(backbones[0]?.photos ?? 0), font),
			grid: {
				left: MARGIN + NAME_ROOM,
				right: MARGIN + VALUE_ROOM,
				top: HEAD_HEIGHT + 8,
				bottom: AXIS_HEIGHT - 8,
			},
			xAxis: { ...shareAxis(text.accuracy), min: least, splitNumber: 3, nameGap: 48 },
			yAxis: {
				type: 'category',
				inverse: true,
				data: backbones.map((figures) =>
					[
						`{name|${truncate(figures.id, NAME_ROOM - 16, FONT_SIZE.text, font)}}`,
						`{figures|${describeDifference(figures, text)}}`,
						`{figures|${describeCosts(figures, text)}}`,
					].join('\n'),
				),
				axisLine: { show: false },
				axisTick: { show: false },
				axisLabel: {
					margin: 12,
					rich: {
						name: { fontSize: FONT_SIZE.text, color: COLOUR.ink, lineHeight: 30 },
						figures: { fontSize: FONT_SIZE.small, color: COLOUR.quiet, lineHeight: 26 },
					},
				},
			},
			series: [
				{
					type: 'custom',
					data: backbones.map(({ accuracy }, index) => [accuracy.low, index, accuracy.high]),
					encode: { x: [0, 2], y: 1 },
					renderItem: (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) =>
						drawInterval(api.coord([api.value(0), api.value(1)]), api.coord([api.value(2), api.value(1)])),
				},
				{
					type: 'line',
					data: points,
					lineStyle: { opacity: 0 },
					symbol: 'circle',
					symbolSize: 18,
					itemStyle: { color: COLOUR.blue },
					label: {
						show: true,
						position: 'top',
						distance: 8,
						fontSize: FONT_SIZE.small,
						color: COLOUR.ink,
						formatter: ({ value }: { value: unknown }) =>
							Array.isArray(value) ? exactPercent(Number(value[0])) : '',
					},
				},
			],
		},
	};
}

type Text = Messages['report']['backbones'];

function describeDifference({ difference }: BackboneFigures, text: Text): string {
	if (!difference) return text.first;
	const { value, low, high } = difference;
	return text.difference(points(value), points(low), points(high));
}

function describeCosts({ unknownAuroc, milliseconds, bytes }: BackboneFigures, text: Text): string {
	return [
		...(unknownAuroc === null ? [] : [text.unknown(unknownAuroc.toFixed(3))]),
		text.milliseconds(milliseconds.toFixed(1)),
		byteSize(bytes),
	].join(' · ');
}

function drawInterval([low, y]: number[], [high]: number[]) {
	return {
		type: 'line' as const,
		shape: { x1: low, y1: y, x2: high, y2: y },
		style: { stroke: COLOUR.sky, lineWidth: 8, lineCap: 'round' },
	};
}
