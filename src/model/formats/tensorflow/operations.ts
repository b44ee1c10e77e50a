import type { Constant } from '../constant.ts';
import { permute } from '../constant.ts';
import { type Arithmetic, arithmetic } from '../network/elementwise.ts';
import { concatenate, pad, reshape } from '../network/layout.ts';
import { elementCount, type Network, type Value } from '../network/network.ts';
import { globalPool } from '../network/pooling.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import { floats, isConstant, lengthsOf4, type Operands, operandAt, valueAt } from './operands.ts';

/** Operations that take numbers of the graph where TensorFlow counts the batch as an axis, and our values do not. */

/** A value with another, or with a constant, on either side. */
export function combine(network: Network, operator: Arithmetic, operands: Operands): Value {
	const [a, b] = [operandAt(operands, 0), operandAt(operands, 1)];
	if (isConstant(a)) {
		const value = valueAt(operands, 1);
		return network.add(operator, [broadcast(network, a, value), value], value.shape);
	}
	if (isConstant(b)) return network.add(operator, [a, broadcast(network, b, a)], a.shape);
	return arithmetic(network, operator, a, b);
}

/** A constant laid out to be combined with a value: TensorFlow aligns shapes at the last axis, the channels. */
function broadcast(network: Network, constant: Constant, { shape: target }: Value): string {
	const data = floats(constant);
	if (data.length === 1) return network.scalar(data[0] as number);
	const withBatch = [1, ...target];
	const shape = [...withBatch.slice(constant.shape.length).fill(1), ...constant.shape];
	const fits = shape.every((length, axis) => length === 1 || length === withBatch[axis]);
	if (!fits) throw new DamagedNetwork(`a constant of shape [${constant.shape}] does not fit [${target}]`);
	if (shape.length !== 4) return network.constant(shape, data);
	const [batch, height, width, channels] = lengthsOf4(shape);
	return network.constant([batch, channels, height, width], permute(data, shape, [0, 3, 1, 2]));
}

/** @param axis counted with the batch as axis 0, or from the end */
export function concatenateAlong(network: Network, values: readonly Value[], axis: number): Value {
	const rank = (values[0]?.shape.length ?? 0) + 1;
	return concatenate(network, values, (axis < 0 ? axis + rank : axis) - 1);
}

/** @param shape with the batch first; one length may be -1 for what is left */
export function reshapeTo(network: Network, value: Value, shape: ArrayLike<number>): Value {
	const [, ...lengths] = Array.from(shape);
	const known = elementCount(lengths.filter((length) => length !== -1));
	const rest = elementCount(value.shape) / known;
	return reshape(
		network,
		value,
		lengths.map((length) => (length === -1 ? rest : length)),
	);
}

/** @param margins two for each axis, before and after, the batch and the channels included */
export function padBy(network: Network, image: Value, margins: ArrayLike<number>, filler = 0): Value {
	const [n0, n1, top = 0, bottom = 0, left = 0, right = 0, c0, c1] = Array.from(margins);
	if (n0 !== 0 || n1 !== 0 || c0 !== 0 || c1 !== 0) {
		throw new UnsupportedNetwork('padding of photos or channels');
	}
	return pad(network, image, { top, bottom, left, right }, filler);
}

/** @param axes counted with the batch as axis 0, or from the end */
export function meanOver(network: Network, image: Value, axes: ArrayLike<number>, keepImage: boolean): Value {
	const counted = Array.from(axes, (axis) => (axis < 0 ? axis + 4 : axis)).sort();
	if (counted.join() !== '1,2') throw new UnsupportedNetwork(`a mean over the axes ${counted}`);
	return globalPool(network, 'GlobalAveragePool', image, keepImage);
}
