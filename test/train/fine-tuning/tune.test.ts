import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTail, type Tail } from '../../../src/model/fine-tuning/read-tail.ts';
import { headLogits } from '../../../src/model/head.ts';
import { matrix } from '../../../src/model/linear-algebra/matrix.ts';
import { embedByTail } from '../../../src/train/fine-tuning/embed-by-tail.ts';
import { type TunedTail, type TuningLook, tune } from '../../../src/train/fine-tuning/tune.ts';
import { random } from '../../model/support/random.ts';
import { sharedBackbone } from '../../support/backbone.ts';

const SHAPE = { channels: 192, height: 7, width: 7 };

let tail: Tail;
beforeAll(async () => {
	const { manifest, onnxPath } = await sharedBackbone();
	tail = readTail(new Uint8Array(await readFile(onnxPath)), manifest.fineTuning?.from ?? '');
});

/** Maps of features that are noise, in which one label has more of some channels and the other of others. */
function lessonsOf(count: number): TuningLook[] {
	const next = random(5);
	return Array.from({ length: count }, (_, n) => ({
		label: n % 2,
		features: Uint8Array.from(
			{ length: SHAPE.channels * SHAPE.height * SHAPE.width },
			(_, i) => 129 + Math.round((next() - 0.5) * 8) + ((i / 49) & 1) * (n % 2 === 0 ? 2 : -2),
		),
	}));
}

/** Of all that was trained. */
function bytesOf({ tail, head }: TunedTail): Buffer {
	const kernels = tail.steps.flatMap((step) => (step.kind === 'sum' ? [] : [step.kernel.data, step.bias]));
	const numbers = [...kernels, head.weights.data, head.bias];
	return Buffer.concat(
		numbers.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
	);
}

const options = () => ({
	tail,
	shape: SHAPE,
	head: { weights: matrix(2, 1280), bias: new Float32Array(2) },
	seed: 1,
});

describe('training a tail and a head', () => {
	it('learns to tell labels apart that the head could not, the same each time', async () => {
		const lessons = lessonsOf(8);
		const epochs: number[] = [];
		const tuned = await tune(lessons, {
			...options(),
			epochs: 12,
			onEpoch: (epoch) => epochs.push(epoch),
		});
		expect(epochs).toHaveLength(12);
		const embeddings = await embedByTail(
			lessons.map(({ features }) => features),
			tuned.tail,
			SHAPE,
		);
		for (const [n, { label }] of lessons.entries()) {
			const logits = headLogits(tuned.head, embeddings[n] as Float32Array);
			expect(logits[label]).toBeGreaterThan(logits[1 - label] as number);
		}
		// Byte by byte: there are a million and a half of them.
		const again = await tune(lessons, { ...options(), epochs: 12 });
		expect(Buffer.compare(bytesOf(again), bytesOf(tuned))).toBe(0);
	});

	it('gives up after an epoch where it is told to', async () => {
		const training = tune(lessonsOf(2), {
			...options(),
			onEpoch: () => {
				throw new Error('enough');
			},
		});
		await expect(training).rejects.toThrow('enough');
	});
});
