import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import { onnxAxis } from './layout.ts';
import type { Network, Value } from './network.ts';

type Activate = (network: Network, input: Value) => Value;

const unary =
	(operator: string, attributes = {}): Activate =>
	(network, input) =>
		network.add(operator, [input], input.shape, attributes);

/** By the names Keras and TensorFlow.js know them under. */
const ACTIVATIONS: Readonly<Record<string, Activate>> = {
	linear: (_, input) => input,
	relu: unary('Relu'),
	relu6: (network, input) => clip(network, input, 0, 6),
	sigmoid: unary('Sigmoid'),
	tanh: unary('Tanh'),
	elu: (network, input) => elu(network, input, 1),
	// The constants of Klambauer et al. 2017, as TensorFlow rounds them.
	selu: unary('Selu', { alpha: { float: 1.6732632423543772 }, gamma: { float: 1.0507009873554805 } }),
	softplus: unary('Softplus'),
	softsign: unary('Softsign'),
	exponential: unary('Exp'),
	hardSigmoid: unary('HardSigmoid', { alpha: { float: 0.2 }, beta: { float: 0.5 } }),
	swish: (network, input) => arithmetic(network, 'Mul', input, activate(network, input, 'sigmoid')),
	/** x · relu6(x + 3) / 6: MobileNetV3. */
	hardSwish: (network, input) => {
		const gate = network.add('HardSigmoid', [input], input.shape, {
			alpha: { float: 1 / 6 },
			beta: { float: 0.5 },
		});
		return arithmetic(network, 'Mul', input, gate);
	},
	/** Over the last axis: the channels of an image, the features of a vector. */
	softmax: (network, input) =>
		network.add('Softmax', [input], input.shape, { axis: onnxAxis(input.shape, input.shape.length - 1) }),
};

/** `hard_sigmoid` and `hardSigmoid` are the same. */
export function activate(network: Network, input: Value, name: string): Value {
	const camelCase = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
	const known = Object.hasOwn(ACTIVATIONS, camelCase) ? ACTIVATIONS[camelCase] : undefined;
	if (!known) throw new UnsupportedNetwork(`the activation ${name}`);
	return known(network, input);
}

export function clip(network: Network, input: Value, low: number, high: number): Value {
	return network.add('Clip', [input, network.scalar(low), network.scalar(high)], input.shape);
}

export function elu(network: Network, input: Value, alpha: number): Value {
	return network.add('Elu', [input], input.shape, { alpha: { float: alpha } });
}

export function leakyRelu(network: Network, input: Value, alpha: number): Value {
	return network.add('LeakyRelu', [input], input.shape, { alpha: { float: alpha } });
}

/** ONNX operators on two values. */
export type Arithmetic = 'Add' | 'Sub' | 'Mul' | 'Div' | 'Max' | 'Min';

/** Sides of one length repeat to meet the other's, as in NumPy; the ranks must be the same. */
export function arithmetic(network: Network, operator: Arithmetic, a: Value, b: Value): Value {
	const shape = a.shape.map((length, axis) => {
		const other = b.shape[axis];
		if (other === undefined || (length !== other && length !== 1 && other !== 1)) throw mismatch(a, b);
		return Math.max(length, other);
	});
	if (a.shape.length !== b.shape.length) throw mismatch(a, b);
	return network.add(operator, [a, b], shape);
}

function mismatch(a: Value, b: Value): DamagedNetwork {
	return new DamagedNetwork(`the shapes [${a.shape}] and [${b.shape}] do not fit together`);
}
