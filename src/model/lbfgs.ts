/** A smooth function and its gradient: writes the gradient at `point` into `gradient`, returns the value. */
export type Objective = (point: Float64Array, gradient: Float64Array) => Promise<number>;

export interface LbfgsOptions {
	readonly maxIterations?: number;
	/** Stops when the largest component of the gradient is below this. */
	readonly gradientTolerance?: number;
	/** Stops when the last five iterations together lowered the value by a smaller share than this. */
	readonly valueTolerance?: number;
}

export interface Minimum {
	readonly point: Float64Array;
	readonly value: number;
	readonly iterations: number;
}

/** Curvature pairs kept: ten are the usual choice (Nocedal & Wright, Numerical Optimization, section 7.2: 3 to 20). */
const HISTORY = 10;
/** Sufficient-decrease constant of the line search (Nocedal & Wright, section 3.1). */
const ARMIJO = 1e-4;
const MAX_HALVINGS = 25;
/** A single short step does not mean that the minimum is near; several in a row do. */
const PATIENCE = 5;

/**
 * Minimises a smooth convex function by L-BFGS (two-loop recursion, Nocedal & Wright algorithms 7.4 and 7.5) with a
 * backtracking line search. No randomness: the same start gives the same minimum to the last bit.
 */
export async function minimise(
	objective: Objective,
	start: Float64Array,
	{ maxIterations = 200, gradientTolerance = 1e-5, valueTolerance = 0 }: LbfgsOptions = {},
): Promise<Minimum> {
	let point = start.slice();
	let gradient = new Float64Array(point.length);
	let value = await objective(point, gradient);
	const pairs: CurvaturePair[] = [];
	const values = [value];

	let iterations = 0;
	for (; iterations < maxIterations && largest(gradient) > gradientTolerance; iterations++) {
		const direction = descentDirection(gradient, pairs);
		const slope = dot(gradient, direction);
		let step = pairs.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(dot(gradient, gradient)));
		const candidate = new Float64Array(point.length);
		const candidateGradient = new Float64Array(point.length);
		let candidateValue = Number.POSITIVE_INFINITY;
		for (let halving = 0; halving < MAX_HALVINGS; halving++, step /= 2) {
			for (let i = 0; i < point.length; i++) candidate[i] = point[i] + step * direction[i];
			candidateValue = await objective(candidate, candidateGradient);
			if (candidateValue <= value + ARMIJO * step * slope) break;
		}
		// No descent left within floating point: this is the minimum. Written so that NaN ends it, too.
		if (!(candidateValue < value)) break;
		remember(pairs, subtract(candidate, point), subtract(candidateGradient, gradient));
		[point, gradient, value] = [candidate, candidateGradient, candidateValue];
		values.push(value);
		if (values.length > PATIENCE && values[values.length - 1 - PATIENCE] - value < valueTolerance * value)
			break;
	}
	return { point, value, iterations };
}

interface CurvaturePair {
	readonly step: Float64Array;
	readonly change: Float64Array;
	readonly inverseProduct: number;
}

function remember(pairs: CurvaturePair[], step: Float64Array, change: Float64Array): void {
	const product = dot(step, change);
	// A pair without positive curvature would break the positive definiteness of the estimate.
	if (product <= 1e-12 * dot(change, change)) return;
	pairs.push({ step, change, inverseProduct: 1 / product });
	if (pairs.length > HISTORY) pairs.shift();
}

function descentDirection(gradient: Float64Array, pairs: readonly CurvaturePair[]): Float64Array {
	const direction = gradient.map((component) => -component);
	const weights: number[] = [];
	for (const { step, change, inverseProduct } of pairs.toReversed()) {
		const weight = inverseProduct * dot(step, direction);
		addScaled(direction, change, -weight);
		weights.push(weight);
	}
	const newest = pairs.at(-1);
	if (newest) {
		const scale = 1 / (newest.inverseProduct * dot(newest.change, newest.change));
		for (let i = 0; i < direction.length; i++) direction[i] *= scale;
	}
	for (const { step, change, inverseProduct } of pairs) {
		const weight = weights.pop() ?? 0;
		addScaled(direction, step, weight - inverseProduct * dot(change, direction));
	}
	return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
	return sum;
}

function addScaled(target: Float64Array, vector: Float64Array, scale: number): void {
	for (let i = 0; i < target.length; i++) target[i] += scale * vector[i];
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
	return a.map((component, i) => component - b[i]);
}

function largest(vector: Float64Array): number {
	let most = 0;
	for (const component of vector) most = Math.max(most, Math.abs(component));
	return most;
}
