import { UnsupportedNetwork } from '../../formats/refusal.ts';
import type { Tape, Tracked } from '../tape.ts';

export interface BatchNormalisationLayer {
	readonly gamma: Tracked | undefined;
	readonly beta: Tracked | undefined;
	/** Statistics over all batches, which inference goes by. */
	readonly movingMean: Tracked;
	readonly movingVariance: Tracked;
	readonly epsilon: number;
}

/** How the statistics move with a batch: `moving · momentum + batch · (1 - momentum)`. */
export interface MovedStatistics {
	readonly mean: string;
	readonly variance: string;
}

/**
 * Over the batch, and over the pixels of an image. Gradients as in Ioffe and Szegedy 2015 (arXiv 1502.03167, section 3),
 * gathered into one formula; the variance is that of the batch, not an estimate of a population's, as in Keras 3.
 */
export function normaliseByBatch(
	tape: Tape,
	input: Tracked,
	normalisation: BatchNormalisationLayer,
	momentum: number,
): { output: Tracked; moved: MovedStatistics } {
	const { gamma, beta, movingMean, movingVariance, epsilon } = normalisation;
	const axes = input.shape.length === 3 ? [0, 2, 3] : [0];
	const mean = tape.add('ReduceMean', [input.name], { axes, keepdims: 1 });
	const centred = tape.add('Sub', [input.name, mean]);
	const square = tape.add('Mul', [centred, centred]);
	const variance = tape.add('ReduceMean', [square], { axes, keepdims: 1 });
	const deviation = tape.add('Sqrt', [tape.add('Add', [variance, tape.scalar(epsilon)])]);
	const normal = tape.add('Div', [centred, deviation]);
	const output = scaleAndShift(tape, input, normal, { gamma, beta });

	const trained = [input, ...(gamma ? [gamma] : []), ...(beta ? [beta] : [])];
	const tracked = tape.record(input, output, trained, (gradient) => {
		const scaled = gamma ? tape.add('Mul', [gradient, broadcast(tape, gamma, input)]) : gradient;
		const along = tape.add('ReduceMean', [tape.add('Mul', [scaled, normal])], { axes, keepdims: 1 });
		const level = tape.add('ReduceMean', [scaled], { axes, keepdims: 1 });
		const across = tape.add('Sub', [tape.add('Sub', [scaled, level]), tape.add('Mul', [normal, along])]);
		const overBatch = (value: string) => tape.add('ReduceSum', [value, tape.integers(axes)], { keepdims: 0 });
		return [
			tape.add('Div', [across, deviation]),
			...(gamma ? [overBatch(tape.add('Mul', [gradient, normal]))] : []),
			...(beta ? [overBatch(gradient)] : []),
		];
	});
	const move = (moving: Tracked, batch: string) => {
		const flat = tape.add('Reshape', [batch, tape.integers([-1])]);
		const kept = tape.add('Mul', [moving.name, tape.scalar(momentum)]);
		return tape.add('Add', [kept, tape.add('Mul', [flat, tape.scalar(1 - momentum)])]);
	};
	return {
		output: tracked,
		moved: { mean: move(movingMean, mean), variance: move(movingVariance, variance) },
	};
}

/** By the moving statistics: what inference does, and the training of layers that are frozen. */
export function normaliseByHistory(
	tape: Tape,
	input: Tracked,
	normalisation: BatchNormalisationLayer,
): Tracked {
	const { gamma, beta, movingMean, movingVariance, epsilon } = normalisation;
	const variance = tape.add('Add', [broadcast(tape, movingVariance, input), tape.scalar(epsilon)]);
	const deviation = tape.add('Sqrt', [variance]);
	const centred = tape.add('Sub', [input.name, broadcast(tape, movingMean, input)]);
	const normal = tape.add('Div', [centred, deviation]);
	const output = scaleAndShift(tape, input, normal, { gamma, beta });
	return tape.record(input, output, [input], (gradient) => {
		const scaled = gamma ? tape.add('Mul', [gradient, broadcast(tape, gamma, input)]) : gradient;
		return [tape.add('Div', [scaled, deviation])];
	});
}

function scaleAndShift(
	tape: Tape,
	input: Tracked,
	normal: string,
	{ gamma, beta }: Pick<BatchNormalisationLayer, 'gamma' | 'beta'>,
): string {
	const scaled = gamma ? tape.add('Mul', [normal, broadcast(tape, gamma, input)]) : normal;
	return beta ? tape.add('Add', [scaled, broadcast(tape, beta, input)]) : scaled;
}

/** One number a channel, laid out to meet an image or a vector. */
function broadcast(tape: Tape, perChannel: Tracked, { shape }: Tracked): string {
	if (shape.length !== 3) return perChannel.name;
	return tape.add('Reshape', [perChannel.name, tape.integers([1, -1, 1, 1])]);
}

/** A vector brought to length 1. Its gradient is what of the output's lies across it, over the length. */
export function normaliseLength(tape: Tape, input: Tracked): Tracked {
	if (input.shape.length !== 1) throw new UnsupportedNetwork('training a length over an image');
	const length = tape.add('ReduceL2', [input.name], { axes: [1], keepdims: 1 });
	const output = tape.add('Div', [input.name, length]);
	return tape.record(input, output, [input], (gradient) => {
		const along = tape.add('ReduceSum', [tape.add('Mul', [gradient, output]), tape.integers([1])]);
		const across = tape.add('Sub', [gradient, tape.add('Mul', [output, along])]);
		return [tape.add('Div', [across, length])];
	});
}
