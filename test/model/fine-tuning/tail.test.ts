import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTail, type Tail } from '../../../src/model/fine-tuning/read-tail.ts';
import { trunkOf, withTail } from '../../../src/model/fine-tuning/split-backbone.ts';
import { UnsupportedNetwork } from '../../../src/model/formats/refusal.ts';
import { InferenceSession, Tensor } from '../../../src/model/onnx-runtime.ts';
import { embedByTail } from '../../../src/train/fine-tuning/embed-by-tail.ts';
import { sharedBackbone } from '../../support/backbone.ts';
import { drawPicture, KINDS } from '../../support/pictures.ts';

let file: Uint8Array;
let tail: Tail;
let shape: { channels: number; height: number; width: number };
let pictures: Uint8Array[];
beforeAll(async () => {
	const { manifest, onnxPath } = await sharedBackbone();
	const { from, ...rest } = manifest.fineTuning ?? { from: '', channels: 0, height: 0, width: 0 };
	shape = rest;
	file = new Uint8Array(await readFile(onnxPath));
	tail = readTail(file, from);
	pictures = await Promise.all(
		KINDS.map(async (kind) =>
			sharp(await drawPicture(kind, 1))
				.resize(224, 224, { fit: 'fill' })
				.removeAlpha()
				.raw()
				.toBuffer(),
		),
	);
});

async function run(onnx: Uint8Array, picture: Uint8Array): Promise<Float32Array> {
	const session = await InferenceSession.create(onnx, { intraOpNumThreads: 1 });
	const { embedding } = await session.run({ pixels: new Tensor('uint8', picture, [1, 224, 224, 3]) });
	await session.release();
	return embedding?.data as Float32Array;
}

const dot = (a: Float32Array, b: Float32Array) =>
	a.reduce((sum, value, d) => sum + value * (b[d] as number), 0);

describe('the last blocks of the bundled backbone', () => {
	it('say in 32 bits what they say in 8', async () => {
		const onnx = withTail(file, tail);
		for (const picture of pictures) {
			const embedding = await run(onnx, picture);
			expect(dot(embedding, embedding)).toBeCloseTo(1, 5);
			expect(dot(embedding, await run(file, picture))).toBeGreaterThan(0.999);
		}
	});

	it('make the same of what the trunk gave, kept as bytes', async () => {
		const trunk = trunkOf(file, tail);
		const kept: Uint8Array[] = [];
		for (const picture of pictures) kept.push(Uint8Array.from(await run(trunk, picture)));
		expect(kept[0]).toHaveLength(shape.channels * shape.height * shape.width);
		const embeddings = await embedByTail(kept, tail, shape);
		const onnx = withTail(file, tail);
		for (const [n, picture] of pictures.entries()) {
			const whole = await run(onnx, picture);
			expect(dot(embeddings[n] as Float32Array, whole)).toBeCloseTo(1, 5);
		}
	});

	it('are read from a value in 8 bits alone', () => {
		expect(() => readTail(file, 'mean')).toThrow(UnsupportedNetwork);
	});
});
