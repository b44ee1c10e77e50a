import { parseTopology, type Topology } from '../../../src/model/formats/tfjs/layers/topology.ts';
import { onnxEngine } from '../../../src/model/network-training/onnx-engine.ts';
import { Trainer } from '../../../src/model/network-training/trainer.ts';
import { random } from './random.ts';

export type LayerJson = readonly [className: string, config?: Record<string, unknown>];

const OPTIMISER = { kind: 'sgd', momentum: 0, nesterov: false } as const;

/** A network of the layers, with a convolution before, so that the gradient by their input is checked too. */
export function sequential(layers: readonly LayerJson[], { side = 7, filters = 4 } = {}) {
	const all: LayerJson[] = [
		['Conv2D', { filters, kernel_size: 3, padding: 'same', batch_input_shape: [null, side, side, 3] }],
		...layers,
		['Flatten'],
		['Dense', { units: 3, activation: 'softmax' }],
	];
	const serialised = all.map(([class_name, config], index) => ({
		class_name,
		config: { name: `layer_${index}`, ...config },
	}));
	return parseTopology('Sequential', { layers: serialised });
}

export async function openTrainer(
	topology: Topology,
	openEngine = onnxEngine({ threads: 1 }),
): Promise<Trainer> {
	const trainer = await Trainer.create({
		topology,
		optimiser: OPTIMISER,
		seed: 5,
		openEngine,
	});
	// Away from what they begin with, where much is symmetric: biases of zero, scales of one.
	const next = random(3);
	const state = trainer.state();
	for (const [name, { data }] of state) {
		const isVariance = name.endsWith('moving_variance');
		for (let i = 0; i < data.length; i++)
			data[i] = (data[i] as number) + (next() - (isVariance ? 0.3 : 0.5)) * 0.4;
	}
	trainer.restore(state, 0);
	return trainer;
}

export function noiseBatch({ input, classes }: Trainer, photos: number) {
	const next = random(11);
	return {
		photos: Float32Array.from({ length: photos * 3 * input.width * input.height }, next),
		labels: Int32Array.from({ length: photos }, (_, photo) => photo % classes),
	};
}

/**
 * The gradient along random directions, against what the loss does along them: (L(w + εd) − L(w − εd)) / 2ε. The largest
 * difference, as a share of the gradient's length.
 */
export async function largestDifference(trainer: Trainer, photos = 5): Promise<number> {
	const batch = noiseBatch(trainer, photos);
	const options = { labelSmoothing: 0.1, classWeights: [1, 2, 0.5] };
	const { gradients } = await trainer.gradients(batch, options);
	const origin = trainer.state();
	const next = random(17);
	let largest = 0;
	for (const [name, gradient] of gradients) {
		const length = Math.sqrt(gradient.reduce((sum, value) => sum + value ** 2, 0));
		for (let repeat = 0; repeat < 4; repeat++) {
			// Half along the gradient, so that the derivative is not lost in rounding.
			const towards = gradient.map((value) => value / (length || 1));
			const noise = gradient.map(() => next() - 0.5);
			const noiseLength = Math.sqrt(noise.reduce((sum, value) => sum + value ** 2, 0));
			const direction = noise.map((value, i) => value / noiseLength + (repeat % 2) * (towards[i] as number));
			const epsilon = 2e-3;
			const lossAt = async (step: number) => {
				const moved = new Map(origin);
				const { shape, data } = origin.get(name) as { shape: number[]; data: Float32Array };
				moved.set(name, {
					shape,
					data: Float32Array.from(data, (w, i) => w + step * (direction[i] as number)),
				});
				trainer.restore(moved, 0);
				return (await trainer.gradients(batch, options)).loss;
			};
			const measured = ((await lossAt(epsilon)) - (await lossAt(-epsilon))) / (2 * epsilon);
			const told = direction.reduce((sum, value, i) => sum + value * (gradient[i] as number), 0);
			largest = Math.max(largest, Math.abs(measured - told) / Math.max(length, 1e-2));
		}
	}
	trainer.restore(origin, 0);
	return largest;
}

/** Of 32-bit arithmetic, and of the kinks of relu and maxima between two steps. */
export const TOLERANCE = 0.02;
