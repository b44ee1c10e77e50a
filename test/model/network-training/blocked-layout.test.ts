import { describe, expect, test } from 'vitest';
import type { Topology } from '../../../src/model/formats/tfjs/layers/topology.ts';
import { findBlock, findRightBlock } from '../../../src/model/network-training/find-block.ts';
import { onnxEngine } from '../../../src/model/network-training/onnx-engine.ts';
import type { OpenSession } from '../../../src/model/network-training/training-session.ts';
import { InferenceSession } from '../../../src/model/onnx-runtime.ts';
import {
	type LayerJson,
	largestDifference,
	noiseBatch,
	openTrainer,
	sequential,
	TOLERANCE,
} from '../support/gradients.ts';

const open: OpenSession = (onnx) => InferenceSession.create(onnx, { intraOpNumThreads: 1 });
const block = await findRightBlock(open);

const inStandard = onnxEngine({ threads: 1, blockFor: async () => undefined });
const inBlocks = onnxEngine({ threads: 1, blockFor: async () => block });

/** Of the gradients in blocks to the standard's: the largest, as a share of each gradient's largest number. */
async function distance(topology: Topology, photos: number): Promise<number> {
	const [standard, blocked] = [
		await openTrainer(topology, inStandard),
		await openTrainer(topology, inBlocks),
	];
	const batch = noiseBatch(standard, photos);
	const [expected, actual] = [await standard.gradients(batch), await blocked.gradients(batch)];
	await standard.close();
	await blocked.close();
	expect(actual.loss).toBeCloseTo(expected.loss, 5);
	return Math.max(
		...[...expected.gradients].map(([name, gradient]) => {
			const other = actual.gradients.get(name) as Float32Array;
			const largest = Math.max(...gradient.map(Math.abs));
			return Math.max(...gradient.map((value, i) => Math.abs(value - (other[i] as number)))) / largest;
		}),
	);
}

const conv = (config = {}): LayerJson => [
	'Conv2D',
	{ filters: 16, kernel_size: 3, activation: 'tanh', ...config },
];
const wide = { filters: 16 };

describe.skipIf(block === undefined)('In blocks the gradient', () => {
	const cases: readonly (readonly [string, Topology])[] = [
		['two convolutions', sequential([conv(), conv({ filters: 32, padding: 'same' })], wide)],
		[
			'windows of even sides',
			sequential([conv({ kernel_size: [2, 4], padding: 'same' }), conv({ kernel_size: [4, 1] })], wide),
		],
		[
			'pooling',
			sequential([['MaxPooling2D', { pool_size: [2, 3] }], conv({ padding: 'same' })], { ...wide, side: 8 }),
		],
		['pooling that leaves a rest', sequential([['MaxPooling2D', { pool_size: 2 }], conv()], wide)],
		[
			'pooling that overlaps',
			sequential([['MaxPooling2D', { pool_size: 3, strides: 2, padding: 'same' }], conv()], wide),
		],
		['dropout', sequential([['Dropout', { rate: 0.4 }], conv(), ['Dropout', { rate: 0.2 }]], wide)],
		['strips of a large image', sequential([conv({ use_bias: false })], { filters: 32, side: 28 })],
		[
			'layers that know of none',
			sequential([conv(), ['BatchNormalization'], ['AveragePooling2D'], ['ReLU'], conv({ kernel_size: 2 })], {
				...wide,
				side: 9,
			}),
		],
		[
			'convolutions that cannot be',
			sequential(
				[
					conv({ strides: 2 }),
					conv({ filters: 5, kernel_size: 2 }),
					conv({ kernel_size: 1 }),
					conv({ kernel_size: 2 }),
				],
				{ ...wide, side: 9 },
			),
		],
		['frozen layers before it', sequential([conv({ trainable: false }), conv()], wide)],
	];
	test.each(cases)('of %s is the standard’s', async (_, topology) => {
		expect(await distance(topology, 16)).toBeLessThan(1e-4);
	});

	test('of a batch that is no multiple of them is the standard’s', async () => {
		const [, topology] = cases[0] as readonly [string, Topology];
		for (const photos of [1, 7, 19]) expect(await distance(topology, photos)).toBeLessThan(1e-4);
	});

	test('of a whole network stands up to finite differences', async () => {
		const layers: LayerJson[] = [
			conv({ activation: 'relu' }),
			['MaxPooling2D'],
			['Dropout', { rate: 0.3 }],
			conv({ kernel_size: 2 }),
		];
		const trainer = await openTrainer(sequential(layers, { ...wide, side: 9 }), inBlocks);
		expect(trainer.engine).toBe(`ONNX Runtime (cpu, blocks of ${block})`);
		expect(await largestDifference(trainer, 16)).toBeLessThan(TOLERANCE);
		await trainer.close();
	});
});

/** An ONNX Runtime whose own operators on blocks do something to what comes of them. */
function tamperedWith(tamper: (numbers: Float32Array) => void): OpenSession {
	return async (onnx) => {
		const session = await open(onnx);
		if (!Buffer.from(onnx).includes('com.microsoft.nchwc')) return session;
		return {
			inputNames: session.inputNames,
			release: () => session.release(),
			run: async (feeds: InferenceSession.FeedsType, fetches: InferenceSession.FetchesType) => {
				const results = await (fetches ? session.run(feeds, fetches) : session.run(feeds));
				for (const { data } of Object.values(results)) tamper(data as Float32Array);
				return results;
			},
		} as unknown as InferenceSession;
	};
}

/** Ticks by itself: every second span is so many times as long as the one before. */
function alternatingClock(times: number): () => number {
	let [calls, now] = [0, 0];
	return () => {
		now += calls++ % 4 === 3 ? times : 1;
		return now;
	};
}

describe('Blocks are', () => {
	test.skipIf(block === undefined)('taken where they are right and faster', async () => {
		expect(await findBlock(open, alternatingClock(0.5))).toBe(block);
	});

	test('left alone where they are slower', async () => {
		expect(await findBlock(open, alternatingClock(2))).toBeUndefined();
	});

	test('left alone where the time cannot be taken', async () => {
		const stopped = () => {
			throw new Error('no clock');
		};
		expect(await findBlock(open, stopped)).toBeUndefined();
	});

	test.each([
		['is no number', (numbers: Float32Array) => numbers.fill(Number.NaN, numbers.length - 1)],
		['is in the wrong place', (numbers: Float32Array) => numbers.reverse()],
		['is a little off', (numbers: Float32Array) => numbers.set([(numbers[0] as number) * 1.05 + 0.01])],
	])('refused where what comes of them %s', async (_, tamper) => {
		expect(await findRightBlock(tamperedWith(tamper))).toBeUndefined();
	});

	test('done without where ONNX Runtime has none, and the training goes on', async () => {
		const without: OpenSession = async (onnx) => {
			if (Buffer.from(onnx).includes('com.microsoft.nchwc')) throw new Error('no such operator');
			return open(onnx);
		};
		const openEngine = onnxEngine({ threads: 1, blockFor: () => findBlock(without) });
		const trainer = await openTrainer(sequential([conv()], wide), openEngine);
		expect(trainer.engine).toBe('ONNX Runtime (cpu)');
		const batch = noiseBatch(trainer, 16);
		const { loss } = await trainer.step(batch, { rate: 0.01 });
		expect((await trainer.gradients(batch)).loss).toBeLessThan(loss);
		await trainer.close();
	});
});
