import type { Network, Value } from '../network/network.ts';
import { DamagedNetwork, UnsupportedNetwork, within } from '../refusal.ts';
import { onDemand } from '../resolve.ts';
import { OPERATIONS, type Operand } from './operations.ts';
import { readConstant, type TfliteModel } from './tflite-model.ts';

/**
 * Adds the part of a TFLite model between its input and the tensors asked for. The input may be of another size than
 * the file says, as far as the part has no fully connected layer.
 *
 * @param outputs names of tensors; of a tensor with several names, any
 */
export function addTfliteModel(
	network: Network,
	model: TfliteModel,
	input: Value,
	outputs: readonly string[],
): Value[] {
	const producers = new Map(model.operators.flatMap((made) => made.outputs.map((index) => [index, made])));
	const tensor = onDemand<number, Operand>((index, resolve) => {
		const described = model.tensors[index];
		if (!described) throw new DamagedNetwork(`there is no tensor ${index}`);
		if (index === model.inputs[0]) return input;
		if (described.bytes.length > 0) return readConstant(described);
		const operator = producers.get(index);
		if (!operator) throw new DamagedNetwork(`nothing makes the tensor “${described.name}”`);
		const operands = operator.inputs.map((from) => (from === -1 ? undefined : resolve(from)));
		const operation = OPERATIONS.get(operator.code);
		return within(`tensor “${described.name}” (${operation?.name ?? `operation ${operator.code}`})`, () => {
			if (!operation) throw new UnsupportedNetwork('the operation');
			if (operator.outputs.length !== 1) throw new UnsupportedNetwork('a second result');
			return operation.convert({ network, operands, options: operator.options });
		});
	});
	return outputs.map((name) => {
		const index = model.tensors.findIndex((described) => described.name.split(';').includes(name));
		if (index === -1) throw new DamagedNetwork(`there is no tensor ${name}`);
		const output = tensor(index);
		if ('data' in output) throw new UnsupportedNetwork(`the constant output ${name}`);
		return output;
	});
}
