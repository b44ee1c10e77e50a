import { around, lit } from '../colour.ts';
import { bend, ellipse, limb, smooth } from '../path.ts';
import type { Pen } from '../pen.ts';
import type { Subject } from './subject.ts';

/** One mushroom or several: a cap on a pale stem. */
export const mushroom: Subject = {
	places: ['forest', 'forest', 'meadow'],
	size: [0.18, 0.36],
	turn: 0.2,
	draw(pen) {
		const { random } = pen;
		const kind = random.pick([
			[5, 0.75, 0.45],
			[28, 0.5, 0.35],
			[35, 0.35, 0.6],
		] as const);
		const dotted = kind[0] === 5;
		for (let n = random.integer(0, 3); n > 0; n--)
			one(pen, kind, dotted, random.between(-1.2, 1.2), random.between(0.4, 0.7));
		one(pen, kind, dotted, 0, 1);
	},
};

function one(
	pen: Pen,
	kind: readonly [number, number, number],
	dotted: boolean,
	x: number,
	size: number,
): void {
	const { random } = pen;
	const cap = around(random, kind);
	const stem = around(random, [45, 0.2, 0.82]);
	const lean = random.between(-0.1, 0.1);
	const at = (u: number, v: number) => [x + u * size, 1 + (v - 1) * size] as const;
	pen.shadow(ellipse(x, 1, 0.4 * size, 0.06));
	pen.fill(limb(bend(at(0, 1), at(lean, 0.4), at(0, -0.2)), 0.36 * size, 0.24 * size), stem, {
		texture: 0.3,
	});
	pen.fill(smooth([at(-0.2, 0.15), at(0.2, 0.15), at(0.24, 0.28), at(-0.24, 0.28)]), lit(stem, 0.9));
	pen.fill(smooth([at(-0.8, -0.1), at(0.8, -0.1), at(0.4, 0.06), at(-0.4, 0.06)]), lit(stem, 0.75), {
		texture: 0.5,
		grain: 0.05,
	});
	const height = random.between(0.75, 1);
	pen.fill(
		smooth([
			at(-0.85, -0.08),
			at(-0.6, -0.5 * height),
			at(0, -0.9 * height),
			at(0.6, -0.5 * height),
			at(0.85, -0.08),
			at(0, -0.02),
		]),
		cap,
		{ texture: 0.3, roundness: 0.8 },
	);
	if (!dotted) return;
	for (let dot = 0; dot < 11; dot++) {
		const [dotX, dotY] = at(random.between(-0.5, 0.5), random.between(-0.62, -0.2) * height);
		pen.fill(
			ellipse(dotX, dotY, random.between(0.04, 0.09) * size, random.between(0.03, 0.07) * size),
			[0.95, 0.93, 0.88],
			{ texture: 0.1 },
		);
	}
}
