import { around, lit } from '../colour.ts';
import { bend, ellipse, limb, smooth } from '../path.ts';
import type { Pen } from '../pen.ts';
import type { Subject } from './subject.ts';

/** One apple or a few: red, green or yellow. */
export const apple: Subject = {
	places: ['room', 'room', 'meadow', 'street'],
	size: [0.16, 0.34],
	turn: 0.25,
	draw(pen) {
		const { random } = pen;
		const behind = random.integer(0, 2);
		for (let n = 0; n < behind; n++) one(pen, random.between(-1.3, 1.3), random.between(0, 0.15), 0.85);
		one(pen, 0, 0, 1);
	},
};

function one(pen: Pen, x: number, raised: number, size: number): void {
	const { random } = pen;
	const skin = around(
		random,
		random.pick([
			[355, 0.7, 0.42],
			[5, 0.75, 0.45],
			[80, 0.55, 0.48],
			[48, 0.7, 0.55],
		] as const),
	);
	const at = ([u, v]: readonly [number, number]) => [x + u * size, 1 - raised + (v - 1) * size] as const;
	const outline = (
		[
			[0, -0.55],
			[0.4, -0.7],
			[0.82, -0.4],
			[0.85, 0.2],
			[0.5, 0.85],
			[0.15, 0.97],
			[0, 0.92],
			[-0.15, 0.97],
			[-0.5, 0.85],
			[-0.85, 0.2],
			[-0.82, -0.4],
			[-0.4, -0.7],
		] as const
	).map(at);
	pen.shadow(ellipse(x, 1 - raised, 0.9 * size, 0.12));
	pen.fill(smooth(outline), skin, { texture: 0.2, grain: 0.25, roundness: 0.95 });
	// A blush on one cheek, the hollow, the stalk, the light on the skin.
	const [blushX, blushY] = at([random.between(-0.3, 0.3), 0.1]);
	pen.fill(ellipse(blushX, blushY, 0.42 * size, 0.55 * size), around(random, [8, 0.75, 0.45]), {
		opacity: 0.35,
		texture: 0.6,
	});
	const [hollowX, hollowY] = at([0, -0.52]);
	pen.fill(ellipse(hollowX, hollowY, 0.26 * size, 0.09 * size), lit(skin, 0.5), { opacity: 0.8 });
	pen.fill(
		limb(
			bend(at([0, -0.5]), at([0.02, -0.75]), at([random.between(-0.2, 0.2), -1])),
			0.08 * size,
			0.05 * size,
		),
		[0.3, 0.2, 0.1],
	);
	if (random.chance(0.5)) {
		const [leafX, leafY] = at([0.28, -0.88]);
		pen.fill(
			ellipse(leafX, leafY, 0.28 * size, 0.11 * size, random.between(-0.6, 0.1)),
			around(random, [105, 0.45, 0.35]),
		);
	}
	const [glossX, glossY] = at([-0.35, -0.25]);
	pen.fill(ellipse(glossX, glossY, 0.12 * size, 0.2 * size, 0.5), [1, 1, 0.98], {
		opacity: random.between(0.3, 0.75),
		texture: 0,
	});
}
