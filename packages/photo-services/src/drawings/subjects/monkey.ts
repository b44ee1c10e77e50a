import { around, lit } from '../colour.ts';
import { bend, ellipse, limb, smooth } from '../path.ts';
import type { Subject } from './subject.ts';

/** A macaque, sitting: grey-brown fur about a bare pink face. */
export const monkey: Subject = {
	places: ['rocks', 'forest', 'snow', 'street', 'rocks'],
	size: [0.22, 0.42],
	turn: 0.15,
	draw(pen) {
		const { random } = pen;
		const fur = around(random, [33, 0.25, 0.45]);
		const skin = around(random, [8, 0.45, 0.6]);
		const coat = { texture: 0.35, grain: 0.04 };
		const look = random.between(-0.12, 0.12);
		pen.shadow(ellipse(0, 0.98, 0.8, 0.1));
		if (random.chance(0.5))
			pen.fill(limb(bend([-0.45, 0.8], [-0.95, 0.9], [-0.9, 0.2]), 0.12, 0.08), lit(fur, 0.8), coat);
		pen.fill(
			smooth([
				[-0.3, -0.3],
				[0.3, -0.3],
				[0.52, 0.3],
				[0.5, 0.9],
				[-0.5, 0.9],
				[-0.52, 0.3],
			]),
			fur,
			coat,
		);
		pen.fill(ellipse(0, 0.35, 0.27, 0.42), lit(fur, 1.3), coat);
		// Legs drawn up, arms hanging or raised to the mouth.
		for (const side of [-1, 1]) {
			pen.fill(
				limb(bend([0.35 * side, 0.75], [0.75 * side, 0.35], [0.55 * side, 0.95]), 0.34, 0.16),
				lit(fur, 0.9),
				coat,
			);
			pen.fill(ellipse(0.58 * side, 0.96, 0.17, 0.07), lit(skin, 0.7));
			const hand = random.chance(0.35) ? ([0.15 * side, -0.25] as const) : ([0.38 * side, 0.72] as const);
			pen.fill(limb(bend([0.33 * side, -0.15], [0.66 * side, 0.3], hand), 0.24, 0.13), lit(fur, 1.08), coat);
			pen.fill(ellipse(hand[0], hand[1], 0.09, 0.08), lit(skin, 0.8));
		}
		pen.fill(ellipse(look, -0.58, 0.42, 0.4), lit(fur, 1.1), coat);
		for (const side of [-1, 1]) pen.fill(ellipse(0.4 * side + look, -0.58, 0.09, 0.12), lit(skin, 0.85));
		const face = look * 1.6;
		pen.fill(
			smooth([
				[face - 0.27, -0.72],
				[face, -0.66],
				[face + 0.27, -0.72],
				[face + 0.24, -0.48],
				[face + 0.16, -0.28],
				[face - 0.16, -0.28],
				[face - 0.24, -0.48],
			]),
			skin,
			{ texture: 0.15 },
		);
		pen.fill(ellipse(face, -0.38, 0.15, 0.12), lit(skin, 1.12), { texture: 0.1 });
		for (const side of [-1, 1]) {
			pen.fill(ellipse(face + 0.11 * side, -0.58, 0.05, 0.045), [0.5, 0.33, 0.12], { texture: 0 });
			pen.fill(ellipse(face + 0.11 * side, -0.58, 0.026, 0.03), [0.03, 0.02, 0.02], { texture: 0 });
			pen.fill(ellipse(face + 0.035 * side, -0.43, 0.018, 0.014), [0.2, 0.08, 0.08], { texture: 0 });
		}
		pen.fill(limb(bend([face - 0.1, -0.34], [face, -0.3], [face + 0.1, -0.34]), 0.02, 0.02), [0.3, 0.1, 0.1]);
	},
};
