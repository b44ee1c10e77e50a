import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import type { ForeignGraph } from './foreign-graph.ts';
import { describeNode, type ForeignNode } from './foreign-model.ts';

/** A value of a graph that describes the photo. */
export interface FoundEmbedding {
	readonly value: string;
	/** Of 8-bit numbers: names of the values that say what they stand for. */
	readonly quantised?: { readonly scale: string; readonly zeroPoint: string };
}

/** Where each fully connected operator takes its weights from. */
const FULLY_CONNECTED: Readonly<Record<string, number>> = {
	Gemm: 1,
	FusedGemm: 1,
	MatMul: 1,
	FusedMatMul: 1,
	MatMulInteger: 1,
	DynamicQuantizeMatMul: 1,
	QGemm: 3,
	QLinearMatMul: 3,
};

/** Convolutions of one pixel stand in for a fully connected layer in some networks. */
const CONVOLUTIONS: Readonly<Record<string, number>> = { Conv: 1, FusedConv: 1, QLinearConv: 3 };

const POOLING = new Set([
	'AveragePool',
	'GlobalAveragePool',
	'QLinearAveragePool',
	'QLinearGlobalAveragePool',
	'QLinearReduceMean',
	'ReduceMean',
]);

/** What may come after the last fully connected layer, and between it and the pooling before it. */
const IN_BETWEEN = new Set([
	'Add',
	'Cast',
	'Clip',
	'DequantizeLinear',
	'Div',
	'Dropout',
	'DynamicQuantizeLinear',
	'Flatten',
	'Identity',
	'LogSoftmax',
	'Mul',
	'QLinearAdd',
	'QLinearSigmoid',
	'QLinearSoftmax',
	'QuantizeLinear',
	'Reshape',
	'Sigmoid',
	'Softmax',
	'Squeeze',
	'Sub',
	'Transpose',
	'Unsqueeze',
]);

/**
 * The value that a classifier's last fully connected layer works on: what the network knows of the photo before it
 * speaks of classes. The output itself where there is no such layer.
 */
export function findEmbedding(graph: ForeignGraph): FoundEmbedding {
	const [output] = graph.model.outputs;
	if (output === undefined) throw new DamagedNetwork('it has no output');
	const classifier = nearestUpstream(graph, output, (node) => isClassifier(graph, node));
	return classifier ? inputOf(graph, classifier) : { value: output };
}

/** What may come between fully connected layers besides. */
const ACTIVATIONS = new Set([
	'BatchNormalization',
	'Elu',
	'Gelu',
	'LeakyRelu',
	'Relu',
	'Selu',
	'Softplus',
	'Tanh',
]);

const REARRANGEMENTS = new Set(['Cast', 'Dropout', 'Flatten', 'Identity', 'Reshape', 'Squeeze', 'Transpose']);

/**
 * What a network knows of a photo before its first fully connected layer, where it has several at its end: all later ones
 * know only its own classes. A map of features is given as the map.
 */
export function findFeatures(graph: ForeignGraph): FoundEmbedding {
	let found = findEmbedding(graph);
	const passed = new Set<string>();
	while (!found.quantised && !passed.has(found.value)) {
		passed.add(found.value);
		const earlier = nearestUpstream(graph, found.value, (node) => isClassifier(graph, node), ACTIVATIONS);
		if (earlier) {
			found = inputOf(graph, earlier);
			continue;
		}
		const maker = graph.maker(found.value);
		if (maker && REARRANGEMENTS.has(maker.operator)) found = { value: maker.inputs[0] ?? '' };
	}
	return found;
}

/** What may come after the sigmoid that a network ends in, and rounds or cuts off what it says. */
const ROUNDING = new Set(['Clip', 'DequantizeLinear', 'QuantizeLinear']);

/** What a network says of the second of two classes that one sigmoid tells apart. */
export interface OneSigmoid {
	readonly value: string;
	/** Or else the number that the sigmoid makes a probability of. */
	readonly isProbability: boolean;
}

/** Undefined for a network that does not end in a sigmoid. */
export function findSigmoid(graph: ForeignGraph): OneSigmoid | undefined {
	const [output = ''] = graph.model.outputs;
	let isRounded = false;
	const seen = new Set<ForeignNode>();
	for (let node = graph.maker(output); node && !seen.has(node); node = graph.maker(node.inputs[0] ?? '')) {
		seen.add(node);
		const { operator, inputs } = node;
		if (operator === 'QLinearSigmoid') return { value: output, isProbability: true };
		if (operator === 'Sigmoid')
			return isRounded
				? { value: output, isProbability: true }
				: { value: inputs[0] ?? '', isProbability: false };
		if (ROUNDING.has(operator)) isRounded = true;
		else if (!REARRANGEMENTS.has(operator)) return undefined;
	}
	return undefined;
}

/** The value that a person named: itself, or by the node that makes it. */
export function namedEmbedding(graph: ForeignGraph, name: string): FoundEmbedding {
	const maker = graph.maker(name) ?? graph.model.nodes.find((node) => node.name === name);
	const value = maker?.outputs.find((output) => output === name) ?? maker?.outputs[0];
	if (!maker || value === undefined) throw new DamagedNetwork(`there is no layer “${name}”`);
	if (/^(QLinear|QGemm|QuantizeLinear|DynamicQuantize)/.test(maker.operator))
		throw new UnsupportedNetwork(`an embedding of 8-bit numbers (${describeNode(maker)})`);
	return { value };
}

function isClassifier(graph: ForeignGraph, node: ForeignNode): boolean {
	const weights = FULLY_CONNECTED[node.operator];
	if (weights !== undefined) return graph.weight(node.inputs[weights] ?? '') !== undefined;
	const kernel = CONVOLUTIONS[node.operator];
	if (kernel === undefined) return false;
	const shape = graph.weight(node.inputs[kernel] ?? '')?.shape ?? [];
	const isOfOnePixel = shape.length === 4 && shape[2] === 1 && shape[3] === 1;
	return (
		isOfOnePixel &&
		nearestUpstream(graph, node.inputs[0] ?? '', ({ operator }) => POOLING.has(operator)) !== undefined
	);
}

/** The nearest node that is wanted, going back from a value through what does nothing to the numbers of consequence. */
function nearestUpstream(
	graph: ForeignGraph,
	value: string,
	isWanted: (node: ForeignNode) => boolean,
	alsoBetween: ReadonlySet<string> = new Set(),
): ForeignNode | undefined {
	const seen = new Set<ForeignNode>();
	for (let node = graph.maker(value); node && !seen.has(node); ) {
		if (isWanted(node)) return node;
		if (!IN_BETWEEN.has(node.operator) && !alsoBetween.has(node.operator)) return undefined;
		seen.add(node);
		// A sum's bias, and a shape, are stored rather than computed.
		const computed = node.inputs.find((input) => graph.maker(input) && !graph.weight(input));
		node = graph.maker(computed ?? '');
	}
	return undefined;
}

function inputOf(graph: ForeignGraph, { operator, inputs }: ForeignNode): FoundEmbedding {
	const [value = '', scale = '', zeroPoint = ''] = inputs;
	if (operator === 'QGemm' || operator.startsWith('QLinear'))
		return { value, quantised: { scale, zeroPoint } };
	const maker = graph.maker(value);
	// Quantised on the way: what it was before is as good, and no whole numbers.
	if (maker?.operator === 'DynamicQuantizeLinear') return { value: maker.inputs[0] ?? '' };
	return { value };
}
