import { ELEMENT_TYPES } from '../../formats/onnx/model.ts';
import { UnsupportedNetwork } from '../../formats/refusal.ts';
import type { Tape, Tracked } from '../tape.ts';

type Activate = (tape: Tape, input: Tracked) => Tracked;

/** By Keras's names. Each gradient is told by the output, which is there already. */
const ACTIVATIONS: Readonly<Record<string, Activate>> = {
	linear: (_, input) => input,
	relu,
	relu6: (tape, input) => clippedRelu(tape, input, 6),
	tanh: (tape, input) => {
		const output = tape.add('Tanh', [input.name]);
		return tape.record(input, output, [input], (gradient) => {
			const square = tape.add('Mul', [output, output]);
			return [tape.add('Mul', [gradient, tape.add('Sub', [tape.scalar(1), square])])];
		});
	},
	sigmoid: (tape, input) => {
		const output = tape.add('Sigmoid', [input.name]);
		return tape.record(input, output, [input], (gradient) => {
			const slope = tape.add('Mul', [output, tape.add('Sub', [tape.scalar(1), output])]);
			return [tape.add('Mul', [gradient, slope])];
		});
	},
	softmax: (tape, input) => {
		if (input.shape.length !== 1) throw new UnsupportedNetwork('training a softmax over an image');
		const output = tape.add('Softmax', [input.name], { axis: -1 });
		return tape.record(input, output, [input], (gradient) => {
			const weighted = tape.add('Mul', [gradient, output]);
			const total = tape.add('ReduceSum', [weighted, tape.integers([1])]);
			return [tape.add('Sub', [weighted, tape.add('Mul', [output, total])])];
		});
	},
};

export function activate(tape: Tape, input: Tracked, name: string): Tracked {
	const known = Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
	if (!known) throw new UnsupportedNetwork(`training the activation ${name}`);
	return known(tape, input);
}

function relu(tape: Tape, input: Tracked): Tracked {
	const output = tape.add('Relu', [input.name]);
	return tape.record(input, output, [input], (gradient) => {
		const isOpen = tape.add('Greater', [output, tape.scalar(0)]);
		return [tape.add('Mul', [gradient, asNumbers(tape, isOpen)])];
	});
}

export function clippedRelu(tape: Tape, input: Tracked, most: number): Tracked {
	const output = tape.add('Clip', [input.name, tape.scalar(0), tape.scalar(most)]);
	return tape.record(input, output, [input], (gradient) => {
		const isOpen = tape.add('And', [
			tape.add('Greater', [output, tape.scalar(0)]),
			tape.add('Less', [output, tape.scalar(most)]),
		]);
		return [tape.add('Mul', [gradient, asNumbers(tape, isOpen)])];
	});
}

export function asNumbers(tape: Tape, truth: string): string {
	return tape.add('Cast', [truth], { to: ELEMENT_TYPES.float32 });
}
