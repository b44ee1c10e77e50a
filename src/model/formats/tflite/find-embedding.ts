import { DamagedNetwork } from '../refusal.ts';
import type { TfliteModel, TfliteOperator } from './tflite-model.ts';

/** The schema's BuiltinOperator. */
const FULLY_CONNECTED = 9;
const CONV_2D = 3;

/** Dequantise, logistic, reshape, softmax, squeeze, quantise: what may come after a classifier's last layer. */
const AFTERWARDS = new Set([6, 14, 22, 25, 43, 114]);

/**
 * The tensor that a classifier's last fully connected layer works on (or a convolution in its place, where one pixel is
 * left): what the network knows of the photo before it speaks of classes. The output itself where there is none.
 */
export function findEmbeddingTensor(model: TfliteModel): number {
	const [output] = model.outputs;
	if (output === undefined) throw new DamagedNetwork('it has no output');
	const makers = new Map(model.operators.flatMap((made) => made.outputs.map((index) => [index, made])));
	const seen = new Set<TfliteOperator>();
	for (let maker = makers.get(output); maker && !seen.has(maker); ) {
		const [input = -1] = maker.inputs;
		const [, height, width] = model.tensors[input]?.shape ?? [];
		if (maker.code === FULLY_CONNECTED) return input;
		if (maker.code === CONV_2D && height === 1 && width === 1) return input;
		if (!AFTERWARDS.has(maker.code)) return output;
		seen.add(maker);
		maker = makers.get(input);
	}
	return output;
}
