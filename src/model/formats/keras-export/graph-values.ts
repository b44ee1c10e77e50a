import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import type { GraphConstants } from './constants.ts';
import type { LayerGraph, LayerResult } from './layer-graph.ts';
import { addScaling, compose, type Scaling, type ScalingLayer } from './scaling.ts';

/** What a value of the ONNX graph is in the Keras model, whose channels always come last. */
export interface GraphValue {
	readonly result: LayerResult;
	/** Where the ONNX graph has the channels of an image. */
	readonly channels: 'first' | 'last';
	/** What is still to be done to it: a chain of these becomes one layer. */
	readonly scaling?: Scaling;
	/** Whether it is the photo's own bytes. */
	readonly isPhoto?: boolean;
	/** Whether no number of it is below zero. */
	readonly isNonNegative?: boolean;
}

/** The values that are known so far, by their names in the ONNX graph. */
export class GraphValues {
	readonly layers: LayerGraph;
	readonly constants: GraphConstants;
	readonly scalingLayer: ScalingLayer;
	readonly #values = new Map<string, GraphValue>();

	constructor(layers: LayerGraph, constants: GraphConstants, scalingLayer: ScalingLayer) {
		this.layers = layers;
		this.constants = constants;
		this.scalingLayer = scalingLayer;
	}

	set(name: string, value: GraphValue): void {
		this.#values.set(name, value);
	}

	/** As it lies there, with what is still to be done to it. @throws {DamagedNetwork} */
	raw(name: string): GraphValue {
		const value = this.#values.get(name);
		if (!value) throw new DamagedNetwork(`nothing makes the value “${name}”`);
		return value;
	}

	/** Ready to be worked on. */
	get(name: string): GraphValue {
		const value = this.raw(name);
		if (!value.scaling) return value;
		const { channels, scaling } = value;
		const result = addScaling(this.layers, value.result, scaling, this.scalingLayer);
		const scaled = { result, channels };
		this.set(name, scaled);
		return scaled;
	}

	/** Whether it is the photo's own bytes. */
	isPhoto(name: string): boolean {
		return this.raw(name).isPhoto === true;
	}

	/** An image as ONNX's convolutions and pooling take it. @throws {UnsupportedNetwork} */
	image(name: string): GraphValue {
		const value = this.get(name);
		const { result } = value;
		if (result.shape.length === 1) {
			// What pooling left of an image.
			const shape = [1, 1, result.shape[0] as number];
			const pixel = this.layers.add('Reshape', { target_shape: shape }, [result], shape);
			const image = { ...value, result: pixel };
			this.set(name, image);
			return image;
		}
		if (value.result.shape.length !== 3 || value.channels !== 'first')
			throw new UnsupportedNetwork(`an input of shape [${value.result.shape}]`);
		return value;
	}

	/** The value after a further scaling, which waits for the next. */
	scaled(name: string, scaling: Scaling): GraphValue {
		const { isNonNegative: _sign, isPhoto: _bytes, ...value } = this.raw(name);
		return { ...value, scaling: value.scaling ? compose(value.scaling, scaling) : scaling };
	}
}
