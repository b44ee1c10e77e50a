import type { Classifier } from '../../model/classifier.ts';
import { encodeModel } from '../../model/formats/onnx/model.ts';

/**
 * The head as an ONNX network: `embedding` (photos x dimension, as the backbone gives them) to calibrated
 * `probabilities` (photos x labels). The temperature is part of its numbers. Unknown photos it cannot tell: that takes
 * the references.
 */
export function headNetwork({ head, temperature }: Classifier): Uint8Array {
	const { rows, columns, data } = head.weights;
	return encodeModel({
		inputs: [{ name: 'embedding', type: 'float32', shape: ['photos', columns] }],
		outputs: [{ name: 'probabilities', type: 'float32', shape: ['photos', rows] }],
		nodes: [
			{
				operator: 'Gemm',
				inputs: ['embedding', 'weights', 'bias'],
				outputs: ['logits'],
				attributes: { transB: 1 },
			},
			{ operator: 'Softmax', inputs: ['logits'], outputs: ['probabilities'], attributes: { axis: 1 } },
		],
		initializers: [
			{ name: 'weights', shape: [rows, columns], data: data.map((weight) => weight / temperature) },
			{ name: 'bias', shape: [rows], data: head.bias.map((value) => value / temperature) },
		],
	});
}
