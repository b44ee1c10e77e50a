import { describe, expect, test } from 'vitest';
import { drawHeat } from '../../src/report/heat-map.ts';

const SIDE = 70;
const GRID = 7;
const grey = { data: new Uint8Array(3 * SIDE * SIDE).fill(128), width: SIDE, height: SIDE };

/** Red minus blue in the middle of a cell: above 0 orange, below 0 blue. */
async function warmth(drops: readonly number[]): Promise<(cell: number) => number> {
	const { data } = await drawHeat(grey, { grid: GRID, drops });
	return (cell) => {
		const x = (cell % GRID) * 10 + 5;
		const y = Math.floor(cell / GRID) * 10 + 5;
		const at = 3 * (y * SIDE + x);
		return data[at] - data[at + 2];
	};
}

describe('a heat map', () => {
	test('is orange where covering lowers the probability, blue where it raises it, else grey', async () => {
		const drops = Array.from({ length: 49 }, (_, cell) => (cell === 8 ? 0.6 : cell === 40 ? -0.6 : 0));
		const of = await warmth(drops);
		expect(of(8)).toBeGreaterThan(100);
		expect(of(40)).toBeLessThan(-60);
		expect(Math.abs(of(6))).toBeLessThan(3);
	});

	test('does not blow up changes that decide nothing', async () => {
		const of = await warmth(Array.from({ length: 49 }, (_, cell) => (cell === 24 ? 0.005 : 0)));
		expect(of(24)).toBeLessThan(20);
	});
});
