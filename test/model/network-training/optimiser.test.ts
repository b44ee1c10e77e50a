import { describe, expect, test } from 'vitest';
import { applyUpdate, optimiserSchema, SLOTS } from '../../../src/model/network-training/optimiser.ts';
import { learningRate, scheduleSchema } from '../../../src/model/network-training/schedule.ts';

const GRADIENTS = [
	[0.5, -1],
	[0.25, 2],
	[-1.5, 0.1],
];

/** Where two weights go from 1 and -2 by three gradients at a rate of 0.01. */
function follow(settings: unknown): number[][] {
	const optimiser = optimiserSchema.parse(settings);
	const weights = Float32Array.of(1, -2);
	const slots = SLOTS[optimiser.kind].map(() => new Float32Array(2));
	return GRADIENTS.map((gradients, step) => {
		const update = {
			weights,
			gradients: Float32Array.from(gradients),
			slots,
			rate: 0.01,
			step,
			decays: true,
		};
		applyUpdate(optimiser, update);
		return [...weights];
	});
}

test('RMSprop moves many weights as it moves each, whatever their number', () => {
	const settings = { kind: 'rmsprop', rho: 0.9, epsilon: 1e-7, decay: 0.01 } as const;
	const count = 2 * 16_384 + 7;
	const move = (from: number, to: number) => {
		const numbers = (scale: number) =>
			Float32Array.from({ length: to - from }, (_, i) => Math.sin(from + i) * scale);
		const [weights, meanSquares] = [numbers(1), numbers(1e-4).map((value) => value ** 2)];
		const gradients = numbers(0.1);
		applyUpdate(settings, { weights, gradients, slots: [meanSquares], rate: 0.01, step: 3, decays: true });
		return { weights, meanSquares };
	};
	const all = move(0, count);
	for (const place of [0, 1, 16_383, 16_384, count - 5, count - 1]) {
		const alone = move(place, place + 1);
		expect(all.weights[place]).toBe(alone.weights[0]);
		expect(all.meanSquares[place]).toBe(alone.meanSquares[0]);
	}
	const meanSquare = 0.9 * (Math.sin(1) * 1e-4) ** 2 + 0.1 * (Math.sin(1) * 0.1) ** 2;
	const step = ((0.01 / 1.03) * Math.sin(1) * 0.1) / (Math.sqrt(meanSquare) + 1e-7);
	expect(all.meanSquares[1]).toBeCloseTo(meanSquare, 8);
	expect(all.weights[1]).toBeCloseTo(Math.sin(1) - step, 6);
});

/** What Keras's optimisers made of the same: RMSprop of Keras 2 with its decay, the others of Keras 3. */
describe('Weights go where Keras takes them', () => {
	test.each([
		[
			{ kind: 'rmsprop', decay: 0.1 },
			[
				[0.9683772, -1.9683772],
				[0.9549734, -1.9943513],
				[0.9799297, -1.9956048],
			],
		],
		[
			{ kind: 'sgd' },
			[
				[0.995, -1.99],
				[0.988, -2.0009999],
				[0.9967, -2.0118999],
			],
		],
		[
			{ kind: 'sgd', nesterov: true },
			[
				[0.9905, -1.9809999],
				[0.9817, -2.0109],
				[1.00453, -2.0217099],
			],
		],
		[
			{ kind: 'adamw', weightDecay: 0.1 },
			[
				[0.9890001, -1.9880002],
				[0.9786895, -1.9896731],
				[0.9811829, -1.9907961],
			],
		],
	])('by %o', (settings, expected) => {
		for (const [step, weights] of follow(settings).entries()) {
			for (const [index, weight] of weights.entries()) {
				expect(weight).toBeCloseTo(expected[step]?.[index] as number, 6);
			}
		}
	});

	test('by AdamW without decay where it does not apply', () => {
		const optimiser = optimiserSchema.parse({ kind: 'adamw', weightDecay: 0.5 });
		const update = (decays: boolean) => {
			const weights = Float32Array.of(10);
			const slots = [new Float32Array(1), new Float32Array(1)];
			applyUpdate(optimiser, { weights, gradients: Float32Array.of(0), slots, rate: 0.1, step: 0, decays });
			return weights[0] as number;
		};
		expect(update(false)).toBe(10);
		expect(update(true)).toBeCloseTo(9.5, 5);
	});
});

describe('The learning rate', () => {
	const rate = (schedule: unknown, epoch: number, losses: readonly number[] = []) =>
		learningRate(scheduleSchema.parse(schedule), { base: 0.1, epoch, epochs: 10, losses });

	test('stays, falls along a cosine', () => {
		expect(rate({ kind: 'constant' }, 7)).toBe(0.1);
		expect(rate({ kind: 'cosine' }, 0)).toBe(0.1);
		expect(rate({ kind: 'cosine' }, 5)).toBeCloseTo(0.05, 12);
		expect(rate({ kind: 'cosine' }, 9)).toBeCloseTo(0.1 * 0.02447, 5);
	});

	test('falls where the loss has not for as long as its patience, and waits anew', () => {
		const plateau = { kind: 'plateau', factor: 0.5, patience: 2, least: 0.03 };
		expect(rate(plateau, 2, [1, 0.99995])).toBe(0.1);
		expect(rate(plateau, 3, [1, 1.1, 1.2])).toBeCloseTo(0.05, 12);
		expect(rate(plateau, 4, [1, 1.1, 1.2, 1.3])).toBeCloseTo(0.05, 12);
		expect(rate(plateau, 5, [1, 1.1, 1.2, 1.3, 1.4])).toBe(0.03);
		expect(rate(plateau, 5, [1, 1.1, 0.9, 1.3])).toBe(0.1);
	});
});
