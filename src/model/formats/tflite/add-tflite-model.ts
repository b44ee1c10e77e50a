import { dependencyOrder } from '../dependency-order.ts';
import { clip } from '../network/elementwise.ts';
import type { Network, Value } from '../network/network.ts';
import { DamagedNetwork, UnsupportedNetwork, within } from '../refusal.ts';
import { isConstant, type Operand } from '../tensorflow/operands.ts';
import { OPERATIONS } from './operations.ts';
import {
	readConstant,
	type TfliteModel,
	type TfliteOperator,
	type TfliteTensor,
	TYPES,
} from './tflite-model.ts';

/** Operations whose results lie between their inputs: pooling, joining, reshaping, and turning 8-bit numbers into others. */
const KEEPING_RANGE = new Set([1, 2, 6, 17, 22, 40, 114]);

/** Where 8 bits end a network was trained to have its results cut off, as by an activation. */
function cutOff(network: Network, value: Value, { type, quantisation }: TfliteTensor): Value {
	const least = type === TYPES.uint8 ? 0 : type === TYPES.int8 ? -128 : undefined;
	const [scale, ...others] = quantisation?.scales ?? [];
	if (least === undefined || scale === undefined || others.length > 0) return value;
	const zeroPoint = quantisation?.zeroPoints[0] ?? 0;
	return clip(network, value, (least - zeroPoint) * scale, (least + 255 - zeroPoint) * scale);
}

/**
 * Adds the part of a TFLite model between its input and the tensors asked for. The input may be of another size than
 * the file says, as far as that part has no fully connected layer.
 *
 * A network of 8-bit numbers is computed with the numbers they stand for, cut off where 8 bits end.
 *
 * @param outputs tensors by index or name; of a tensor with several names, by any
 * @throws {UnsupportedNetwork | DamagedNetwork}
 */
export function addTfliteModel(
	network: Network,
	model: TfliteModel,
	input: Value,
	outputs: readonly (string | number)[],
): Value[] {
	const [inputIndex, ...otherInputs] = model.inputs;
	if (inputIndex === undefined || otherInputs.length > 0) throw new UnsupportedNetwork('a second input');
	const makers = new Map(model.operators.flatMap((made) => made.outputs.map((index) => [index, made])));
	const targets = outputs.map((name) => {
		if (typeof name === 'number') return name;
		const index = model.tensors.findIndex((tensor) => tensor.name.split(';').includes(name));
		if (index === -1) throw new DamagedNetwork(`there is no tensor ${name}`);
		return index;
	});
	const nameOf = (index: number): string => `tensor “${model.tensors[index]?.name ?? index}”`;
	const makerOf = (index: number): TfliteOperator | undefined =>
		index === inputIndex || model.tensors[index]?.bytes.length !== 0 ? undefined : makers.get(index);

	const operands = new Map<number, Operand>([[inputIndex, input]]);
	const dependenciesOf = (index: number): number[] =>
		makerOf(index)?.inputs.filter((from) => from !== -1) ?? [];
	for (const index of dependencyOrder(targets, dependenciesOf, nameOf)) {
		if (index === inputIndex) continue;
		const operand = within(nameOf(index), (): Operand => {
			const tensor = model.tensors[index];
			if (!tensor) throw new DamagedNetwork('there is none');
			if (tensor.bytes.length > 0) return readConstant(tensor);
			const maker = makerOf(index);
			if (!maker) throw new DamagedNetwork('nothing makes it');
			const operation = OPERATIONS.get(maker.code);
			if (!operation) throw new UnsupportedNetwork(`the operation ${maker.code}`);
			if (maker.outputs.length !== 1) throw new UnsupportedNetwork('a second result');
			const inputs = maker.inputs.map((from) => (from === -1 ? undefined : operands.get(from)));
			const result = within(operation.name, () =>
				operation.convert({ network, operands: inputs, options: maker.options }),
			);
			return isConstant(result) || KEEPING_RANGE.has(maker.code) ? result : cutOff(network, result, tensor);
		});
		operands.set(index, operand);
	}
	return targets.map((index) => {
		const output = operands.get(index);
		if (!output || isConstant(output)) throw new UnsupportedNetwork(`the constant ${nameOf(index)}`);
		return output;
	});
}
