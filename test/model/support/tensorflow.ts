import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { random } from './random.ts';

/**
 * TensorFlow.js, to compare with. `cpu`, plain JavaScript, is right in every case and would take minutes for one real
 * network; `wasm` is fast, and wrong (it gives zeros) where a convolution's stride is larger than its kernel.
 */
export async function startTensorFlow(backend: 'cpu' | 'wasm'): Promise<void> {
	// Keeps it from advertising tfjs-node on standard error.
	tf.env().set('IS_TEST', true);
	await tf.setBackend(backend);
	await tf.ready();
}

/** Every weight drawn anew, the same in every run. */
export function seedWeights(model: tf.LayersModel): void {
	const next = random(1);
	const weights = model.weights.map(({ name, shape }) => {
		const lengths = shape.map((length) => length ?? 1);
		// A variance below zero has no root, and one near it blows everything up.
		const [low, high] = /variance/.test(name) ? [0.5, 1.5] : [-0.5, 0.5];
		const values = Float32Array.from(
			{ length: tf.util.sizeFromShape(lengths) },
			() => low + next() * (high - low),
		);
		return tf.tensor(values, lengths);
	});
	model.setWeights(weights);
}

/** As `model.save('file://…')` of tfjs-node writes it. */
export async function saveLayersModel(model: tf.LayersModel, folder: string): Promise<void> {
	await model.save(
		tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
			const json = {
				format: 'layers-model',
				modelTopology,
				weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
			};
			await writeFile(join(folder, 'model.json'), JSON.stringify(json));
			await writeFile(join(folder, 'weights.bin'), Buffer.from(weightData as ArrayBuffer));
			return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
		}),
	);
}

export async function loadLayersModel(folder: string): Promise<tf.LayersModel> {
	const json = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
	const paths: string[] = json.weightsManifest.flatMap((group: { paths: string[] }) => group.paths);
	const weights = Buffer.concat(await Promise.all(paths.map((path) => readFile(join(folder, path)))));
	return tf.loadLayersModel(
		tf.io.fromMemory({
			modelTopology: json.modelTopology,
			weightSpecs: json.weightsManifest.flatMap((group: { weights: object[] }) => group.weights),
			weightData: toArrayBuffer(weights),
		}),
	);
}

export function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
	return Uint8Array.from(bytes).buffer;
}

/** Photos as a tensor of floats, in the range 0 to 255. */
export function photoTensor(
	photos: Uint8Array,
	{ width, height }: { width: number; height: number },
): tf.Tensor4D {
	return tf.tensor4d(Float32Array.from(photos), [photos.length / (width * height * 3), height, width, 3]);
}
