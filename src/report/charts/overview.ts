import type { EChartsCoreOption } from 'echarts/core';
import type { Messages } from '../../i18n/messages.ts';
import type { Evaluation } from '../../model/evaluation.ts';
import { mixUps, type TrainingCurve } from '../evaluation.ts';
import { FONT_FAMILY, type Font } from '../font.ts';
import { ceiling } from './risk-coverage.ts';
import { type ChartPlan, COLOUR, DIAGONAL, labelName, shareAxis, truncate } from './style.ts';

/**
 * A panel's size in pixels of the layout. Two by two they are 1100 x 700: Discord shows a picture whole within 550 x 350,
 * at half of that; a phone at a third. The font sizes reckon with the phone.
 */
const WIDTH = 550;
const HEIGHT = 350;
const TITLE = 30;
const TEXT = 27;
const MARGIN = 18;
const TOP = 74;

/** Rows that have room at this size; the full charts and tables have all of them. */
const ROWS = 5;
const PITCH = 52;
const NAME_WIDTH = 262;

type Texts = Messages['report'];

/**
 * What an evaluation tells at a glance, in up to four panels: what is mixed up most, which labels are found least,
 * whether the confidence keeps its word, and how errors fall with fewer answers; or instead of the latter two how the
 * training went, where there is a curve of it.
 */
export function overviewPanels(
	evaluation: Evaluation,
	texts: Texts,
	font: Font,
	curve?: TrainingCurve,
): ChartPlan[] {
	const judged = [mixUpsPanel(evaluation, texts, font), foundPanel(evaluation, texts, font)];
	if (curve) return [...judged, ...curvePanels(curve, texts, font)];
	return [
		...judged,
		...(evaluation.reliability?.length ? [calibrationPanel(evaluation, texts, font)] : []),
		...(evaluation.riskCoverage.length > 0 ? [riskPanel(evaluation, texts, font)] : []),
	];
}

function mixUpsPanel(evaluation: Evaluation, { overview: text }: Texts, font: Font): ChartPlan {
	const names = evaluation.labels.map(({ label }, index) => ({
		label,
		name: truncate(labelName(label, index, font), (NAME_WIDTH - 2 * TEXT) / 2, TEXT, font),
	}));
	const nameOf = (wanted: string) => names.find(({ label }) => label === wanted)?.name ?? '';
	const rows = mixUps(evaluation)
		.slice(0, ROWS)
		.map(({ label, judged, photos }) => ({
			name: `${nameOf(label)} → ${nameOf(judged)}`,
			value: photos,
			text: String(photos),
		}));
	return barsPanel(rows.length > 0 ? text.mixUps : text.noMixUps, rows, COLOUR.orange, font);
}

function foundPanel({ labels }: Evaluation, { overview: text, share }: Texts, font: Font): ChartPlan {
	const rows = labels
		.map(({ label, recall }, index) => ({
			name: truncate(labelName(label, index, font), NAME_WIDTH - MARGIN, TEXT, font),
			value: recall ?? 0,
			text: recall === null ? '–' : share(recall),
		}))
		.sort((a, b) => a.value - b.value)
		.slice(0, ROWS);
	const title = rows.length < labels.length ? text.leastFound : text.found;
	return barsPanel(title, rows, COLOUR.blue, font, 1);
}

interface Row {
	readonly name: string;
	readonly value: number;
	readonly text: string;
}

function barsPanel(
	title: string,
	rows: readonly Row[],
	colour: string,
	font: Font,
	max = Math.max(1, ...rows.map(({ value }) => value)),
): ChartPlan {
	const widest = Math.max(0, ...rows.map(({ name }) => font.width(name))) * TEXT;
	return panel(title, font, {
		grid: {
			left: MARGIN + Math.min(NAME_WIDTH, widest) + 20,
			right: 112,
			top: TOP,
			height: rows.length * PITCH,
		},
		xAxis: { type: 'value', min: 0, max, show: false },
		yAxis: {
			type: 'category',
			inverse: true,
			data: rows.map(({ name }) => name),
			axisLine: { show: false },
			axisTick: { show: false },
			axisLabel: { interval: 0, fontSize: TEXT, color: COLOUR.ink, margin: 12 },
		},
		series: [
			{
				type: 'bar',
				barWidth: PITCH * 0.55,
				itemStyle: { color: colour, borderRadius: [0, 4, 4, 0] },
				data: rows.map(({ value }) => value),
				label: {
					show: true,
					position: 'right',
					fontSize: TEXT,
					color: COLOUR.ink,
					formatter: ({ dataIndex }: { readonly dataIndex: number }) => rows[dataIndex]?.text ?? '',
				},
			},
		],
	});
}

function calibrationPanel(
	{ reliability = [] }: Evaluation,
	{ overview: text }: Texts,
	font: Font,
): ChartPlan {
	return panel(text.calibration, font, {
		...axes(text.confidence),
		series: [
			DIAGONAL,
			{
				type: 'line',
				data: reliability.map(({ confidence, accuracy }) => [confidence, accuracy]),
				symbol: 'circle',
				symbolSize: 13,
				itemStyle: { color: COLOUR.blue },
				lineStyle: { color: COLOUR.blue, width: 5 },
			},
		],
	});
}

function riskPanel({ riskCoverage }: Evaluation, { overview: text }: Texts, font: Font): ChartPlan {
	const worst = Math.max(...riskCoverage.map(({ risk }) => risk));
	return panel(text.risk, font, {
		...axes(text.coverage, ceiling(worst)),
		series: [
			{
				type: 'line',
				data: riskCoverage.map(({ coverage, risk }) => [coverage, risk]),
				symbol: 'none',
				lineStyle: { color: COLOUR.orange, width: 5 },
				areaStyle: { color: COLOUR.orange, opacity: 0.15 },
			},
		],
	});
}

/** Accuracy and loss by epoch, of the photos learned from and of those held out. */
function curvePanels(
	{ epochs }: TrainingCurve,
	{ trainingCurve: text, overview }: Texts,
	font: Font,
): ChartPlan[] {
	const { grid, xAxis, yAxis } = axes('');
	const lines = (learned: readonly number[], heldOut: readonly number[]) => ({
		grid,
		xAxis: {
			...(xAxis as object),
			min: 1,
			max: Math.max(epochs.length, 2),
			interval: Math.max(epochs.length - 1, 1),
			axisLabel: { fontSize: TEXT, color: COLOUR.quiet, margin: 12 },
		},
		legend: {
			bottom: MARGIN,
			left: 'center',
			itemWidth: 36,
			textStyle: { fontSize: TEXT, color: COLOUR.ink },
		},
		series: [
			{ name: text.learned, values: learned, colour: COLOUR.blue },
			{ name: text.heldOut, values: heldOut, colour: COLOUR.orange },
		].map(({ name, values, colour }) => ({
			type: 'line',
			name,
			data: values.map((value, before) => [before + 1, value]),
			symbol: 'none',
			itemStyle: { color: colour },
			lineStyle: { color: colour, width: 5 },
		})),
	});
	const losses = lines(
		epochs.map(({ loss }) => loss),
		epochs.map(({ heldOutLoss }) => heldOutLoss),
	);
	const accuracies = lines(
		epochs.map(({ accuracy }) => accuracy),
		epochs.map(({ heldOutAccuracy }) => heldOutAccuracy),
	);
	const ofLoss = { fontSize: TEXT, color: COLOUR.quiet, margin: 12 };
	return [
		panel(overview.accuracy, font, { ...accuracies, yAxis }),
		panel(overview.loss, font, {
			...losses,
			yAxis: { ...(yAxis as object), max: null, interval: null, splitNumber: 2, axisLabel: ofLoss },
		}),
	];
}

/** Shares, their ends and middle alone: there is no room for more. */
function axes(name: string, max = 1): Pick<EChartsCoreOption, 'grid' | 'xAxis' | 'yAxis'> {
	const axis = (top: number) => {
		const { axisLabel, ...rest } = shareAxis('', top);
		return {
			...rest,
			interval: top / 2,
			axisLabel: {
				...(axisLabel as object),
				fontSize: TEXT,
				formatter: (value: number) => `${Number((value * 100).toFixed(1))} %`,
			},
		};
	};
	return {
		grid: { left: 112, right: 48, top: TOP + 4, bottom: 92 },
		xAxis: {
			...axis(1),
			name,
			nameGap: 50,
			nameTextStyle: { fontSize: TEXT, color: COLOUR.quiet },
		},
		yAxis: axis(max),
	};
}

function panel(title: string, font: Font, option: EChartsCoreOption): ChartPlan {
	return {
		width: WIDTH,
		height: HEIGHT,
		option: {
			animation: false,
			backgroundColor: COLOUR.paper,
			textStyle: { fontFamily: FONT_FAMILY, fontSize: TEXT, color: COLOUR.ink },
			title: {
				text: truncate(title, WIDTH - 2 * MARGIN, TITLE, font),
				left: MARGIN,
				top: MARGIN,
				textStyle: { fontFamily: FONT_FAMILY, fontSize: TITLE, fontWeight: 'bold', color: COLOUR.ink },
			},
			...option,
		},
	};
}
