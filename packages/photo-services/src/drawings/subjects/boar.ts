import { around, lit } from '../colour.ts';
import { bend, ellipse, limb, smooth } from '../path.ts';
import type { Subject } from './subject.ts';

/** A wild boar from the side: a heavy wedge of brown bristles on short legs. */
export const boar: Subject = {
	places: ['forest', 'forest', 'meadow', 'snow', 'rocks'],
	size: [0.2, 0.4],
	turn: 0.12,
	draw(pen) {
		const { random } = pen;
		const fur = around(random, [25, 0.28, 0.24]);
		const dark = lit(fur, 0.6);
		const bristles = { texture: 0.6, grain: 0.035 };
		const lowered = random.between(-0.05, 0.3);
		pen.shadow(ellipse(0, 0.98, 1.1, 0.1));
		for (const [x, shade] of [
			[-0.62, 0.6],
			[0.3, 0.6],
			[-0.75, 1],
			[0.42, 1],
		] as const) {
			const stride = random.between(-0.12, 0.12);
			pen.fill(
				limb(
					[
						[x, 0.35],
						[x + stride / 2, 0.7],
						[x + stride, 1],
					],
					0.27,
					0.11,
				),
				lit(dark, shade),
				bristles,
			);
		}
		pen.fill(limb(bend([-1.0, -0.05], [-1.15, 0.1], [-1.1, 0.35]), 0.05, 0.03), dark);
		pen.fill(
			smooth([
				[-1.02, 0],
				[-0.85, -0.4],
				[-0.2, -0.62],
				[0.35, -0.58],
				[0.65, -0.2],
				[0.6, 0.3],
				[0.1, 0.5],
				[-0.6, 0.48],
				[-0.95, 0.3],
			]),
			fur,
			bristles,
		);
		// The crest along the back.
		for (let tuft = 0; tuft < 14; tuft++) {
			const x = -0.7 + tuft * 0.09;
			const y = -0.45 - 0.17 * Math.sin(((x + 0.9) / 1.5) * Math.PI) + 0.08;
			pen.fill(
				limb(
					[
						[x, y + 0.08],
						[x - 0.06, y - random.between(0.06, 0.16)],
					],
					0.07,
					0.01,
				),
				dark,
			);
		}
		pen.fill(
			smooth([
				[0.35, -0.4],
				[0.75, -0.35 + lowered],
				[1.1, 0.05 + lowered],
				[1.3, 0.2 + lowered],
				[1.25, 0.36 + lowered],
				[0.9, 0.4 + lowered],
				[0.5, 0.35],
			]),
			lit(fur, 1.15),
			bristles,
		);
		pen.fill(ellipse(1.29, 0.28 + lowered, 0.06, 0.11, 0.2), around(random, [350, 0.18, 0.36]), {
			texture: 0.1,
		});
		pen.fill(
			smooth([
				[0.5, -0.35],
				[0.42, -0.72],
				[0.72, -0.45],
			]),
			dark,
			bristles,
		);
		pen.fill(ellipse(0.83, -0.1 + lowered, 0.035, 0.03), [0.03, 0.02, 0.02], { texture: 0 });
		if (random.chance(0.7))
			pen.fill(
				limb(bend([1.05, 0.36 + lowered], [1.15, 0.32 + lowered], [1.14, 0.16 + lowered]), 0.06, 0.01),
				[0.88, 0.84, 0.72],
			);
	},
};
