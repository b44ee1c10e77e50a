import type { OnnxAttributes } from '../onnx/attributes.ts';
import type { ForeignNode } from '../onnx/foreign-model.ts';
import type { Numbers } from '../onnx/numbers.ts';
import { UnsupportedNetwork } from '../refusal.ts';
import type { GraphValue, GraphValues } from './graph-values.ts';

/** An ONNX node to be said in Keras's layers. */
export interface Operation {
	readonly values: GraphValues;
	readonly node: ForeignNode;
	readonly attributes: OnnxAttributes;
}

/** What the node's first result is in the Keras model. */
export type ConvertOperation = (operation: Operation) => GraphValue;

export function inputName({ node }: Operation, index: number): string {
	return node.inputs[index] ?? '';
}

/** @throws {UnsupportedNetwork} for weights that depend on the photo */
export function requireConstant(operation: Operation, index: number): Numbers {
	const constant = operation.values.constants.get(inputName(operation, index));
	if (!constant) throw new UnsupportedNetwork('a weight that is computed');
	return constant;
}

export function optionalConstant(operation: Operation, index: number): Numbers | undefined {
	return inputName(operation, index) === '' ? undefined : requireConstant(operation, index);
}
