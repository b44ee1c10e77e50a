import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findRightBlock } from '../../../src/model/network-training/find-block.ts';
import { onnxEngine } from '../../../src/model/network-training/onnx-engine.ts';
import { InferenceSession } from '../../../src/model/onnx-runtime.ts';
import type { NetworkProgress } from '../../../src/train/network/network-run.ts';
import type { NetworkDataset } from '../../../src/train/network/photos.ts';
import { settingsOf } from '../../../src/train/network/recipe.ts';
import { type NetworkTrainingTools, trainNetwork } from '../../../src/train/network/train-network.ts';
import { random } from '../../model/support/random.ts';

const SIDE = 16;
const PHOTOS = 20;

const block = await findRightBlock((onnx) => InferenceSession.create(onnx, { intraOpNumThreads: 1 }));

function dataset(): NetworkDataset {
	const next = random(3);
	return {
		labels: ['dark', 'light'],
		photos: Array.from({ length: PHOTOS }, (_, photo) => ({
			sha256: `${photo}`,
			pixels: Uint8Array.from({ length: 3 * SIDE * SIDE }, () => next() * 127 + (photo % 2) * 128),
		})),
		labelOf: Int32Array.from({ length: PHOTOS }, (_, photo) => photo % 2),
		training: Int32Array.from({ length: 16 }, (_, photo) => photo),
		heldOut: Int32Array.of(16, 17, 18, 19),
		refused: [],
		leftOut: 0,
		hash: 'of twenty photos',
	};
}

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'hantei-layout-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Two epochs, or what is left of them. Says what computed, and the loss of each epoch. */
async function train(engineFor: NetworkTrainingTools['engineFor'], endsAfterOne = false) {
	const recipe = {
		architecture: 'cifar10-cnn',
		side: SIDE,
		epochs: 2,
		patience: null,
		augmentation: 'none',
	} as const;
	const ended = new AbortController();
	let engine = '';
	const follow = (progress: NetworkProgress) => {
		if (progress.kind === 'begins') engine = progress.engine;
		if (progress.kind === 'epoch' && endsAfterOne) ended.abort();
	};
	const losses = await trainNetwork(
		settingsOf(recipe, { outs: [join(folder, 'network.onnx')], checkpoints: folder }),
		{ read: async () => dataset(), engineFor, signal: ended.signal, onProgress: follow },
	).then(
		({ epochs }) => epochs.map(({ loss, heldOutLoss }) => [loss, heldOutLoss]),
		(error: { code?: string }) => error.code,
	);
	return { engine, losses };
}

/** The engine, where a trial of this machine would say that. */
const engineWhere = (found: number | undefined): NetworkTrainingTools['engineFor'] => {
	return (_, begunIn) => onnxEngine({ threads: 1, begunIn, blockFor: async () => found });
};

describe('A training that goes on', () => {
	test.each([
		['blocks', block, undefined],
		['standard operators', undefined, block],
	] as const)('does so in the %s that it was begun in, to the same numbers', async (_, begun, later) => {
		const whole = await train(engineWhere(begun));
		const first = await train(engineWhere(begun), true);
		const second = await train(engineWhere(later));
		expect(first.losses).toBe('cancelled');
		expect([first.engine, second.engine]).toEqual([whole.engine, whole.engine]);
		expect(second.losses).toEqual(whole.losses);
	});

	test('does so by standard operators where the machine has the blocks no more', async () => {
		await train(engineWhere(block), true);
		const second = await train(() => onnxEngine({ threads: 1, begunIn: 24 }));
		expect(second.engine).toBe('ONNX Runtime (cpu)');
		expect(second.losses).toHaveLength(2);
	});
});
