import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { concatenate, flatten } from '../formats/network/layout.ts';
import { Network, type Value } from '../formats/network/network.ts';
import { normaliseLength } from '../formats/network/normalisation.ts';
import { type PixelRange, pixels, scale } from '../formats/network/pixels.ts';
import { globalPool } from '../formats/network/pooling.ts';
import { refusing } from '../formats/refusal.ts';
import { LayersConversion } from '../formats/tfjs/layers/layers-conversion.ts';
import { parseLayersModel } from '../formats/tfjs/layers/layers-model.ts';
import { readNetworkFile, readNetworkJson } from '../formats/tfjs/model-folder.ts';
import { type Backbone, readBackbone, writeBackbone } from './folder.ts';
import { EMBEDDING } from './manifest.ts';

export interface ImportOptions {
	/** With `model.json` and its weights files. */
	readonly folder: string;
	/** Names of the layers whose results, each averaged over the photo and of length 1, make up the embedding. */
	readonly layers: readonly string[];
	/** That the network was trained to expect pixels in. */
	readonly range: PixelRange;
	/** What the backbone is to be called; its id adds a piece of its hash. */
	readonly name: string;
	/** SPDX expression. */
	readonly licence: string;
	/** Where the network is from: web addresses or package URLs. */
	readonly sources: readonly string[];
	readonly dataFolder: string;
}

/**
 * Makes a backbone of a TensorFlow.js layers-model; its folder is the parent of `onnxPath`, and what
 * `openBackbone` takes as its setting. Blocks while it works, up to a second.
 *
 * @throws {UserError} `conversion-unsupported`, `network-damaged`, `file-not-found`, `file-unreadable`
 */
export async function importBackbone(options: ImportOptions): Promise<Backbone> {
	const { folder, name, licence, sources, dataFolder } = options;
	const { onnx, input, parts } = refusing('TensorFlow.js', folder, () => convert(options));
	const id = `${fileName(name)}-${createHash('sha256').update(onnx).digest('hex').slice(0, 12)}`;
	const target = resolve(join(dataFolder, 'backbones', id));
	await writeBackbone(target, onnx, {
		id,
		input,
		parts,
		dimension: parts.reduce((sum, length) => sum + length, 0),
		licence,
		sources: [...sources],
	});
	return readBackbone(target);
}

function convert({ folder, layers, range }: ImportOptions) {
	const model = parseLayersModel(readNetworkJson(folder, 'model.json'), (name) =>
		readNetworkFile(folder, name),
	);
	const network = new Network();
	const photo = scale(network, pixels(network, model.input), range);
	const conversion = new LayersConversion(network, model, [photo]);
	const vectors = layers.map((layer) => unitVector(network, conversion.layer(layer)));
	network.output(EMBEDDING, concatenate(network, vectors, 0));
	return {
		onnx: network.finish(),
		input: model.input,
		parts: vectors.map(({ shape }) => shape[0] as number),
	};
}

function unitVector(network: Network, value: Value): Value {
	const isImage = value.shape.length === 3;
	const vector = isImage ? globalPool(network, 'GlobalAveragePool', value) : flatten(network, value);
	return normaliseLength(network, vector);
}

function fileName(name: string): string {
	const safe = name.toLowerCase().replace(/[^a-z0-9._]+/g, '-');
	return safe.replace(/^[^a-z0-9]+/, '').slice(0, 64) || 'backbone';
}
