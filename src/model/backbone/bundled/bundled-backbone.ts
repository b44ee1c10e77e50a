import { concatenate } from '../../formats/network/layout.ts';
import { Network } from '../../formats/network/network.ts';
import { normaliseLength } from '../../formats/network/normalisation.ts';
import { pixels, scale } from '../../formats/network/pixels.ts';
import { globalPool } from '../../formats/network/pooling.ts';
import { addGraphModel } from '../../formats/tfjs/graph-model.ts';
import { addTfliteModel } from '../../formats/tflite/add-tflite-model.ts';
import { type BackboneManifest, EMBEDDING, SAFETY } from '../manifest.ts';
import { NSFWJS_CLASSES, nsfwjsVersion, readNsfwjs } from './nsfwjs.ts';
import { objectronVersion, readObjectron } from './objectron.ts';

/** To be raised whenever the network made from the same weights changes. */
const CONVERTER_VERSION = 1;

const INPUT = { width: 224, height: 224 };

const NSFWJS_SCOPE =
	'StatefulPartitionedCall/sequential/keras_layer/StatefulPartitionedCall/StatefulPartitionedCall/StatefulPartitionedCall/predict/MobilenetV2';

/**
 * Inner layers rather than the last ones, which know only what their network was trained for; these four told the
 * most things apart.
 */
const NSFWJS_LAYERS = ['expanded_conv_13/expand/Relu6', 'expanded_conv_16/expand/Relu6'];
const OBJECTRON_LAYERS = ['expanded_conv_12/expand/Relu6', 'expanded_conv_15/expand/Relu6'];

export function bundledBackboneId(): string {
	return `bundled-nsfwjs${nsfwjsVersion()}-objectron${objectronVersion()}-${CONVERTER_VERSION}`;
}

/** Two networks that npm packages hold, side by side in one. Takes a second: not for the main thread. */
export function convertBundledBackbone(): {
	onnx: Uint8Array;
	description: Omit<BackboneManifest, 'format' | 'sha256'>;
} {
	const network = new Network();
	const photo = pixels(network, INPUT);
	const [safety, ...nsfwjs] = addGraphModel(network, readNsfwjs(), { input: scale(network, photo, '0..1') }, [
		'Identity',
		...NSFWJS_LAYERS.map((layer) => `${NSFWJS_SCOPE}/${layer}`),
	]);
	const objectron = addTfliteModel(
		network,
		readObjectron(),
		scale(network, photo, '-1..1'),
		OBJECTRON_LAYERS.map((layer) => `FeatureExtractor/MobilenetV2/${layer}`),
	);
	const parts = [...nsfwjs, ...objectron].map((layer) =>
		normaliseLength(network, globalPool(network, 'GlobalAveragePool', layer)),
	);
	const embedding = concatenate(network, parts, 0);
	network.output(EMBEDDING, embedding);
	if (safety) network.output(SAFETY, safety);
	return {
		onnx: network.finish(),
		description: {
			id: bundledBackboneId(),
			input: INPUT,
			parts: parts.map(({ shape }) => shape[0] as number),
			dimension: embedding.shape[0] as number,
			licence: 'MIT AND Apache-2.0',
			sources: [`pkg:npm/nsfwjs@${nsfwjsVersion()}`, `pkg:npm/%40mediapipe/objectron@${objectronVersion()}`],
			safetyClasses: NSFWJS_CLASSES,
		},
	};
}
