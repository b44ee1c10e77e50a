/**
 * Writes the network of the npm package nsfwjs as float32 ONNX, for make_safety.py:
 * `npm pack nsfwjs@4.3.0 && tar xzf nsfwjs-4.3.0.tgz && npx tsx scripts/backbone/nsfwjs-to-onnx.ts package nsfwjs.onnx`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { Network } from '../../src/model/formats/network/network.ts';
import { pixels, scale } from '../../src/model/formats/network/pixels.ts';
import { addGraphModel, parseGraphModel } from '../../src/model/formats/tfjs/graph-model.ts';

const [folder, target] = process.argv.slice(2);
if (!folder || !target) throw new Error('usage: nsfwjs-to-onnx.ts PACKAGE_FOLDER OUT.onnx');

/** The package keeps its files as CommonJS scripts that export a value. */
function readBundle(name: string): unknown {
	const path = join(folder, 'dist', 'models', 'mobilenet_v2_mid', `${name}.min.js`);
	const module: { exports: unknown } = { exports: {} };
	runInNewContext(readFileSync(path, 'utf8'), { module, exports: module.exports }, { filename: path });
	return module.exports;
}

const model = parseGraphModel(readBundle('model'), (shard) =>
	Buffer.from(readBundle(shard) as string, 'base64'),
);
const network = new Network();
const photo = pixels(network, { width: 224, height: 224 });
const [probabilities] = addGraphModel(network, model, { input: scale(network, photo, '0..1') }, ['Identity']);
network.output('probabilities', probabilities);
writeFileSync(target, network.finish());
