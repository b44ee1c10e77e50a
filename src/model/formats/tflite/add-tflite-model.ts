import { dependencyOrder } from '../dependency-order.ts';
import type { Network, Value } from '../network/network.ts';
import { DamagedNetwork, UnsupportedNetwork, within } from '../refusal.ts';
import { isConstant, type Operand } from '../tensorflow/operands.ts';
import { OPERATIONS } from './operations.ts';
import { readConstant, type TfliteModel, type TfliteOperator } from './tflite-model.ts';

/**
 * Adds the part of a TFLite model between its input and the tensors asked for. The input may be of another size than
 * the file says, as far as that part has no fully connected layer.
 *
 * @param outputs names of tensors; of a tensor with several names, any
 * @throws {UnsupportedNetwork | DamagedNetwork}
 */
export function addTfliteModel(
	network: Network,
	model: TfliteModel,
	input: Value,
	outputs: readonly string[],
): Value[] {
	const [inputIndex, ...otherInputs] = model.inputs;
	if (inputIndex === undefined || otherInputs.length > 0) throw new UnsupportedNetwork('a second input');
	const makers = new Map(model.operators.flatMap((made) => made.outputs.map((index) => [index, made])));
	const targets = outputs.map((name) => {
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
			return within(operation.name, () =>
				operation.convert({ network, operands: inputs, options: maker.options }),
			);
		});
		operands.set(index, operand);
	}
	return targets.map((index) => {
		const output = operands.get(index);
		if (!output || isConstant(output)) throw new UnsupportedNetwork(`the constant ${nameOf(index)}`);
		return output;
	});
}
