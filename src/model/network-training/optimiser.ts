import { z } from 'zod';
import { stepByRmsprop } from './rmsprop.ts';

/** How weights follow their gradients. Rates are of a schedule, apart from Keras 2's own decay. */
export const optimiserSchema = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('rmsprop'),
		rho: z.number().min(0).max(1).default(0.9),
		epsilon: z.number().positive().default(1e-7),
		/** Keras 2's: the rate of step t is divided by 1 + decay · t. */
		decay: z.number().min(0).default(0),
	}),
	z.object({
		kind: z.literal('sgd'),
		momentum: z.number().min(0).lt(1).default(0.9),
		nesterov: z.boolean().default(false),
	}),
	z.object({
		kind: z.literal('adamw'),
		beta1: z.number().min(0).lt(1).default(0.9),
		beta2: z.number().min(0).lt(1).default(0.999),
		epsilon: z.number().positive().default(1e-7),
		weightDecay: z.number().min(0).default(0.004),
	}),
]);

export type OptimiserSettings = z.infer<typeof optimiserSchema>;

/** What an optimiser remembers of each weight. */
export const SLOTS: Readonly<Record<OptimiserSettings['kind'], readonly string[]>> = {
	rmsprop: ['meanSquare'],
	sgd: ['velocity'],
	adamw: ['mean', 'meanSquare'],
};

export interface Update {
	readonly weights: Float32Array;
	readonly gradients: Float32Array;
	/** As `SLOTS` says. */
	readonly slots: readonly Float32Array[];
	readonly rate: number;
	/** Steps before this one. */
	readonly step: number;
	/** Whether weight decay applies: to kernels, not to biases and scales. */
	readonly decays: boolean;
}

/** Moves the weights of one parameter by one step, in place. */
export function applyUpdate(settings: OptimiserSettings, update: Update): void {
	switch (settings.kind) {
		case 'rmsprop':
			stepByRmsprop(settings, update);
			break;
		case 'sgd':
			momentum(settings, update);
			break;
		case 'adamw':
			adamw(settings, update);
	}
}

type Of<Kind extends OptimiserSettings['kind']> = Extract<OptimiserSettings, { kind: Kind }>;

/** With Keras's sign: the velocity is what is added. */
function momentum({ momentum, nesterov }: Of<'sgd'>, { weights, gradients, slots, rate }: Update): void {
	const [velocity] = slots as [Float32Array];
	for (let i = 0; i < weights.length; i++) {
		const pull = -rate * (gradients[i] as number);
		const speed = Math.fround(momentum * (velocity[i] as number) + pull);
		velocity[i] = speed;
		weights[i] = (weights[i] as number) + (nesterov ? momentum * speed + pull : speed);
	}
}

/** Loshchilov and Hutter 2019 (arXiv 1711.05101), with the decay times the rate, as Keras has it. */
function adamw(
	{ beta1, beta2, epsilon, weightDecay }: Of<'adamw'>,
	{ weights, gradients, slots, rate, step, decays }: Update,
): void {
	const [mean, meanSquare] = slots as [Float32Array, Float32Array];
	const corrected = (rate * Math.sqrt(1 - beta2 ** (step + 1))) / (1 - beta1 ** (step + 1));
	const keep = decays ? 1 - weightDecay * rate : 1;
	for (let i = 0; i < weights.length; i++) {
		const gradient = gradients[i] as number;
		const first = (mean[i] as number) + (gradient - (mean[i] as number)) * (1 - beta1);
		const second =
			(meanSquare[i] as number) + (gradient * gradient - (meanSquare[i] as number)) * (1 - beta2);
		mean[i] = first;
		meanSquare[i] = second;
		weights[i] = (weights[i] as number) * keep - (corrected * first) / (Math.sqrt(second) + epsilon);
	}
}
