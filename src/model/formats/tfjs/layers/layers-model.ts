import { z } from 'zod';
import type { Constant } from '../../constant.ts';
import type { Size } from '../../network/pixels.ts';
import { DamagedNetwork } from '../../refusal.ts';
import { type LoadShard, readWeights, WeightsManifest } from '../weights.ts';
import { inputSize } from './input.ts';
import { parseTopology, type Topology } from './topology.ts';

/** Keras' own topology has the model one level deeper than that of TensorFlow.js. */
const KerasTopology = z.object({ model_config: z.unknown() });

const LayersModelJson = z.object({
	modelTopology: z.preprocess(
		(topology) => KerasTopology.safeParse(topology).data?.model_config ?? topology,
		z.object({ class_name: z.string(), config: z.unknown() }),
	),
	weightsManifest: WeightsManifest,
});

/** A Keras model as TensorFlow.js or its converter saves it (`"format": "layers-model"`). */
export interface LayersModel {
	readonly topology: Topology;
	readonly weights: ReadonlyMap<string, Constant>;
	/** Of the photo it takes. */
	readonly input: Size;
}

/** @throws {DamagedNetwork | UnsupportedNetwork} */
export function parseLayersModel(json: unknown, load: LoadShard): LayersModel {
	const parsed = LayersModelJson.safeParse(json);
	if (!parsed.success) throw new DamagedNetwork(`it is no layers-model: ${z.prettifyError(parsed.error)}`);
	const { modelTopology, weightsManifest } = parsed.data;
	const topology = parseTopology(modelTopology.class_name, modelTopology.config);
	return { topology, weights: readWeights(weightsManifest, load), input: inputSize(topology) };
}

/** Whether a network's first layer scales the photo, so that it takes pixels as they are. */
export function scalesItself({ layers, inputs }: Topology): boolean {
	const input = inputs[0]?.layer;
	return [...layers.values()].some(
		({ className, calls }) =>
			className === 'Rescaling' && calls.some((call) => call.inputs[0]?.layer === input),
	);
}
