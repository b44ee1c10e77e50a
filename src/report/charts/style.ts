import type { EChartsCoreOption } from 'echarts/core';
import { drawable, FONT_FAMILY, type Font } from '../font.ts';

/** A chart before it is drawn. */
export interface ChartPlan {
	/** Pixels of its layout; drawn `SCALE` times as large. */
	readonly width: number;
	readonly height: number;
	readonly option: EChartsCoreOption;
}

/** As wide as chats show pictures. A phone shows this at half its size, which the font sizes reckon with. */
export const WIDTH = 800;

/** Pixels drawn for one of the layout: sharp on phones, whose screens are this dense and denser. */
export const SCALE = 1.5;

export const FONT_SIZE = { title: 30, text: 22, small: 19 } as const;

/** Told apart by those who do not see all colours, and in grey (Okabe and Ito 2008, "Color Universal Design"). */
export const COLOUR = {
	paper: '#ffffff',
	ink: '#1b1f24',
	quiet: '#57606a',
	grid: '#d8dee4',
	blue: '#0072b2',
	orange: '#d55e00',
	green: '#009e73',
	yellow: '#e69f00',
	sky: '#56b4e9',
	purple: '#cc79a7',
} as const;

export const SERIES_COLOURS = [
	COLOUR.blue,
	COLOUR.orange,
	COLOUR.green,
	COLOUR.purple,
	COLOUR.yellow,
	COLOUR.sky,
];

/** Room above a chart for its title and subtitle. */
export const HEAD_HEIGHT = 104;

/** What every chart has: white paper, its title at the top left, no animation. */
export function frame(title: string, subtitle: string, font: Font): EChartsCoreOption {
	return {
		animation: false,
		backgroundColor: COLOUR.paper,
		textStyle: { fontFamily: FONT_FAMILY, fontSize: FONT_SIZE.text, color: COLOUR.ink },
		title: {
			text: truncate(title, WIDTH - 48, FONT_SIZE.title, font),
			subtext: truncate(subtitle, WIDTH - 48, FONT_SIZE.small, font),
			left: 24,
			top: 20,
			itemGap: 10,
			textStyle: {
				fontFamily: FONT_FAMILY,
				fontSize: FONT_SIZE.title,
				fontWeight: 'bold',
				color: COLOUR.ink,
			},
			subtextStyle: { fontFamily: FONT_FAMILY, fontSize: FONT_SIZE.small, color: COLOUR.quiet },
		},
	};
}

/** An axis of shares, 0 to 1, in per cent. */
export function shareAxis(name: string, max = 1): EChartsCoreOption {
	return {
		type: 'value',
		min: 0,
		max,
		name,
		nameLocation: 'middle',
		nameTextStyle: { fontSize: FONT_SIZE.text, color: COLOUR.quiet },
		axisLabel: {
			fontSize: FONT_SIZE.small,
			color: COLOUR.quiet,
			margin: 12,
			formatter: (value: number) => `${Math.round(value * 100)} %`,
		},
		axisLine: { show: false },
		axisTick: { show: false },
		splitLine: { lineStyle: { color: COLOUR.grid } },
	};
}

/** A label as it can be drawn; one that the font cannot write is told by its number in the report's tables. */
export function labelName(label: string, index: number, font: Font): string {
	const name = drawable(label, font);
	if (name === '') return `#${index + 1}`;
	return name.includes('□') ? `#${index + 1} ${name}` : name;
}

/** Cut to a width in pixels. */
export function truncate(text: string, width: number, fontSize: number, font: Font): string {
	if (font.width(text) * fontSize <= width) return text;
	let cut = '';
	for (const { segment } of new Intl.Segmenter().segment(text)) {
		if (font.width(`${cut}${segment}…`) * fontSize > width) break;
		cut += segment;
	}
	return `${cut.trimEnd()}…`;
}

/** Where two shares are the same: as often right as sure. */
export const DIAGONAL = {
	type: 'line',
	data: [
		[0, 0],
		[1, 1],
	],
	symbol: 'none',
	lineStyle: { color: COLOUR.quiet, width: 2, type: 'dashed' },
} as const;
