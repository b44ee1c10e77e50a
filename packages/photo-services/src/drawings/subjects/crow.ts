import { around, lit } from '../colour.ts';
import { bend, ellipse, limb, smooth } from '../path.ts';
import type { Pen } from '../pen.ts';
import type { Subject } from './subject.ts';

/** A black bird: perched, or with its wings spread. */
export const crow: Subject = {
	draw: (pen) => (pen.random.chance(0.7) ? perched(pen) : flying(pen)),
	places: ['sky', 'meadow', 'snow', 'street', 'sky', 'forest'],
	size: [0.16, 0.36],
	turn: 0.25,
};

function plumage({ random }: Pen) {
	return around(random, [235, 0.15, 0.1], 0.8);
}

function perched(pen: Pen): void {
	const { random } = pen;
	const black = plumage(pen);
	const stoop = random.between(-0.1, 0.25);
	const headY = -0.62 + stoop;
	pen.shadow(ellipse(0, 1, 0.6, 0.08));
	for (const x of [-0.08, 0.12]) {
		pen.fill(
			limb(
				[
					[x, 0.5],
					[x + 0.03, 0.75],
					[x, 1],
				],
				0.09,
				0.05,
			),
			[0.12, 0.11, 0.1],
		);
		pen.fill(
			limb(
				[
					[x - 0.1, 1],
					[x + 0.15, 0.98],
				],
				0.05,
				0.03,
			),
			[0.12, 0.11, 0.1],
		);
	}
	// Tail, body, wing, head, bill.
	pen.fill(
		limb(
			[
				[-0.45, 0.3],
				[-0.85, 0.75 + random.between(-0.2, 0.1)],
			],
			0.3,
			0.2,
		),
		lit(black, 0.8),
	);
	pen.fill(
		smooth([
			[0.35, headY + 0.25],
			[0.45, 0.05],
			[0.2, 0.5],
			[-0.2, 0.58],
			[-0.6, 0.4],
			[-0.35, -0.05],
			[0.05, headY + 0.2],
		]),
		black,
		{ texture: 0.5 },
	);
	pen.fill(
		smooth([
			[0.2, -0.2],
			[0.15, 0.25],
			[-0.2, 0.45],
			[-0.75, 0.55],
			[-0.35, 0.1],
		]),
		lit(black, 1.35),
		{ texture: 0.8, grain: 0.08 },
	);
	pen.fill(ellipse(0.3, headY, 0.27, 0.24, 0.2), lit(black, 1.1), { texture: 0.4 });
	pen.fill(
		limb(bend([0.48, headY - 0.03], [0.7, headY - 0.06], [0.9, headY + 0.1]), 0.2, 0.02),
		[0.13, 0.13, 0.14],
		{ texture: 0.1 },
	);
	pen.fill(ellipse(0.38, headY - 0.05, 0.04, 0.04), [0.75, 0.75, 0.72], { texture: 0 });
	pen.fill(ellipse(0.385, headY - 0.05, 0.025, 0.025), [0.02, 0.02, 0.02], { texture: 0 });
}

function flying(pen: Pen): void {
	const { random } = pen;
	const black = plumage(pen);
	const lift = random.between(-0.9, 0.4);
	for (const side of [-1, 1]) {
		const wing = [
			[0.05 * side, -0.1],
			[0.4 * side, lift * 0.6 - 0.15],
			[0.95 * side, lift],
			[1.0 * side, lift + 0.2],
			[0.7 * side, lift * 0.6 + 0.35],
			[0.1 * side, 0.25],
		] as const;
		pen.fill(smooth(wing), lit(black, side === 1 ? 1.3 : 0.9), { texture: 0.7 });
		for (let feather = 0; feather < 5; feather++) {
			const x = (0.7 + feather * 0.07) * side;
			pen.fill(
				limb(
					[
						[x * 0.8, lift * 0.8 + 0.1],
						[x * 1.15, lift + 0.35 - feather * 0.08],
					],
					0.09,
					0.03,
				),
				black,
			);
		}
	}
	pen.fill(ellipse(0, 0.1, 0.22, 0.55, random.between(-0.3, 0.3)), black, { texture: 0.5 });
	pen.fill(
		smooth([
			[-0.1, 0.5],
			[0.1, 0.5],
			[0.28, 0.95],
			[-0.28, 0.95],
		]),
		lit(black, 0.9),
	);
	pen.fill(ellipse(0.04, -0.45, 0.17, 0.19), lit(black, 1.2));
	pen.fill(
		limb(
			[
				[0.06, -0.55],
				[0.12, -0.85],
			],
			0.14,
			0.02,
		),
		[0.12, 0.12, 0.13],
	);
}
