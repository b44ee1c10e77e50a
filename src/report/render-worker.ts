import { Resvg } from '@resvg/resvg-js';
import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { GraphicComponent, GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { type ChartPlan, COLOUR, SCALE } from './charts/style.ts';
import { FONT_FAMILY, fontFiles, readFont } from './font.ts';
import { type PicturePlan, planPictures, type RenderJob } from './plan.ts';
import type { Picture } from './renderer.ts';

use([
	BarChart,
	CustomChart,
	LineChart,
	GraphicComponent,
	GridComponent,
	LegendComponent,
	TitleComponent,
	LabelLayout,
	SVGRenderer,
]);

const font = readFont();
// Without a browser echarts guesses how wide a text is; the font knows.
setPlatformAPI({
	measureText: (text: string, css?: string) => {
		const [, size = '12'] = /(\d+(?:\.\d+)?)px/.exec(css ?? '') ?? [];
		return { width: font.width(text) * Number(size) };
	},
});

/** Draws the pictures of an evaluation. Called by the pool, one job at a time. */
export function render(job: RenderJob): Picture[] {
	return planPictures(job, font).map(({ name, description, plan }) => ({
		name,
		description,
		png: draw(plan),
	}));
}

function draw(plan: PicturePlan['plan']): Uint8Array {
	const svg = typeof plan === 'string' ? plan : isOne(plan) ? svgOf(plan) : svgOfPanels(plan);
	const drawn = new Resvg(svg, {
		font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: FONT_FAMILY },
		fitTo: { mode: 'zoom', value: SCALE },
	}).render();
	return drawn.asPng();
}

function isOne(plan: ChartPlan | readonly ChartPlan[]): plan is ChartPlan {
	return 'option' in plan;
}

/** Panels of one size, two in a row. */
function svgOfPanels(panels: readonly ChartPlan[]): string {
	const [{ width, height }] = panels;
	const columns = Math.min(2, panels.length);
	const rows = Math.ceil(panels.length / columns);
	const placed = panels.map((panel, index) => {
		const [x, y] = [(index % columns) * width, Math.floor(index / columns) * height];
		return svgOf(panel).replace('<svg ', `<svg x="${x}" y="${y}" `);
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${columns * width}" height="${rows * height}">`,
		`<rect width="100%" height="100%" fill="${COLOUR.paper}"/>`,
		...placed,
		'</svg>',
	].join('');
}

function svgOf({ width, height, option }: ChartPlan): string {
	const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
	try {
		chart.setOption(option);
		return chart.renderToSVGString();
	} finally {
		chart.dispose();
	}
}
