import { DamagedNetwork, UnsupportedNetwork } from '../../formats/refusal.ts';
import type { Tape, Tracked } from '../tape.ts';

export function dense(
	tape: Tape,
	input: Tracked,
	{ kernel, bias }: { readonly kernel: Tracked; readonly bias: Tracked | undefined },
): Tracked {
	const [inputs = 0, outputs = 0] = kernel.shape;
	if (input.shape.length !== 1) throw new UnsupportedNetwork(`training a dense layer on [${input.shape}]`);
	if (input.shape[0] !== inputs)
		throw new DamagedNetwork(`a kernel of [${kernel.shape}] on [${input.shape}]`);
	const output = tape.add('Gemm', [input.name, kernel.name, ...(bias ? [bias.name] : [])]);
	return tape.record({ shape: [outputs] }, output, [input, kernel, ...(bias ? [bias] : [])], (gradient) => [
		input.isTrained ? tape.add('Gemm', [gradient, kernel.name], { transB: 1 }) : undefined,
		tape.add('Gemm', [input.name, gradient], { transA: 1 }),
		bias && tape.add('ReduceSum', [gradient, tape.integers([0])], { keepdims: 0 }),
	]);
}
