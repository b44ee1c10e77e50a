import { around, lit } from '../colour.ts';
import { bend, ellipse, limb, smooth } from '../path.ts';
import type { Pen } from '../pen.ts';
import type { Subject } from './subject.ts';

/** A tree that stands alone: a round crown, a conifer, or bare branches. */
export const tree: Subject = {
	places: ['meadow', 'meadow', 'snow', 'street'],
	size: [0.3, 0.5],
	turn: 0.08,
	draw(pen) {
		pen.shadow(ellipse(0, 1, 0.7, 0.08));
		const kind = pen.random.next();
		if (kind < 0.5) leafy(pen);
		else if (kind < 0.8) conifer(pen);
		else bare(pen);
	},
};

const BARK = [28, 0.3, 0.25] as const;

function leafy(pen: Pen): void {
	const { random } = pen;
	pen.fill(
		limb(bend([0, 1], [random.between(-0.1, 0.1), 0.5], [0, -0.1]), 0.24, 0.12),
		around(random, BARK),
		{ texture: 0.7 },
	);
	const leaves = around(
		random,
		random.pick([
			[105, 0.4, 0.32],
			[85, 0.45, 0.38],
			[30, 0.65, 0.45],
			[340, 0.45, 0.75],
		] as const),
	);
	for (let cluster = 0; cluster < 16; cluster++) {
		const angle = random.between(0, 2 * Math.PI);
		const reach = Math.sqrt(random.next()) * 0.6;
		pen.fill(
			ellipse(
				reach * Math.cos(angle) * 1.1,
				-0.35 + reach * Math.sin(angle),
				random.between(0.2, 0.36),
				random.between(0.18, 0.3),
			),
			lit(leaves, random.between(0.75, 1.25)),
			{ texture: 1, grain: 0.07, roundness: 0.5 },
		);
	}
}

function conifer(pen: Pen): void {
	const { random } = pen;
	pen.fill(
		limb(
			[
				[0, 1],
				[0, 0.4],
			],
			0.16,
			0.14,
		),
		around(random, BARK),
		{ texture: 0.7 },
	);
	const needles = around(random, [140, 0.35, 0.22]);
	const tiers = random.integer(4, 6);
	for (let tier = 0; tier < tiers; tier++) {
		const y = 0.7 - (tier * 1.5) / tiers;
		const half = 0.62 * (1 - (tier * 0.75) / tiers) * random.between(0.9, 1.1);
		pen.fill(
			smooth([
				[-half, y],
				[-half * 0.3, y - 0.2],
				[0, y - 0.55],
				[half * 0.3, y - 0.2],
				[half, y],
				[0, y + 0.06],
			]),
			lit(needles, random.between(0.8, 1.2)),
			{ texture: 0.9, grain: 0.06 },
		);
	}
}

function bare(pen: Pen): void {
	const { random } = pen;
	const bark = around(random, [30, 0.15, 0.22]);
	const branch = (
		x: number,
		y: number,
		angle: number,
		length: number,
		width: number,
		forks: number,
	): void => {
		const [endX, endY] = [x + Math.cos(angle) * length, y + Math.sin(angle) * length];
		pen.fill(
			limb(
				[
					[x, y],
					[endX, endY],
				],
				width,
				width * 0.6,
			),
			bark,
			{ texture: 0.6 },
		);
		if (forks === 0) return;
		const shoots = random.integer(2, 3);
		for (let shoot = 0; shoot < shoots; shoot++)
			branch(
				endX,
				endY,
				angle + random.between(-0.75, 0.75),
				length * random.between(0.6, 0.8),
				width * 0.6,
				forks - 1,
			);
	};
	branch(0, 1, -Math.PI / 2 + random.between(-0.1, 0.1), 0.7, 0.2, 4);
}
