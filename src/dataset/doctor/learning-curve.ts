import { seededRandom } from '../random.ts';

/** How a head did on the photos of one label after learning from a part of the dataset. */
export interface CurvePoint {
	/** Photos of the label that it learnt from. */
	readonly learnt: number;
	/** Photos of the label, unseen by it, that it judged, and how many of them right. */
	readonly judged: number;
	readonly right: number;
}

export interface LabelCurve {
	/** Index of the label. */
	readonly label: number;
	/** Mean recall for each part learnt from, the smallest first. */
	readonly points: readonly { readonly photos: number; readonly recall: number }[];
	/** Recall with all photos. */
	readonly now: number;
	/** Recall to be expected with `more` photos more, and its 95 % interval. */
	readonly forecast: {
		readonly more: number;
		readonly recall: number;
		readonly low: number;
		readonly high: number;
	};
	/** `more`: worth collecting; `enough`: hardly any gain; `unclear`: anything might happen. */
	readonly advice: 'more' | 'enough' | 'unclear';
}

export interface CurveOptions {
	/**
	 * Lets a head learn from a part of every label (above 0, to 1) and judge photos it did not see; the same part and
	 * repeat give the same photos. One point a label.
	 */
	readonly evaluateAt: (part: number, repeat: number) => Promise<readonly CurvePoint[]>;
	/** Photos more to forecast for. */
	readonly more?: number;
}

const PARTS = [0.2, 0.35, 0.5, 0.7, 1];

/** Small parts depend on luck: which photos are in them. */
const REPEATS = 2;

const MORE = 50;

/** Trainings that it takes to measure curves. */
export const CURVE_TRAININGS = (PARTS.length - 1) * REPEATS + 1;

/** Draws for the interval, and a seed that makes it the same each time. */
const DRAWS = 400;
const SEED = 1;

/** Gains below this are not worth an evening of collecting. */
const WORTHWHILE = 0.01;

/** An interval wider than this says nothing. */
const MAX_WIDTH = 0.2;

/**
 * What more photos of each label would bring: recall at growing sizes, extrapolated by a power law. All labels grow
 * together, so it forecasts what a dataset grown as a whole would do.
 */
export async function learningCurves({ evaluateAt, more = MORE }: CurveOptions): Promise<LabelCurve[]> {
	const measured: (readonly CurvePoint[])[][] = [];
	for (const part of PARTS) {
		const repeats: (readonly CurvePoint[])[] = [];
		// The whole is the same each time.
		for (let repeat = 0; repeat < (part < 1 ? REPEATS : 1); repeat++)
			repeats.push(await evaluateAt(part, repeat));
		measured.push(repeats);
	}
	const labels = measured[0]?.[0]?.length ?? 0;
	return Array.from({ length: labels }, (_, label) =>
		curveOf(
			label,
			measured.map((repeats) => repeats.map((points) => points[label])),
			more,
		),
	);
}

function curveOf(label: number, parts: readonly (readonly CurvePoint[])[], more: number): LabelCurve {
	const sizes = parts.map((repeats) => mean(repeats.map(({ learnt }) => learnt)));
	const recalls = parts.map((repeats) =>
		mean(repeats.map(({ right, judged }) => (judged > 0 ? right / judged : 0))),
	);
	const judged = Math.max(1, parts.at(-1)?.[0].judged ?? 1);
	const now = recalls.at(-1) ?? 0;
	const size = sizes.at(-1) ?? 0;

	const errors = recalls.map((recall) => 1 - recall);
	const law = fitPowerLaw(sizes, errors);
	const gain = gainOf(law, size, more);
	const random = seededRandom(SEED);
	const gains: number[] = [];
	const nows: number[] = [];
	for (let draw = 0; draw < DRAWS; draw++) {
		const drawn = sizes.map((at) => {
			const error = Math.min(1, errorAt(law, at));
			return clamp(error + standardNormal(random) * Math.sqrt((error * (1 - error)) / judged));
		});
		const another = fitPowerLaw(sizes, drawn);
		gains.push(gainOf(another, size, more));
		nows.push(clamp(1 - errorAt(another, size)));
	}
	const then = nows.map((recall, draw) => clamp(recall + gains[draw])).sort((a, b) => a - b);
	const low = quantile(then, 0.025);
	const high = quantile(then, 0.975);
	const recall = clamp(now + gain);
	const advice = high - low > MAX_WIDTH ? 'unclear' : recall - now < WORTHWHILE ? 'enough' : 'more';
	return {
		label,
		points: sizes.map((photos, n) => ({ photos: Math.round(photos), recall: recalls[n] })),
		now,
		forecast: { more, recall, low: Math.min(low, recall), high: Math.max(high, recall) },
		advice,
	};
}

/** `error = scale · photos^-exponent + floor`, none of them negative. */
interface PowerLaw {
	readonly scale: number;
	readonly exponent: number;
	readonly floor: number;
}

/** Exponents tried: learning curves of classifiers lie within (Hestness et al. 2017; Viering and Loog 2022). */
const EXPONENTS = Array.from({ length: 20 }, (_, n) => (n + 1) / 20);

/** Least squares: for each exponent a linear problem of two unknowns. */
export function fitPowerLaw(sizes: readonly number[], errors: readonly number[]): PowerLaw {
	let best: PowerLaw = { scale: 0, exponent: 1, floor: mean(errors) };
	let least = Number.POSITIVE_INFINITY;
	for (const exponent of EXPONENTS) {
		const powers = sizes.map((size) => Math.max(1, size) ** -exponent);
		const law = { ...fitLine(powers, errors), exponent };
		const loss = sizes.reduce((sum, size, n) => sum + (errors[n] - errorAt(law, size)) ** 2, 0);
		if (loss < least) [best, least] = [law, loss];
	}
	return best;
}

/** `y = scale · x + floor` by least squares, neither negative. */
function fitLine(x: readonly number[], y: readonly number[]): { scale: number; floor: number } {
	const [meanX, meanY] = [mean(x), mean(y)];
	const spread = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
	const together = x.reduce((sum, value, n) => sum + (value - meanX) * (y[n] - meanY), 0);
	const scale = spread > 0 ? Math.max(0, together / spread) : 0;
	const floor = meanY - scale * meanX;
	if (floor >= 0) return { scale, floor };
	const squares = x.reduce((sum, value) => sum + value * value, 0);
	return { scale: Math.max(0, x.reduce((sum, value, n) => sum + value * y[n], 0) / squares), floor: 0 };
}

function errorAt({ scale, exponent, floor }: PowerLaw, size: number): number {
	return scale * Math.max(1, size) ** -exponent + floor;
}

function gainOf(law: PowerLaw, size: number, more: number): number {
	return errorAt(law, size) - errorAt(law, size + more);
}

/** Box and Muller's transform. */
function standardNormal(random: () => number): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function quantile(sorted: readonly number[], share: number): number {
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function clamp(value: number): number {
	return Math.min(1, Math.max(0, value));
}
