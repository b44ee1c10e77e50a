import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { convertBundledBackbone } from '../../../src/model/backbone/bundled/bundled-backbone.ts';
import { readObjectron } from '../../../src/model/backbone/bundled/objectron.ts';
import { BackboneManifest } from '../../../src/model/backbone/manifest.ts';
import { largestDifference, TOLERANCE } from '../support/closeness.ts';
import { runOnnx } from '../support/onnx.ts';
import { noise } from '../support/random.ts';
import { hasSharedData, sharedPhotos } from '../support/shared-data.ts';
import { photoTensor, startTensorFlow, toArrayBuffer } from '../support/tensorflow.ts';
import { runTflite } from '../support/tflite.ts';

const INPUT = { width: 224, height: 224 };

const bundled = convertBundledBackbone();

beforeAll(() => startTensorFlow('wasm'));

/** Pictures with structure: a gradient, a checkerboard, noise. */
function drawn(): Uint8Array {
	const { width, height } = INPUT;
	const pictures = [
		(x: number, y: number) => [x, y, (x + y) / 2],
		(x: number, y: number) => (((x >> 4) + (y >> 4)) % 2 === 0 ? [230, 200, 40] : [10, 60, 120]),
	].map((colour) =>
		Uint8Array.from({ length: width * height * 3 }, (_, i) => {
			const pixel = Math.floor(i / 3);
			return colour(pixel % width, Math.floor(pixel / width))[i % 3] as number;
		}),
	);
	return Uint8Array.from(Buffer.concat([...pictures, noise(INPUT)]));
}

function unitVectors(layer: tf.Tensor): tf.Tensor2D {
	const means = tf.mean(layer, [1, 2]) as tf.Tensor2D;
	return tf.div(means, tf.norm(means, 'euclidean', 1, true)) as tf.Tensor2D;
}

/** Columns of a row-major matrix. */
function columns(matrix: Float32Array, width: number, from: number, to: number): number[] {
	return [...matrix].filter((_, i) => i % width >= from && i % width < to);
}

/** The package's own network as TensorFlow.js runs it, read without our converter. */
async function loadNsfwjs(): Promise<{ model: tf.GraphModel; nodes: { name: string }[] }> {
	const entry = createRequire(import.meta.url).resolve('nsfwjs/models/mobilenet_v2_mid');
	const folder = join(dirname(entry), '../../models/mobilenet_v2_mid');
	const read = (name: string): unknown => {
		const module = { exports: {} as unknown };
		runInNewContext(readFileSync(join(folder, `${name}.min.js`), 'utf8'), { module, exports: {} });
		return module.exports;
	};
	const json = read('model') as { modelTopology: { node: [] }; weightsManifest: [{ weights: [] }] };
	const shards = ['group1-shard1of2', 'group1-shard2of2'].map((name) =>
		Buffer.from(read(name) as string, 'base64'),
	);
	const model = await tf.loadGraphModel(
		tf.io.fromMemory({
			modelTopology: json.modelTopology,
			weightSpecs: json.weightsManifest[0].weights,
			weightData: toArrayBuffer(Buffer.concat(shards)),
		}),
	);
	return { model, nodes: json.modelTopology.node };
}

const photoSets: [string, () => Promise<Uint8Array>][] = [['drawn pictures', async () => drawn()]];
if (hasSharedData) {
	photoSets.push(['photos', async () => sharedPhotos('photos/flowers/daisy', 4, INPUT)]);
}

describe.each(photoSets)('of %s the bundled backbone says what its sources say:', (_, load) => {
	let photos: Uint8Array;
	let results: Record<string, Float32Array>;
	beforeAll(async () => {
		photos = await load();
		results = await runOnnx(bundled.onnx, photos, INPUT);
	});

	test('nsfwjs, both layers and the five classes', async () => {
		const { model, nodes } = await loadNsfwjs();
		const layerNames = ['expanded_conv_13/expand/Relu6', 'expanded_conv_16/expand/Relu6'].map(
			(layer) => nodes.find(({ name }) => name.endsWith(layer))?.name as string,
		);
		const [safety, first, second] = tf.tidy(() => {
			const input = photoTensor(photos, INPUT).div(255);
			const [classes, ...layers] = model.execute(input, ['Identity', ...layerNames]) as tf.Tensor[];
			return [classes as tf.Tensor, ...layers.map(unitVectors)].map((tensor) => tensor.dataSync());
		});
		const embedding = results['embedding'] as Float32Array;
		expect(largestDifference(columns(embedding, 3696, 0, 816), first as Float32Array)).toBeLessThan(
			TOLERANCE,
		);
		expect(largestDifference(columns(embedding, 3696, 816, 2160), second as Float32Array)).toBeLessThan(
			TOLERANCE,
		);
		expect(largestDifference(results['safety'] as Float32Array, safety as Float32Array)).toBeLessThan(
			TOLERANCE,
		);
	});

	test('objectron, both layers', () => {
		const layers = tf.tidy(() => {
			const input = photoTensor(photos, INPUT).div(127.5).sub(1);
			const names = ['expanded_conv_12/expand/Relu6', 'expanded_conv_15/expand/Relu6'].map(
				(layer) => `FeatureExtractor/MobilenetV2/${layer}`,
			);
			return runTflite(readObjectron(), input, names).map((tensor) => unitVectors(tensor).dataSync());
		});
		const embedding = results['embedding'] as Float32Array;
		expect(largestDifference(columns(embedding, 3696, 2160, 2736), layers[0] as Float32Array)).toBeLessThan(
			TOLERANCE,
		);
		expect(largestDifference(columns(embedding, 3696, 2736, 3696), layers[1] as Float32Array)).toBeLessThan(
			TOLERANCE,
		);
	});
});

describe('the bundled backbone', () => {
	test('describes itself', () => {
		const sha256 = createHash('sha256').update(bundled.onnx).digest('hex');
		const manifest = BackboneManifest.parse({ format: 1, ...bundled.description, sha256 });
		expect(manifest).toMatchObject({
			input: INPUT,
			parts: [816, 1344, 576, 960],
			dimension: 3696,
			safetyClasses: ['Drawing', 'Hentai', 'Neutral', 'Porn', 'Sexy'],
		});
	});

	test('is one file as long as its id is the same: with any change to it, raise the converter’s version', () => {
		expect(bundled.description.id).toBe('bundled-nsfwjs4.3.0-objectron0.4.1675468480-1');
		expect(createHash('sha256').update(bundled.onnx).digest('hex')).toBe(
			'deb2af312e179ca02419b2ffbed1f34e8001efb77682aff786d8525380404c03',
		);
	});

	test('gives four vectors of length 1 and probabilities that add up to 1, of a black photo too', async () => {
		const { embedding, safety } = await runOnnx(bundled.onnx, new Uint8Array(224 * 224 * 3), INPUT);
		let offset = 0;
		for (const part of bundled.description.parts) {
			const vector = (embedding as Float32Array).subarray(offset, offset + part);
			expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
			offset += part;
		}
		expect((safety as Float32Array).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
	});

	test('gives the figures it is known to give', async () => {
		const { embedding, safety } = await runOnnx(bundled.onnx, drawn().subarray(0, 224 * 224 * 3), INPUT);
		const known = [
			[0, 0.00503],
			[1000, 0.06704],
			[2160, 0.00562],
			[2500, 0.06235],
			[3000, 0.00174],
			[3695, 0.01244],
		] as const;
		for (const [index, value] of known) expect(embedding?.[index]).toBeCloseTo(value, 4);
		const classes = [0.0738, 0.0258, 0.8977, 0.0012, 0.0014];
		for (const [index, value] of classes.entries()) expect(safety?.[index]).toBeCloseTo(value, 3);
	});
});
