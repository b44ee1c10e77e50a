import type { Size } from '../network/pixels.ts';
import { OnnxAttributes } from '../onnx/attributes.ts';
import type { ForeignGraph } from '../onnx/foreign-graph.ts';
import { describeNode, type ForeignNode } from '../onnx/foreign-model.ts';
import { UnsupportedNetwork, within } from '../refusal.ts';
import { GraphConstants } from './constants.ts';
import { type GraphValue, GraphValues } from './graph-values.ts';
import type { LayerGraph, LayerResult } from './layer-graph.ts';
import { findLayerNormalisations, type SpelledNormalisation } from './layer-normalisation.ts';
import { OPERATORS } from './operators.ts';
import { type Scaling, type ScalingLayer, uniformly } from './scaling.ts';
import { addLayerNormalisation } from './unit-length.ts';

/** What the exported model is given of a photo: its bytes as numbers, or what Teachable Machine's tools make of them. */
export type PhotoNumbers = '0..255' | '-1..1';

/** To bytes. */
const TO_BYTES: Readonly<Record<PhotoNumbers, Scaling | undefined>> = {
	'0..255': undefined,
	'-1..1': uniformly(3, 127.5, 127.5),
};

export interface GraphConversionOptions {
	/** Of the photo. */
	readonly input: Size;
	readonly numbers: PhotoNumbers;
	readonly scalingLayer: ScalingLayer;
}

/**
 * Says an ONNX graph, from `pixels` on, in Keras's layers: 8-bit weights as the numbers they stand for, and no rounding of
 * what lies between.
 */
export class GraphConversion {
	readonly #graph: ForeignGraph;
	readonly #constants: GraphConstants;
	readonly #values: GraphValues;
	readonly #normalisations: ReadonlyMap<ForeignNode, SpelledNormalisation>;
	/** Converted, or part of what is converted as one. */
	readonly #done: Set<ForeignNode>;

	/** @throws {UnsupportedNetwork} */
	constructor(
		graph: ForeignGraph,
		layers: LayerGraph,
		{ input: { width, height }, numbers, scalingLayer }: GraphConversionOptions,
	) {
		this.#graph = graph;
		this.#constants = new GraphConstants(graph);
		this.#values = new GraphValues(layers, this.#constants, scalingLayer);
		this.#normalisations = findLayerNormalisations(graph, this.#constants);
		this.#done = new Set([...this.#normalisations.values()].flatMap(({ before }) => before));
		const [photo, ...others] = graph.model.inputs;
		if (!photo || others.length > 0)
			throw new UnsupportedNetwork(`a network of ${graph.model.inputs.length} inputs`);
		const shape = [height, width, 3];
		const config = { batch_input_shape: [null, ...shape], sparse: false, ragged: false };
		const result = layers.add('InputLayer', config, [], shape);
		const scaling = TO_BYTES[numbers];
		this.#values.set(photo.name, { result, channels: 'last', isPhoto: true, ...(scaling && { scaling }) });
	}

	/** The layer that makes a value, as a vector. @throws {DamagedNetwork | UnsupportedNetwork} */
	vector(value: string): LayerResult {
		for (const node of this.#graph.needed([value]).nodes) this.#convert(node);
		const { result } = this.#values.get(value);
		if (result.shape.length !== 1) throw new UnsupportedNetwork(`a vector of shape [${result.shape}]`);
		return result;
	}

	#convert(node: ForeignNode): void {
		const [output] = node.outputs;
		if (output === undefined || this.#done.has(node) || this.#constants.get(output)) return;
		this.#done.add(node);
		within(describeNode(node), () => this.#values.set(output, this.#valueOf(node)));
	}

	#valueOf(node: ForeignNode): GraphValue {
		const normalisation = this.#normalisations.get(node);
		if (normalisation) return this.#normalise(normalisation);
		const convert = Object.hasOwn(OPERATORS, node.operator) ? OPERATORS[node.operator] : undefined;
		if (!convert || node.domain !== '') throw new UnsupportedNetwork('the operator');
		return convert({ values: this.#values, node, attributes: new OnnxAttributes(node) });
	}

	#normalise({ input, epsilon }: SpelledNormalisation): GraphValue {
		const { result, channels } = this.#values.get(input);
		const [length = 0, ...others] = result.shape;
		if (others.length > 0)
			throw new UnsupportedNetwork(`the normalisation of a value of shape [${result.shape}]`);
		return {
			result: addLayerNormalisation(this.#values.layers, result, { epsilon, scale: 1, length }),
			channels,
		};
	}
}
