import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { convertKerasFile } from '../../../src/model/formats/keras/convert.ts';
import { encodeH5, encodeKeras } from '../../../src/model/formats/keras/write.ts';
import { parseTopology } from '../../../src/model/formats/tfjs/layers/topology.ts';
import { wholeNetwork } from '../../../src/model/formats/whole-network.ts';
import { ARCHITECTURES, type Architecture } from '../../../src/model/network-training/architectures.ts';
import { onnxEngine } from '../../../src/model/network-training/onnx-engine.ts';
import { drawMask } from '../../../src/model/network-training/random.ts';
import { Trainer } from '../../../src/model/network-training/trainer.ts';
import { runOnnx } from '../support/onnx.ts';
import { noise, random } from '../support/random.ts';

const { configure, optimiser } = ARCHITECTURES['cifar10-cnn'] as Architecture;
const SIDE = 16;
const configuration = configure({ width: SIDE, height: SIDE, classes: 3 });
const topology = parseTopology(configuration.class_name, configuration.config);

const open = (seed = 1) =>
	Trainer.create({ topology, optimiser, seed, openEngine: onnxEngine({ threads: 1 }) });

/** Photos that are brightest in the channel of their label. */
function colourBatch(photos: number, seed: number) {
	const next = random(seed);
	const labels = Int32Array.from({ length: photos }, () => Math.floor(next() * 3));
	const plane = SIDE * SIDE;
	const pixels = Float32Array.from(
		{ length: photos * 3 * plane },
		(_, i) => next() * 0.4 + (Math.floor(i / plane) % 3 === labels[Math.floor(i / (3 * plane))] ? 0.5 : 0),
	);
	return { photos: pixels, labels };
}

async function weightsAfter(trainer: Trainer, steps: readonly number[]): Promise<number[]> {
	for (const seed of steps) await trainer.step(colourBatch(8, seed), { rate: 1e-3 });
	return [...(trainer.weights().get('dense_1/kernel')?.data ?? [])];
}

describe('A network in training', () => {
	test('has the parameters that Keras counts', async () => {
		const { parameters, layers } = await Trainer.create({
			topology: parseTopology('Sequential', configure({ width: 32, height: 32, classes: 10 }).config),
			optimiser,
			seed: 1,
		});
		const count = parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
		expect(count).toBe(1_250_858);
		expect(layers.find(({ name }) => name === 'max_pooling2d_1')?.shape).toEqual([6, 6, 64]);
	});

	test('begins as Keras does: uniform kernels within their limit, biases of nothing, the same by seed', async () => {
		const [first, again, other] = [await open(1), await open(1), await open(2)].map((trainer) =>
			trainer.weights(),
		);
		const kernel = first?.get('conv2d_1/kernel')?.data ?? new Float32Array();
		const limit = Math.sqrt(6 / ((32 + 32) * 9));
		expect(Math.max(...kernel)).toBeLessThanOrEqual(Math.fround(limit));
		expect(Math.max(...kernel)).toBeGreaterThan(limit * 0.99);
		expect(Math.min(...kernel)).toBeLessThan(-limit * 0.99);
		expect(Math.abs(kernel.reduce((a, b) => a + b, 0) / kernel.length)).toBeLessThan(limit * 0.02);
		expect(first?.get('conv2d_1/bias')?.data.every((value) => value === 0)).toBe(true);
		expect(again).toEqual(first);
		expect(other).not.toEqual(first);
	});

	test('learns', async () => {
		const trainer = await open();
		const losses: number[] = [];
		for (let step = 0; step < 40; step++) {
			losses.push((await trainer.step(colourBatch(16, step), { rate: 1e-3 })).loss);
		}
		expect(losses[0]).toBeGreaterThan(0.9);
		expect(losses.at(-1)).toBeLessThan(0.3);
		const { photos, labels } = colourBatch(30, 1000);
		const logs = await trainer.predict(photos);
		const right = labels.filter((label, photo) => (logs[photo * 3 + label] as number) > Math.log(0.5));
		expect(right.length).toBeGreaterThan(27);
	});

	test('goes on from its state as if it had never stopped', async () => {
		const [whole, first, second] = [await open(), await open(), await open(9)];
		const expected = await weightsAfter(whole, [1, 2, 3, 4]);
		await weightsAfter(first, [1, 2]);
		second.restore(first.state(), first.steps);
		// Of another seed, hence with other masks of dropout.
		expect(await weightsAfter(second, [3, 4])).not.toEqual(expected);
		const third = await open();
		third.restore(first.state(), first.steps);
		expect(await weightsAfter(third, [3, 4])).toEqual(expected);
	});

	test('takes batches of any size', async () => {
		const trainer = await open();
		for (const size of [1, 7, 3]) {
			const { loss, correct } = await trainer.step(colourBatch(size, size), { rate: 1e-4 });
			expect(loss).toBeGreaterThan(0);
			expect(correct).toBeLessThanOrEqual(size);
		}
	});

	test('keeps the memory it has', async () => {
		const trainer = await open();
		const steps = async (count: number) => {
			const batch = colourBatch(8, 1);
			for (let step = 0; step < count; step++) await trainer.step(batch, { rate: 1e-4 });
			globalThis.gc?.();
			return process.memoryUsage().rss;
		};
		const before = await steps(150);
		const after = await steps(300);
		expect((after - before) / 1e6).toBeLessThan(60);
	});

	test('moves the statistics of batch normalisation as Keras does', async () => {
		const normalised = parseTopology('Sequential', {
			layers: [
				{ class_name: 'Flatten', config: { name: 'flat', batch_input_shape: [null, 1, 1, 3] } },
				{ class_name: 'BatchNormalization', config: { name: 'norm', momentum: 0.9 } },
				{ class_name: 'Dense', config: { name: 'end', units: 2, activation: 'softmax' } },
			],
		});
		const trainer = await Trainer.create({ topology: normalised, optimiser, seed: 1 });
		await trainer.step(
			{ photos: Float32Array.of(1, 2, 3, 3, 2, 7), labels: Int32Array.of(0, 1) },
			{ rate: 0 },
		);
		const data = (name: string) => [...(trainer.weights().get(`norm/${name}`)?.data ?? [])];
		for (const [name, expected] of [
			['moving_mean', [0.2, 0.2, 0.5]],
			['moving_variance', [1, 0.9, 1.3]],
		] as const) {
			for (const [index, value] of data(name).entries())
				expect(value).toBeCloseTo(expected[index] as number, 6);
		}
	});

	test('is refused where it ends in something else than a softmax, or has what cannot be trained', async () => {
		const refusalOf = (last: object) => {
			const layers = [
				{ class_name: 'Flatten', config: { name: 'flat', batch_input_shape: [null, 2, 2, 3] } },
				{ config: { name: 'end', units: 2 }, ...last },
			];
			const parsed = parseTopology('Sequential', { layers });
			return Trainer.create({ topology: parsed, optimiser, seed: 1 }).then(
				() => expect.fail('it was taken'),
				(error: Error) => error.message,
			);
		};
		expect(await refusalOf({ class_name: 'Dense' })).toContain('does not end in a softmax');
		expect(await refusalOf({ class_name: 'LSTM' })).toContain('layer “end” (LSTM)');
	});
});

describe('A trained network is judged with alike', () => {
	test('as .h5, as .keras, and as ONNX', async () => {
		const trainer = await open();
		await weightsAfter(trainer, [1, 2, 3]);
		const photos = noise({ width: SIDE, height: SIDE }, 4);
		const plane = SIDE * SIDE;
		const channelsFirst = Float32Array.from(photos, (_, i) => {
			const [photo, rest] = [Math.floor(i / (3 * plane)), i % (3 * plane)];
			return (photos[photo * 3 * plane + (rest % plane) * 3 + Math.floor(rest / plane)] as number) / 255;
		});
		const expected = [...(await trainer.predict(channelsFirst))].map(Math.exp);
		const weights = trainer.weights();
		const metadata = { labels: ['red', 'green', 'blue'], range: '0..1' as const };
		const file = { configuration, weights, metadata };
		const folder = await mkdtemp(join(tmpdir(), 'hantei-written-'));
		try {
			const networks = [wholeNetwork({ topology, weights, input: trainer.input }, '0..1').onnx];
			for (const [name, bytes] of [
				['model.h5', await encodeH5(file)],
				['model.keras', await encodeKeras(file)],
			] as const) {
				await writeFile(join(folder, name), bytes);
				const converted = await convertKerasFile(join(folder, name), []);
				expect(converted.labels).toEqual(metadata.labels);
				networks.push(converted.networks[0]?.onnx as Uint8Array<ArrayBuffer>);
			}
			for (const onnx of networks) {
				const { probabilities } = await runOnnx(onnx, photos, trainer.input);
				for (const [i, probability] of expected.entries()) {
					expect(Math.abs((probabilities?.[i] as number) - probability)).toBeLessThan(1e-5);
				}
			}
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	});
});

describe('A mask of dropout', () => {
	test('drops the share it should, keeps the mean, and is drawn by its seeds alone', () => {
		const [mask, same, other] = [
			new Float32Array(40_001),
			new Float32Array(40_001),
			new Float32Array(40_001),
		];
		drawMask(mask, 0.25, 1, 2, 3);
		drawMask(same, 0.25, 1, 2, 3);
		drawMask(other, 0.25, 1, 2, 4);
		expect(same).toEqual(mask);
		expect(other).not.toEqual(mask);
		expect(mask.filter((value) => value === 0).length / mask.length).toBeCloseTo(0.25, 2);
		expect(new Set(mask)).toEqual(new Set([0, Math.fround(4 / 3)]));
	});
});
