import { around, lit } from '../colour.ts';
import { bend, ellipse, limb, smooth } from '../path.ts';
import type { Subject } from './subject.ts';

const SAILS = [
	[40, 0.15, 0.93],
	[40, 0.15, 0.93],
	[5, 0.7, 0.5],
	[215, 0.55, 0.5],
	[45, 0.8, 0.6],
] as const;

/** A small yacht under sail. */
export const sailboat: Subject = {
	places: ['sea'],
	size: [0.2, 0.42],
	turn: 0.18,
	draw(pen) {
		const { random } = pen;
		const hull = around(
			random,
			random.pick([
				[0, 0, 0.92],
				[0, 0.6, 0.4],
				[220, 0.5, 0.3],
				[28, 0.5, 0.35],
			] as const),
		);
		const main = around(random, random.pick(SAILS), 0.5);
		const jib = random.chance(0.6) ? main : around(random, random.pick(SAILS), 0.5);
		const cloth = { texture: 0.12, grain: 0.4, roundness: 0.4 };
		const belly = random.between(0.05, 0.25);
		// Its reflection, then the boat.
		pen.fill(ellipse(0, 1.12, 0.75, 0.16), lit(main, 0.7), { opacity: 0.35, texture: 0.8 });
		pen.fill(
			limb(
				[
					[0, 0.75],
					[0.02, -1],
				],
				0.05,
				0.03,
			),
			[0.35, 0.28, 0.2],
		);
		pen.fill([...bend([0.06, -0.95], [0.2 + belly, -0.2], [0.72, 0.55]), [0.06, 0.6]], main, cloth);
		if (random.chance(0.8))
			pen.fill([...bend([-0.03, -0.85], [-0.25 - belly, 0], [-0.8, 0.62]), [-0.05, 0.58]], jib, cloth);
		pen.fill(
			limb(
				[
					[0.03, 0.62],
					[0.75, 0.58],
				],
				0.04,
				0.03,
			),
			[0.4, 0.3, 0.2],
		);
		pen.fill(
			smooth([
				[-0.95, 0.68],
				[0, 0.72],
				[0.8, 0.7],
				[0.68, 1],
				[0, 1.06],
				[-0.6, 1],
			]),
			hull,
			{ texture: 0.1 },
		);
		pen.fill(
			limb(
				[
					[-0.85, 0.77],
					[0.78, 0.78],
				],
				0.05,
				0.05,
			),
			around(random, [random.between(0, 360), 0.6, 0.4]),
		);
		for (let crew = random.integer(0, 2); crew > 0; crew--) {
			const x = 0.15 + crew * 0.2;
			pen.fill(ellipse(x, 0.58, 0.07, 0.13), around(random, [random.between(0, 360), 0.6, 0.45]));
			pen.fill(ellipse(x, 0.42, 0.05, 0.055), [0.75, 0.55, 0.42]);
		}
		for (let wave = 0; wave < 8; wave++) {
			const x = random.between(-1.2, 1.2);
			pen.fill(
				ellipse(x, 1.06 + random.between(0, 0.2), random.between(0.05, 0.2), 0.02),
				[0.85, 0.9, 0.95],
				{ opacity: 0.6 },
			);
		}
	},
};
