import type { Constant } from '../constant.ts';
import type { Value } from '../network/network.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';

/** What an operation of a TensorFlow graph works on. */
export type Operand = Value | Constant;

/** `undefined` where an optional one is left out. */
export type Operands = readonly (Operand | undefined)[];

export function isConstant(operand: Operand): operand is Constant {
	return 'data' in operand;
}

export function operandAt(operands: Operands, index: number): Operand {
	const operand = operands[index];
	if (!operand) throw new DamagedNetwork(`its input ${index} is missing`);
	return operand;
}

export function valueAt(operands: Operands, index: number): Value {
	const operand = operandAt(operands, index);
	if (isConstant(operand)) throw new UnsupportedNetwork('arithmetic on constants alone');
	return operand;
}

export function constantAt(operands: Operands, index: number): Constant {
	const operand = operandAt(operands, index);
	if (!isConstant(operand)) throw new UnsupportedNetwork('weights that are computed');
	return operand;
}

export function floatsAt(operands: Operands, index: number): Float32Array {
	return floats(constantAt(operands, index));
}

export function floats({ data }: Constant): Float32Array {
	if (!(data instanceof Float32Array)) throw new DamagedNetwork('its weights are integers');
	return data;
}

export function lengthsOf4(shape: readonly number[]): [number, number, number, number] {
	const [a, b, c, d] = shape;
	if (shape.length !== 4 || a === undefined || b === undefined || c === undefined || d === undefined) {
		throw new DamagedNetwork(`its weights have the shape [${shape}]`);
	}
	return [a, b, c, d];
}

export function lengthsOf2(shape: readonly number[]): [number, number] {
	const [a, b] = shape;
	if (shape.length !== 2 || a === undefined || b === undefined) {
		throw new DamagedNetwork(`its weights have the shape [${shape}]`);
	}
	return [a, b];
}
