import { Network } from '../../formats/network/network.ts';
import { outputEmbedding } from '../../formats/network/outputs.ts';
import { normalisationOf, normalise, pixels } from '../../formats/network/pixels.ts';
import { DamagedNetwork } from '../../formats/refusal.ts';
import { findEmbeddingLayer } from '../../formats/tfjs/layers/find-embedding.ts';
import { LayersConversion } from '../../formats/tfjs/layers/layers-conversion.ts';
import { parseLayersModel } from '../../formats/tfjs/layers/layers-model.ts';
import { EMBEDDING } from '../manifest.ts';
import type { NetworkFiles } from './network-files.ts';
import type { ConvertedBackbone, ImportWishes } from './wishes.ts';

/**
 * Makes a backbone of a TensorFlow.js layers-model, a Teachable Machine export among them. Where nobody says otherwise it
 * is taken to expect pixels from -1 to 1, as Keras' and Teachable Machine's MobileNets do.
 *
 * @throws {UserError | DamagedNetwork | UnsupportedNetwork}
 */
export function backboneFromLayersModel(files: NetworkFiles, wishes: ImportWishes): ConvertedBackbone {
	const model = parseLayersModel(parseJson(files.read('model.json')), (name) => files.read(name));
	const network = new Network();
	const photo = normalise(
		network,
		pixels(network, model.input),
		wishes.normalisation ?? normalisationOf('-1..1'),
	);
	const conversion = new LayersConversion(network, model, [photo]);
	const layers = wishes.layers.length > 0 ? wishes.layers : [findEmbeddingLayer(model.topology)];
	const values = layers.map((layer) => conversion.layer(layer));
	const parts = outputEmbedding(network, EMBEDDING, values);
	return { onnx: network.finish(), input: model.input, parts };
}

function parseJson(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(bytes).toString('utf8'));
	} catch (error) {
		throw new DamagedNetwork('model.json is not JSON', { cause: error });
	}
}
