import { z } from 'zod';
import { Network } from './network/network.ts';
import { probabilities } from './network/outputs.ts';
import {
	type Normalisation,
	normalise,
	type PixelRange,
	pixels,
	type Size,
	scale,
} from './network/pixels.ts';
import { DamagedNetwork, refusing, UnsupportedNetwork } from './refusal.ts';
import { LayersConversion } from './tfjs/layers/layers-conversion.ts';
import { type LayersModel, parseLayersModel } from './tfjs/layers/layers-model.ts';
import { readNetworkFile, readNetworkJson } from './tfjs/model-folder.ts';

/** Name of a whole network's result: `float32 [N, classes]`, each photo's summing to 1. */
export const PROBABILITIES = 'probabilities';

/** A classification network as one ONNX file: from `pixels` to `probabilities`. */
export interface WholeNetwork {
	readonly onnx: Uint8Array<ArrayBuffer>;
	/** The size that photos are squashed to. */
	readonly input: Size;
	readonly classes: number;
	/** In the order of the probabilities; undefined where the file does not say. */
	readonly labels: readonly string[] | undefined;
}

/**
 * Converts a TensorFlow.js layers-model (`model.json` and its weights files). Blocks while it works, up to a second.
 *
 * @param range that the network was trained to expect pixels in; the file does not say
 * @throws {UserError} `conversion-unsupported`, `network-damaged`, `file-not-found`, `file-unreadable`
 */
export function convertLayersModel(folder: string, { range }: { range: PixelRange }): WholeNetwork {
	return refusing('TensorFlow.js', folder, () => convert(folder, range));
}

const TeachableMachineMetadata = z.object({
	labels: z.array(z.string().min(1)).min(1),
	imageSize: z.number().int().positive().optional(),
});

/**
 * Converts the TensorFlow.js export of a Teachable Machine image project (`model.json`, `weights.bin` and
 * `metadata.json`). Blocks while it works, up to a second.
 *
 * @throws {UserError} `conversion-unsupported`, `network-damaged`, `file-not-found`, `file-unreadable`
 */
export function convertTeachableMachine(folder: string): WholeNetwork {
	return refusing('Teachable Machine', folder, () => {
		const metadata = TeachableMachineMetadata.safeParse(readNetworkJson(folder, 'metadata.json'));
		if (!metadata.success) {
			throw new DamagedNetwork(`metadata.json is malformed: ${z.prettifyError(metadata.error)}`);
		}
		const { labels, imageSize } = metadata.data;
		const converted = convert(folder, '-1..1');
		if (converted.classes !== labels.length) {
			throw new DamagedNetwork(`metadata.json has ${labels.length} labels for ${converted.classes} classes`);
		}
		if (imageSize !== undefined && imageSize !== converted.input.width) {
			throw new DamagedNetwork('metadata.json and model.json differ in the size of the photo');
		}
		return { ...converted, labels };
	});
}

function convert(folder: string, range: PixelRange): WholeNetwork {
	return wholeNetwork(
		parseLayersModel(readNetworkJson(folder, 'model.json'), (name) => readNetworkFile(folder, name)),
		range,
	);
}

/**
 * A Keras model as an ONNX file.
 *
 * @throws {DamagedNetwork | UnsupportedNetwork}
 */
export function wholeNetwork(
	model: LayersModel,
	range: PixelRange | Normalisation,
	labels?: readonly string[],
): WholeNetwork {
	const network = new Network();
	const given = pixels(network, model.input);
	const photo = typeof range === 'string' ? scale(network, given, range) : normalise(network, given, range);
	const [output, ...others] = new LayersConversion(network, model, [photo]).outputs();
	if (!output || others.length > 0) throw new UnsupportedNetwork('a network of several outputs');
	const result = probabilities(network, output);
	network.output(PROBABILITIES, result);
	return {
		onnx: network.finish(labels ? { labels: JSON.stringify(labels) } : {}),
		input: model.input,
		classes: result.shape[0] as number,
		labels,
	};
}
