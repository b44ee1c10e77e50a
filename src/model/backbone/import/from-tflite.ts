import { Network } from '../../formats/network/network.ts';
import { outputEmbedding } from '../../formats/network/outputs.ts';
import { normalisationOf, normalise, pixels } from '../../formats/network/pixels.ts';
import { addTfliteModel } from '../../formats/tflite/add-tflite-model.ts';
import { findEmbeddingTensor } from '../../formats/tflite/find-embedding.ts';
import { photoSizeOf, quantisedNormalisation } from '../../formats/tflite/photo-input.ts';
import { parseTflite } from '../../formats/tflite/tflite-model.ts';
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
	const { size: input, tensor } = photoSizeOf(model);
	const network = new Network();
	const normalisation = quantisedNormalisation(tensor) ?? wishes.normalisation ?? normalisationOf('-1..1');
	const photo = normalise(network, pixels(network, input), normalisation);
	const outputs = wishes.layers.length > 0 ? wishes.layers : [findEmbeddingTensor(model)];
	const parts = outputEmbedding(network, EMBEDDING, addTfliteModel(network, model, photo, outputs));
	return { onnx: network.finish(), input, parts };
}
