import { elementCount } from '../formats/network/network.ts';
import type { Parameter } from './parameters.ts';
import { randomNumbers } from './random.ts';

/** Where Keras begins: ones for scales and variances, zeros for biases and means, and random kernels. */
export function initialValue(parameter: Parameter, index: number, seed: number): Float32Array<ArrayBuffer> {
	const { kind, shape } = parameter;
	const values = new Float32Array(elementCount(shape));
	if (kind === 'gamma' || kind === 'moving_variance') return values.fill(1);
	if (shape.length < 2) return values;
	return glorotUniform(values, shape, seed, index);
}

/** Glorot and Bengio 2010; how Keras counts what comes in and what goes out: the last two axes times all before. */
function glorotUniform(
	values: Float32Array<ArrayBuffer>,
	shape: readonly number[],
	...seeds: readonly number[]
): Float32Array<ArrayBuffer> {
	const [inputs = 1, outputs = 1] = shape.slice(-2);
	const positions = elementCount(shape.slice(0, -2));
	const limit = Math.sqrt(6 / ((inputs + outputs) * positions));
	const next = randomNumbers(...seeds);
	for (let i = 0; i < values.length; i++) values[i] = (next() * 2 - 1) * limit;
	return values;
}
