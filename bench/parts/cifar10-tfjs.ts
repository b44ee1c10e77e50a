import { createInterface } from 'node:readline';
import * as plain from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { registerTrainingKernels } from './tfjs-wasm-kernels.ts';

/*
 * cifar10-cnn in TensorFlow.js, for `cifar10-speed.ts`: says `ready`, then trains as many steps as each line says and
 * answers how many milliseconds they took. Its argument is `node` or `wasm`.
 */

const BATCH = 32;

async function open(backend: string | undefined): Promise<typeof plain> {
	if (backend === 'node') {
		const name = '@tensorflow/tfjs-node';
		return (await import(name)) as typeof plain;
	}
	await plain.setBackend('wasm');
	await plain.ready();
	registerTrainingKernels(plain);
	return plain;
}

const tf = await open(process.argv[2]);
const { layers: L } = tf;
const conv = (filters: number, padding: 'same' | 'valid') =>
	L.conv2d({ filters, kernelSize: 3, padding, activation: 'relu' });
const model = tf.sequential({
	layers: [
		L.conv2d({ inputShape: [32, 32, 3], filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }),
		conv(32, 'valid'),
		L.maxPooling2d({ poolSize: 2 }),
		L.dropout({ rate: 0.25 }),
		conv(64, 'same'),
		conv(64, 'valid'),
		L.maxPooling2d({ poolSize: 2 }),
		L.dropout({ rate: 0.25 }),
		L.flatten(),
		L.dense({ units: 512, activation: 'relu' }),
		L.dropout({ rate: 0.5 }),
		L.dense({ units: 10, activation: 'softmax' }),
	],
});
model.compile({ optimizer: tf.train.rmsprop(1e-4), loss: 'categoricalCrossentropy' });
const photos = tf.randomUniform([BATCH, 32, 32, 3]);
const labels = tf.oneHot(tf.range(0, BATCH, 1, 'int32').mod(tf.scalar(10, 'int32')), 10);
await model.trainOnBatch(photos, labels);
console.log('ready');
for await (const line of createInterface(process.stdin)) {
	const begin = performance.now();
	for (let step = 0; step < Number(line); step++) await model.trainOnBatch(photos, labels);
	console.log(performance.now() - begin);
}
