import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReferenceStrangers } from '../../../src/model/backbone/reference-strangers.ts';
import { sharedBackbone } from '../../support/backbone.ts';

describe('strangers of all kinds', () => {
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'hantei-strangers-'));
	});
	afterAll(() => rm(folder, { recursive: true }));

	it('come with the bundled backbone, as what it makes of pictures', async () => {
		const { manifest, onnxPath } = await sharedBackbone();
		const strangers = await readReferenceStrangers({ manifest, onnxPath });
		expect(strangers).toHaveLength(200);
		for (const embedding of strangers) expect(Math.hypot(...embedding)).toBeCloseTo(1, 1);
		const other = { manifest: { ...manifest, sha256: '0'.repeat(64) }, onnxPath };
		expect(await readReferenceStrangers(other)).toEqual([]);
	});

	it('are none where a backbone has none, and refused where they are damaged', async () => {
		const backbone = { ...(await sharedBackbone()), onnxPath: join(folder, 'backbone.onnx') };
		expect(await readReferenceStrangers(backbone)).toEqual([]);
		await writeFile(join(folder, 'strangers.safetensors'), 'no tensors');
		await expect(readReferenceStrangers(backbone)).rejects.toMatchObject({ code: 'backbone-damaged' });
	});
});
