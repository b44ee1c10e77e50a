import { around, type Colour, lit } from '../colour.ts';
import { bend, ellipse, limb, smooth } from '../path.ts';
import type { Pen } from '../pen.ts';
import type { Subject } from './subject.ts';

const COATS = [
	[28, 0.6, 0.5],
	[30, 0.08, 0.5],
	[35, 0.25, 0.85],
	[30, 0.15, 0.2],
	[220, 0.08, 0.4],
] as const;

/** A house cat, sitting: pointed ears, whiskers, a long tail; plain, striped or with a white bib. */
export const cat: Subject = {
	places: ['room', 'room', 'street', 'meadow'],
	size: [0.22, 0.42],
	turn: 0.12,
	draw(pen) {
		const { random } = pen;
		const fur = around(random, random.pick(COATS));
		const coat = { texture: 0.35, grain: 0.08 };
		const tailUp = random.chance(0.5);
		pen.shadow(ellipse(0, 0.98, 0.7, 0.09));
		pen.fill(
			limb(
				tailUp ? bend([0.35, 0.85], [1.1, 0.7], [0.8, -0.2]) : bend([0.3, 0.88], [0.95, 1.02], [0.9, 0.62]),
				0.15,
				0.1,
			),
			lit(fur, 0.85),
			coat,
		);
		pen.fill(
			smooth([
				[-0.22, -0.3],
				[0.22, -0.3],
				[0.42, 0.3],
				[0.52, 0.85],
				[0.3, 1],
				[-0.3, 1],
				[-0.52, 0.85],
				[-0.42, 0.3],
			]),
			fur,
			coat,
		);
		if (random.chance(0.4))
			pen.fill(
				smooth([
					[-0.14, -0.22],
					[0.14, -0.22],
					[0.16, 0.2],
					[0, 0.45],
					[-0.16, 0.2],
				]),
				[0.93, 0.91, 0.88],
				coat,
			);
		for (const side of [-1, 1]) {
			pen.fill(
				limb(
					[
						[0.13 * side, 0.2],
						[0.15 * side, 0.96],
					],
					0.2,
					0.16,
				),
				lit(fur, 1.08),
				coat,
			);
			pen.fill(ellipse(0.15 * side, 0.96, 0.13, 0.07), lit(fur, 1.2));
		}
		if (random.chance(0.5)) stripes(pen, lit(fur, 0.5));
		head(pen, fur, random.between(-0.1, 0.1));
	},
};

function stripes(pen: Pen, colour: Colour): void {
	for (let stripe = 0; stripe < 5; stripe++) {
		const y = -0.05 + stripe * 0.19;
		for (const side of [-1, 1])
			pen.fill(
				limb(bend([0.36 * side, y], [0.3 * side, y + 0.08], [0.16 * side, y + 0.04]), 0.07, 0.02),
				colour,
			);
	}
}

function head(pen: Pen, fur: Colour, look: number): void {
	const { random } = pen;
	const eyes = around(
		random,
		random.pick([
			[85, 0.5, 0.5],
			[45, 0.75, 0.5],
			[200, 0.5, 0.55],
		] as const),
	);
	for (const side of [-1, 1]) {
		pen.fill(
			[
				[look + 0.1 * side, -0.8],
				[look + 0.34 * side, -1.08],
				[look + 0.38 * side, -0.55],
			],
			fur,
		);
		pen.fill(
			[
				[look + 0.18 * side, -0.8],
				[look + 0.31 * side, -0.98],
				[look + 0.33 * side, -0.68],
			],
			[0.8, 0.55, 0.52],
		);
	}
	pen.fill(ellipse(look, -0.55, 0.4, 0.34), lit(fur, 1.05), { texture: 0.35, grain: 0.08 });
	pen.fill(ellipse(look, -0.42, 0.17, 0.12), lit(fur, 1.3), { texture: 0.1 });
	for (const side of [-1, 1]) {
		pen.fill(ellipse(look + 0.17 * side, -0.6, 0.085, 0.075), eyes, { texture: 0, roundness: 0.3 });
		pen.fill(ellipse(look + 0.17 * side, -0.6, 0.025, 0.07), [0.02, 0.02, 0.02], { texture: 0 });
		for (let whisker = -1; whisker <= 1; whisker++)
			pen.fill(
				limb(
					[
						[look + 0.1 * side, -0.42],
						[look + 0.55 * side, -0.42 + whisker * 0.09],
					],
					0.016,
					0.008,
				),
				[0.95, 0.95, 0.93],
			);
	}
	pen.fill(
		[
			[look - 0.05, -0.49],
			[look + 0.05, -0.49],
			[look, -0.43],
		],
		[0.75, 0.42, 0.42],
	);
}
