import { outputEmbedding } from '../../formats/network/embedding.ts';
import { Network } from '../../formats/network/network.ts';
import {
	type Normalisation,
	normalisationOf,
	normalise,
	pixels,
	type Size,
} from '../../formats/network/pixels.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../../formats/refusal.ts';
import { addTfliteModel } from '../../formats/tflite/add-tflite-model.ts';
import { findEmbeddingTensor } from '../../formats/tflite/find-embedding.ts';
import { parseTflite, type TfliteTensor, TYPES } from '../../formats/tflite/tflite-model.ts';
import { EMBEDDING } from '../manifest.ts';
import type { ConvertedBackbone, ImportWishes } from './wishes.ts';

/**
 * Makes a backbone of a TensorFlow Lite network. One of 8-bit numbers says itself what its pixels stand for; a float one
 * is taken to expect them from -1 to 1 where nobody says otherwise.
 *
 * @throws {DamagedNetwork | UnsupportedNetwork}
 */
export function backboneFromTflite(bytes: Uint8Array, wishes: ImportWishes): ConvertedBackbone {
	const model = parseTflite(bytes);
	const tensor = model.tensors[model.inputs[0] ?? -1];
	if (!tensor) throw new DamagedNetwork('it has no input');
	const input = sizeOf(tensor);
	const network = new Network();
	const photo = normalise(network, pixels(network, input), normalisationFor(tensor, wishes));
	const outputs = wishes.layers.length > 0 ? wishes.layers : [findEmbeddingTensor(model)];
	const parts = outputEmbedding(network, EMBEDDING, addTfliteModel(network, model, photo, outputs));
	return { onnx: network.finish(), input, parts };
}

function sizeOf({ shape }: TfliteTensor): Size {
	const [batch, height, width, channels] = shape;
	if (shape.length !== 4 || batch !== 1 || channels !== 3 || height === undefined || width === undefined)
		throw new UnsupportedNetwork(`an input of shape [${shape}]`);
	return { width, height };
}

/** What the network makes of a pixel: `(q - zeroPoint) * scale`, where q of signed bytes is 128 less than the pixel. */
function normalisationFor({ type, quantisation }: TfliteTensor, wishes: ImportWishes): Normalisation {
	if (type === TYPES.float32) return wishes.normalisation ?? normalisationOf('-1..1');
	const offset = type === TYPES.uint8 ? 0 : type === TYPES.int8 ? 128 : undefined;
	const [scale] = quantisation?.scales ?? [];
	if (offset === undefined || scale === undefined) throw new UnsupportedNetwork(`an input of type ${type}`);
	const mean = ((quantisation?.zeroPoints[0] ?? 0) + offset) / 255;
	const deviation = 1 / (255 * scale);
	return { mean: [mean, mean, mean], deviation: [deviation, deviation, deviation] };
}
