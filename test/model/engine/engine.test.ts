import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Trunk, trunkIn } from '../../../src/model/backbone/manifest.ts';
import type { EngineOptions } from '../../../src/model/engine/engine.ts';
import { readTail, type Tail } from '../../../src/model/fine-tuning/read-tail.ts';
import { withTail } from '../../../src/model/fine-tuning/split-backbone.ts';
import { activate } from '../../../src/model/formats/network/elementwise.ts';
import { Network } from '../../../src/model/formats/network/network.ts';
import { pixels, scale } from '../../../src/model/formats/network/pixels.ts';
import { globalPool } from '../../../src/model/formats/network/pooling.ts';
import { scene } from '../../image/hostile/pictures.ts';
import { openTestEngine } from '../../support/backbone.ts';
import { drawPicture } from '../../support/pictures.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { GENEROUS_LIMITS, heavyPicture } from './heavy-picture.ts';

const temporaryFolder = temporaryFolders();

let photo: Buffer;
let other: Buffer;
let heavy: Buffer;

beforeAll(async () => {
	[photo, other] = await Promise.all([drawPicture('house', 1), drawPicture('fence', 1)]);
	heavy = heavyPicture();
});

/** An engine that is closed when the test ends. */
async function openEngine(options: Partial<EngineOptions> = {}) {
	const opened = await openTestEngine({ limits: GENEROUS_LIMITS, ...options });
	onTestFinished(() => opened.engine.close());
	return opened;
}

const codeOf = (work: Promise<unknown>) =>
	work.then(
		() => 'answered',
		(error: { code?: string }) => error.code,
	);

describe('an engine', () => {
	let shared: Awaited<ReturnType<typeof openTestEngine>>;
	beforeAll(async () => {
		shared = await openTestEngine({ workers: 2 });
	});
	afterAll(() => shared.engine.close());

	it('makes an embedding of unit vectors of a photo', async () => {
		const { embedding } = await shared.engine.embed(photo);
		const { manifest } = shared.engine.backbone;
		expect(embedding).toHaveLength(manifest.dimension);
		let start = 0;
		for (const size of manifest.parts) {
			expect(Math.hypot(...embedding.subarray(start, start + size))).toBeCloseTo(1, 4);
			start += size;
		}
		expect(embedding).not.toEqual((await shared.engine.embed(other)).embedding);
	});

	it('asks a tuned backbone beside the one it was made of, each to the last bit as alone', async () => {
		// One worker: what it has in memory by then is not what the next would have.
		const { engine } = await openEngine();
		const base = engine.backbone;
		const { manifest } = base;
		const trunk = trunkIn(manifest) as Trunk;
		const file = new Uint8Array(await readFile(base.onnxPath));
		const tail = readTail(file, trunk.from);
		const turned = tail.steps.map((step) =>
			'bias' in step ? { ...step, bias: step.bias.map((value) => value + 0.1) } : step,
		);
		const tuned = async (steps: Tail['steps']) => {
			const onnxPath = join(await temporaryFolder(), 'backbone.onnx');
			await writeFile(onnxPath, withTail(file, { ...tail, steps }));
			const { fineTuning: _, ...described } = manifest;
			return { onnxPath, manifest: { ...described, sha256: 'c'.repeat(64), trunk } };
		};
		const other = await tuned(turned);
		const whole = await engine.embed(photo);
		const both = await engine.embed(photo, { beside: other });
		expect(both.embedding).toEqual(whole.embedding);
		expect(both.beside).toEqual((await engine.embed(photo, { backbone: other })).embedding);
		expect(both.beside).not.toEqual(
			(await engine.embed(photo, { backbone: await tuned(tail.steps) })).embedding,
		);
		// Covered in parts, too.
		const covered = await engine.occlude(photo, { grid: 2, beside: other });
		const { whole: seen, occluded } = await engine.occlude(photo, { grid: 2, backbone: other });
		expect(covered.beside).toEqual({ whole: seen, occluded });
		expect((await engine.embed(photo)).embedding).toEqual(whole.embedding);
		// Nothing is gained by asking together what has nothing in common.
		const stranger = { ...other, manifest: { ...other.manifest, trunk: { ...trunk, of: 'd'.repeat(64) } } };
		expect(await engine.embed(photo, { beside: stranger })).not.toHaveProperty('beside');
		expect(await engine.occlude(photo, { grid: 2, beside: stranger })).not.toHaveProperty('beside');
	});

	it('makes the same of the same photo to the last bit, whichever worker has it', async () => {
		const results = await Promise.all(Array.from({ length: 6 }, () => shared.engine.embed(photo)));
		for (const result of results) expect(result).toEqual(results[0]);
	});

	it.each([
		['an array', (large: Buffer) => new Uint8Array(large)],
		['a buffer', (large: Buffer) => Buffer.concat([large])],
		[
			'a piece of a larger buffer',
			(large: Buffer) => Buffer.concat([large, large]).subarray(0, large.length),
		],
		// Small buffers lie side by side in one that Node.js keeps for them.
		['a small buffer', () => Buffer.concat([photo])],
	])('leaves the bytes of the caller as they are: %s', async (_, make) => {
		const bytes = make(await scene(200, 150).png().toBuffer());
		const before = Buffer.from(bytes).toString('hex');
		expect(await codeOf(shared.engine.embed(bytes))).toBe('answered');
		expect(Buffer.from(bytes).toString('hex')).toBe(before);
	});

	it.each([
		['nothing', 'image-empty', Buffer.alloc(0)],
		['text', 'image-unknown', Buffer.from('hello')],
		['a GIF cut short', 'image-damaged', Buffer.from('GIF89a')],
	])('refuses %s with the reason', async (_, code, bytes) => {
		await expect(shared.engine.embed(bytes)).rejects.toMatchObject({ name: 'UserError', code });
	});

	it('has nobody waiting when nothing was asked', () => {
		expect(shared.engine.load()).toEqual({ waiting: 0, running: 0, queueLimit: 100, workers: 2 });
	});

	it('needed no worker replaced for any of this', () => {
		expect(shared.logger.lines).toEqual([]);
	});
});

describe('whole networks', () => {
	/** A network whose three probabilities are the softmax of a photo's mean colour. */
	async function colourNetwork(width: number) {
		const size = { width, height: 30 };
		const network = new Network();
		const photo = scale(network, pixels(network, size), '0..1');
		const colour = globalPool(network, 'GlobalAveragePool', photo);
		network.output('probabilities', activate(network, colour, 'softmax'));
		const onnxPath = join(await temporaryFolder(), 'colour.onnx');
		await writeFile(onnxPath, network.finish());
		return { onnxPath, ...size };
	}

	it('run beside the backbone, more of them than are kept in memory', async () => {
		const { engine, logger } = await openEngine();
		const networks = await Promise.all([16, 17, 18, 19, 20, 21].map(colourNetwork));
		for (const network of [...networks, ...networks]) {
			const given = await engine.probabilities(network, photo);
			expect(given).toHaveLength(3);
			expect(given.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 5);
			expect((await engine.embed(photo)).embedding).toHaveLength(engine.backbone.manifest.dimension);
		}
		expect(logger.lines).toEqual([]);
	});

	it('that cannot be loaded fail alone: the next photo is judged', async () => {
		const { engine, logger } = await openEngine();
		const path = join(await temporaryFolder(), 'broken.onnx');
		await writeFile(path, 'not a network');
		const broken = { onnxPath: path, width: 20, height: 20 };
		expect(await codeOf(engine.probabilities(broken, photo))).toBe('engine-crashed');
		expect(await codeOf(engine.probabilities(broken, photo))).toBe('engine-crashed');
		expect(await codeOf(engine.embed(photo))).toBe('answered');
		expect(logger.lines).toEqual(Array.from({ length: 2 }, () => 'error: a worker failed on a photo'));
	});
});

describe('a full queue', () => {
	it('is answered busy, and takes photos again when it has emptied', async () => {
		const { engine } = await openEngine({ queueLimit: 2 });
		const taken = [engine.embed(photo), engine.embed(photo), engine.embed(photo)];
		expect(engine.load()).toEqual({ waiting: 2, running: 1, queueLimit: 2, workers: 1 });
		await expect(engine.embed(photo)).rejects.toMatchObject({ code: 'engine-busy', details: { waiting: 2 } });
		expect(await Promise.all(taken)).toHaveLength(3);
		expect(await codeOf(engine.embed(photo))).toBe('answered');
	});

	it('has room again as soon as a waiting photo is given up', async () => {
		const { engine } = await openEngine({ queueLimit: 1 });
		const stop = new AbortController();
		const first = engine.embed(photo);
		const waiting = codeOf(engine.embed(photo, { signal: stop.signal }));
		expect(await codeOf(engine.embed(photo))).toBe('engine-busy');
		stop.abort();
		const next = engine.embed(photo);
		expect(await waiting).toBe('cancelled');
		await Promise.all([first, next]);
	});
});

describe('a photo that takes too long', () => {
	it('is given up, and the next one is judged by a new worker', async () => {
		const { engine } = await openEngine({ timeoutMs: 1_500 });
		await expect(engine.embed(heavy)).rejects.toMatchObject({
			code: 'engine-timeout',
			details: { limitMs: 1_500 },
		});
		expect(await codeOf(engine.embed(photo))).toBe('answered');
		expect(engine.load()).toMatchObject({ waiting: 0, running: 0, workers: 1 });
	});

	it('is no photo that waits for a worker to start', async () => {
		const { engine } = await openEngine({ timeoutMs: 500 });
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		onTestFinished(() => void vi.useRealTimers());
		const answer = codeOf(engine.embed(photo));
		// Its time has not begun: a worker loads the backbone first.
		await vi.advanceTimersByTimeAsync(5_000);
		expect(await answer).toBe('answered');
	});
});

describe('a photo that is cancelled', () => {
	it('before it was taken, is never judged', async () => {
		const { engine } = await openEngine();
		const signal = AbortSignal.abort();
		await expect(engine.embed(photo, { signal })).rejects.toMatchObject({
			name: 'UserError',
			code: 'cancelled',
		});
		expect(engine.load()).toMatchObject({ waiting: 0, running: 0 });
	});

	it('while a worker has it, is given up at once; those behind it are judged', async () => {
		const { engine } = await openEngine();
		await engine.embed(photo);
		const stop = new AbortController();
		const cancelled = codeOf(engine.embed(heavyPicture(8_000), { signal: stop.signal }));
		const behind = [engine.embed(photo), engine.embed(other)];
		stop.abort();
		expect(await cancelled).toBe('cancelled');
		expect(await Promise.all(behind)).toHaveLength(2);
	});

	it('does not wear the engine out, however often it happens', async () => {
		const { engine } = await openEngine({ workers: 2 });
		for (let round = 0; round < 10; round++) {
			const stop = new AbortController();
			const photos = [photo, photo, photo, photo].map((bytes) =>
				codeOf(engine.embed(bytes, { signal: stop.signal })),
			);
			stop.abort();
			expect(await Promise.all(photos)).toEqual(Array.from({ length: 4 }, () => 'cancelled'));
		}
		expect(await Promise.all([engine.embed(photo), engine.embed(other), engine.embed(photo)])).toHaveLength(
			3,
		);
	});
});

describe('closing', () => {
	it('finishes the photos taken, refuses new ones, and can be done twice', async () => {
		const { engine } = await openTestEngine();
		const taken = [engine.embed(photo), engine.embed(other), engine.embed(photo)];
		const closed = engine.close();
		await expect(engine.embed(photo)).rejects.toMatchObject({ code: 'engine-closed' });
		expect(await Promise.all(taken)).toHaveLength(3);
		await closed;
		await engine.close();
		await expect(engine.embed(photo)).rejects.toMatchObject({ code: 'engine-closed' });
	});
});
