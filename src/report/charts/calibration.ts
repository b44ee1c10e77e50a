import type { Messages } from '../../i18n/messages.ts';
import type { ReportedEvaluation } from '../evaluation.ts';
import { score } from '../evaluation.ts';
import type { Font } from '../font.ts';
import { type ChartPlan, COLOUR, FONT_SIZE, frame, HEAD_HEIGHT, shareAxis, WIDTH } from './style.ts';

const HEIGHT = 800;
/** Diameters, in pixels, of a bin with no photo and of the largest one. */
const SMALLEST = 12;
const LARGEST = 44;

/** Reliability diagram: accuracy by confidence, a circle a bin, its area by its photos. Undefined without bins. */
export function calibrationChart(
	{ reliability = [], calibrationError }: ReportedEvaluation,
	{ calibration: text }: Messages['report'],
	font: Font,
): ChartPlan | undefined {
	if (reliability.length === 0) return undefined;
	const most = Math.max(...reliability.map(({ photos }) => photos));
	return {
		width: WIDTH,
		height: HEIGHT,
		option: {
			...frame(text.title, text.subtitle(score(calibrationError)), font),
			grid: { left: 120, right: 40, top: HEAD_HEIGHT + 16, bottom: 100 },
			xAxis: { ...shareAxis(text.confidence), nameGap: 44 },
			yAxis: { ...shareAxis(text.accuracy), nameGap: 82 },
			series: [
				{
					type: 'line',
					data: [
						[0, 0],
						[1, 1],
					],
					symbol: 'none',
					lineStyle: { color: COLOUR.quiet, width: 2, type: 'dashed' },
					endLabel: { show: false },
				},
				{
					type: 'line',
					data: reliability.map(({ confidence, accuracy, photos }) => ({
						value: [confidence, accuracy],
						symbolSize: SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(photos / most),
					})),
					symbol: 'circle',
					itemStyle: { color: COLOUR.blue, opacity: 0.85, borderColor: COLOUR.paper, borderWidth: 2 },
					lineStyle: { color: COLOUR.blue, width: 3 },
				},
			],
			graphic: [
				{
					type: 'text',
					right: 56,
					bottom: 120,
					style: { text: text.circle, fontSize: FONT_SIZE.small, fill: COLOUR.quiet },
				},
			],
		},
	};
}
