import { flatten } from '../formats/network/layout.ts';
import { Network } from '../formats/network/network.ts';
import {
	IMAGENET,
	type Normalisation,
	normalisationOf,
	normalise,
	PIXEL_RANGES,
	pixels,
	type Size,
} from '../formats/network/pixels.ts';
import type { CutOptions } from '../formats/onnx/cut-backbone.ts';
import { ForeignGraph } from '../formats/onnx/foreign-graph.ts';
import { describeInput, photoInputOf } from '../formats/onnx/foreign-input.ts';
import { parseForeignModel } from '../formats/onnx/foreign-model.ts';
import { ELEMENT_TYPES } from '../formats/onnx/model.ts';
import { UnsupportedNetwork } from '../formats/refusal.ts';
import { type LayersModel, scalesItself } from '../formats/tfjs/layers/layers-model.ts';
import { addTfliteModel } from '../formats/tflite/add-tflite-model.ts';
import { photoSizeOf, quantisedNormalisation } from '../formats/tflite/photo-input.ts';
import type { TfliteModel } from '../formats/tflite/tflite-model.ts';
import { PROBABILITIES, wholeNetwork } from '../formats/whole-network.ts';
import { labelsOfMetadata } from './labels.ts';
import { type NetworkWishes, RANGES, type RangeName } from './order.ts';

/** A network as a graph, from `pixels` on. */
export interface ClassifierGraph {
	readonly graph: ForeignGraph;
	readonly options: CutOptions;
}

/** A network of any format. */
export interface NetworkSource {
	readonly labels: readonly string[] | undefined;
	/** What it expects of a pixel: one range where its file says so, undefined where a range is no question. */
	readonly ranges: readonly (RangeName | undefined)[];
	/** @throws {DamagedNetwork | UnsupportedNetwork} */
	graphFor(range: RangeName | undefined, wishes: NetworkWishes): ClassifierGraph;
}

/** A Keras or TensorFlow.js model. Unless its file says so, or its first layer scales, any range may be the right one. */
export function layersSource(
	model: LayersModel,
	{ labels, range }: { readonly labels?: readonly string[]; readonly range?: RangeName },
): NetworkSource {
	const known = range ?? (scalesItself(model.topology) ? '0..255' : undefined);
	return {
		labels,
		ranges: known === undefined ? PIXEL_RANGES : [known],
		graphFor: (chosen = '0..255') =>
			ownGraph(wholeNetwork(model, chosen === 'imagenet' ? IMAGENET : chosen).onnx, model.input),
	};
}

/** One of 8-bit numbers says itself what its pixels stand for. */
export function tfliteSource(model: TfliteModel, labels: readonly string[] | undefined): NetworkSource {
	const { size, tensor } = photoSizeOf(model);
	const own = quantisedNormalisation(tensor);
	const [output = -1] = model.outputs;
	return {
		labels,
		ranges: own ? [undefined] : PIXEL_RANGES,
		graphFor(range = '-1..1') {
			const network = new Network();
			const photo = normalise(network, pixels(network, size), own ?? normalisationFor(range));
			const [classes] = addTfliteModel(network, model, photo, [output]);
			if (!classes) throw new UnsupportedNetwork('a network without a result');
			network.output(PROBABILITIES, flatten(network, classes));
			return ownGraph(network.finish(), size);
		},
	};
}

/** One that takes pixels as bytes takes them as they are. */
export function foreignSource(bytes: Uint8Array, beside: readonly string[] | undefined): NetworkSource {
	const graph = new ForeignGraph(parseForeignModel(bytes));
	return {
		labels: beside ?? labelsOfMetadata(graph.model.metadata),
		ranges: photoInputOf(graph.model).type === ELEMENT_TYPES.uint8 ? [undefined] : RANGES,
		graphFor: (range = '0..255', wishes) => ({
			graph,
			options: { input: describeInput(graph.model, wishes), normalisation: normalisationFor(range) },
		}),
	};
}

function ownGraph(onnx: Uint8Array, input: Size): ClassifierGraph {
	const graph = new ForeignGraph(parseForeignModel(onnx));
	return {
		graph,
		options: { input: { ...input, layout: 'nhwc' }, normalisation: normalisationOf('0..255') },
	};
}

function normalisationFor(range: RangeName): Normalisation {
	return range === 'imagenet' ? IMAGENET : normalisationOf(range);
}
