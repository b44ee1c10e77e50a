import * as tf from '@tensorflow/tfjs';
import type { TfliteModel, TfliteOperator } from '../../../src/model/formats/tflite/tflite-model.ts';
import { readConstant } from '../../../src/model/formats/tflite/tflite-model.ts';

/**
 * Runs a TFLite network with TensorFlow.js, operation by operation as the schema describes them: there is no TFLite
 * interpreter on npm that works in Node. Gives the named tensors.
 */
export function runTflite(model: TfliteModel, input: tf.Tensor, names: readonly string[]): tf.Tensor[] {
	const tensors = new Map<number, tf.Tensor>([[model.inputs[0] as number, input]]);
	const indexOf = (name: string): number =>
		model.tensors.findIndex((tensor) => tensor.name.split(';').includes(name));
	const missing = new Set(names.map(indexOf));
	const at = (index: number): tf.Tensor => {
		const known = tensors.get(index);
		if (known) return known;
		const described = model.tensors[index];
		if (!described || described.bytes.length === 0) throw new Error(`tensor ${index} is not computed yet`);
		const { shape, data } = readConstant(described);
		return tf.tensor(data, [...shape], data instanceof Int32Array ? 'int32' : 'float32');
	};
	for (const operator of model.operators) {
		if (missing.size === 0) break;
		const [output = -1] = operator.outputs;
		tensors.set(
			output,
			runOperator(
				operator,
				operator.inputs.map((index) => (index === -1 ? undefined : at(index))),
			),
		);
		missing.delete(output);
	}
	return names.map((name) => at(indexOf(name)));
}

function runOperator(
	{ code, options }: TfliteOperator,
	inputs: readonly (tf.Tensor | undefined)[],
): tf.Tensor {
	const [x, y, z] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor | undefined];
	const padding = options.int8(0) === 0 ? 'same' : 'valid';
	const strides: [number, number] = [options.int32(2), options.int32(1)];
	const biased = (value: tf.Tensor): tf.Tensor => (z ? tf.add(value, z) : value);
	switch (code) {
		case 0:
			return activated(tf.add(x, y), options.int8(0));
		case 1:
			return tf.avgPool(x as tf.Tensor4D, [options.int32(4), options.int32(3)], strides, padding);
		case 2:
			return tf.concat(inputs as tf.Tensor[], options.int32(0));
		case 3: {
			const kernel = tf.transpose(y as tf.Tensor4D, [1, 2, 3, 0]);
			const dilations: [number, number] = [options.int32(5, 1), options.int32(4, 1)];
			const result = tf.conv2d(x as tf.Tensor4D, kernel, strides, padding, 'NHWC', dilations);
			return activated(biased(result), options.int8(3));
		}
		case 4: {
			const [, height = 0, width = 0, outputs = 0] = y.shape;
			const channels = x.shape[3] as number;
			const kernel = tf.reshape(y, [height, width, channels, outputs / channels]) as tf.Tensor4D;
			const result = tf.depthwiseConv2d(x as tf.Tensor4D, kernel, strides, padding);
			return activated(biased(result), options.int8(4));
		}
		case 6:
			return x;
		case 9: {
			const rows = tf.reshape(x, [x.shape[0] as number, -1]) as tf.Tensor2D;
			return activated(biased(tf.matMul(rows, y as tf.Tensor2D, false, true)), options.int8(0));
		}
		case 14:
			return tf.sigmoid(x);
		case 17:
			return tf.maxPool(x as tf.Tensor4D, [options.int32(4), options.int32(3)], strides, padding);
		case 18:
			return activated(tf.mul(x, y), options.int8(0));
		case 19:
			return tf.relu(x);
		case 21:
			return tf.relu6(x);
		case 22:
			return tf.reshape(x, [x.shape[0] as number, ...[...y.dataSync()].slice(1)]);
		case 25:
			return tf.softmax(x);
		case 28:
			return tf.tanh(x);
		case 34: {
			const margins = y.dataSync();
			return tf.pad(
				x,
				[0, 1, 2, 3].map((axis) => [margins[2 * axis], margins[2 * axis + 1]] as [number, number]),
			);
		}
		case 40:
			return tf.mean(x, [...y.dataSync()], options.int8(0) === 1);
		case 117:
			return tf.div(tf.mul(x, tf.relu6(tf.add(x, 3))), 6);
		default:
			throw new Error(`operation ${code}`);
	}
}

function activated(value: tf.Tensor, code: number): tf.Tensor {
	if (code === 0) return value;
	if (code === 1) return tf.relu(value);
	if (code === 3) return tf.relu6(value);
	if (code === 4) return tf.tanh(value);
	throw new Error(`activation ${code}`);
}
