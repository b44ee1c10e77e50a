import { describe, expect, it } from 'vitest';
import { minimise, type Objective } from '../../src/model/lbfgs.ts';

const DIMENSION = 40;
const CENTRE = Float64Array.from({ length: DIMENSION }, (_, i) => Math.sin(i) * 3);

/** Σ curvature · (x - centre)² / 2 with curvatures from 1 to 1000. */
const quadratic: Objective = async (point, gradient) => {
	let value = 0;
	for (let i = 0; i < DIMENSION; i++) {
		const curvature = 1000 ** (i / (DIMENSION - 1));
		const offset = point[i] - CENTRE[i];
		gradient[i] = curvature * offset;
		value += 0.5 * curvature * offset * offset;
	}
	return value;
};

/** Rosenbrock's valley: bent, narrow, its minimum 0 at (1, 1). */
const rosenbrock: Objective = async ([x, y], gradient) => {
	gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
	gradient[1] = 200 * (y - x * x);
	return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
};

describe('L-BFGS', () => {
	it('finds the minimum of a badly scaled quadratic', async () => {
		const { point, value } = await minimise(quadratic, new Float64Array(DIMENSION), {
			maxIterations: 1000,
			gradientTolerance: 1e-8,
		});
		expect(value).toBeLessThan(1e-15);
		for (let i = 0; i < DIMENSION; i++) expect(point[i]).toBeCloseTo(CENTRE[i], 8);
	});

	it('finds the end of a bent valley', async () => {
		const { point } = await minimise(rosenbrock, Float64Array.of(-1.2, 1), { gradientTolerance: 1e-8 });
		expect(point[0]).toBeCloseTo(1, 6);
		expect(point[1]).toBeCloseTo(1, 6);
	});

	it('gives the same minimum to the last bit', async () => {
		const [first, second] = await Promise.all([
			minimise(rosenbrock, Float64Array.of(-1.2, 1)),
			minimise(rosenbrock, Float64Array.of(-1.2, 1)),
		]);
		expect(second).toEqual(first);
	});

	it('stays where it began when that is the minimum', async () => {
		const { point, iterations } = await minimise(quadratic, CENTRE);
		expect(iterations).toBe(0);
		expect(point).toEqual(CENTRE);
	});

	it('leaves the start unchanged', async () => {
		const start = Float64Array.of(-1.2, 1);
		await minimise(rosenbrock, start);
		expect([...start]).toEqual([-1.2, 1]);
	});

	it('stops after the iterations it may take', async () => {
		const { iterations, value } = await minimise(rosenbrock, Float64Array.of(-1.2, 1), { maxIterations: 3 });
		expect(iterations).toBe(3);
		expect(value).toBeGreaterThan(0.1);
	});

	it('steps back from where the function is not defined', async () => {
		// x - log x: from 5, the first quasi-Newton step lands far below zero.
		const barrier: Objective = async ([x], gradient) => {
			gradient[0] = 1 - 1 / x;
			return x - Math.log(x);
		};
		const { point } = await minimise(barrier, Float64Array.of(5));
		expect(point[0]).toBeCloseTo(1, 4);
	});

	it('keeps what it has when the function is defined nowhere else', async () => {
		const island: Objective = async ([x], gradient) => {
			gradient[0] = 1;
			return x === 5 ? 1 : Number.NaN;
		};
		expect(await minimise(island, Float64Array.of(5))).toMatchObject({ value: 1, point: { 0: 5 } });
	});
});
