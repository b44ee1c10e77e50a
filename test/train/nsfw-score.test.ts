import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/model/engine/engine.ts';
import type { SafetyNetwork } from '../../src/model/safety/safety-network.ts';
import { nsfwScorer } from '../../src/train/nsfw-score.ts';
import { openTestEngine } from '../support/backbone.ts';
import { drawPicture } from '../support/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();
const PHOTO = Uint8Array.of(9);

const network = (id: string): SafetyNetwork => ({
	onnxPath: `/nowhere/${id}.onnx`,
	manifest: {
		format: 1,
		id,
		input: { width: 32, height: 32 },
		classes: ['Neutral', 'Porn', 'Sexy'],
		licence: 'MIT',
		sources: [],
		sha256: 'b'.repeat(64),
	},
});

describe('the score of what is not safe for work', () => {
	let folder: string;
	/** Networks run, in order. */
	let asked: string[];
	const engine: Pick<Engine, 'probabilities'> = {
		async probabilities({ onnxPath }) {
			asked.push(onnxPath);
			return Float32Array.of(0.25, 0.5, 0.25);
		},
	};
	const scorer = (id: string) => nsfwScorer(engine, folder, async () => network(id));
	beforeEach(async () => {
		folder = await temporaryFolder();
		asked = [];
	});

	it('weighs the classes that nobody wants', async () => {
		expect(await scorer('one')(PHOTO)).toBe(0.625);
	});

	it('is known of photos asked about before, and asked again of another network', async () => {
		await scorer('one')(PHOTO);
		expect(await scorer('one')(PHOTO)).toBe(0.625);
		await scorer('other')(PHOTO);
		expect(asked).toEqual(['/nowhere/one.onnx', '/nowhere/other.onnx']);
	});

	it('is asked again where what was kept is cut short', async () => {
		await scorer('one')(PHOTO);
		const names = await readdir(folder, { recursive: true });
		await truncate(join(folder, names.find((name) => name.endsWith('.f32')) as string), 5);
		expect(await scorer('one')(PHOTO)).toBe(0.625);
		expect(asked).toHaveLength(2);
	});
});

describe('the safety network that ships', () => {
	it('is what its manifest says, and finds nothing wrong with a house', async () => {
		const { engine } = await openTestEngine();
		try {
			const score = await nsfwScorer(engine, await temporaryFolder())(await drawPicture('house', 1));
			expect(score).toBeGreaterThanOrEqual(0);
			expect(score).toBeLessThan(0.5);
		} finally {
			await engine.close();
		}
	});
});
