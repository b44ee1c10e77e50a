import { setImmediate as nextTick } from 'node:timers/promises';
import sharp from 'sharp';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { EngineOptions } from '../../../src/model/engine/engine.ts';
import { openTestEngine } from '../../support/backbone.ts';
import { drawPicture } from '../../support/pictures.ts';
import { cosineSimilarity } from '../../support/similarity.ts';

const GRID = 5;
let house: Buffer;
beforeAll(async () => {
	house = await drawPicture('house', 1);
});

async function openEngine(options: Partial<EngineOptions> = {}) {
	const { engine } = await openTestEngine(options);
	onTestFinished(() => engine.close());
	// Once the worker has started, what is measured is the order of the work and not of the start.
	await engine.embed(house);
	return engine;
}

const codeOf = (work: Promise<unknown>) =>
	work.then(
		() => 'answered',
		(error: { code?: string }) => error.code,
	);

describe('a photo with a part covered', () => {
	/** A picture on a plain ground. */
	async function pictureAt(left: number, top: number) {
		const thing = await sharp(house).resize(100, 100).toBuffer();
		const ground = { width: 500, height: 500, channels: 3, background: '#b8b4a8' } as const;
		return sharp({ create: ground })
			.composite([{ input: thing, left, top }])
			.png()
			.toBuffer();
	}

	it.each([
		[300, 100, 1 * GRID + 3],
		[100, 300, 3 * GRID + 1],
		[200, 200, 2 * GRID + 2],
	])('changes its embedding most where the thing is: at %i, %i', async (left, top, cell) => {
		const engine = await openEngine({ workers: 2 });
		const photo = await pictureAt(left, top);
		const { whole, occluded, width, height } = await engine.occlude(photo, { grid: GRID });
		expect(occluded).toHaveLength(GRID * GRID);
		expect({ width, height }).toEqual(engine.backbone.manifest.input);
		const similarities = occluded.map((embedding) => cosineSimilarity(whole, embedding));
		expect(similarities.indexOf(Math.min(...similarities))).toBe(cell);
	});

	it('is compared with the very embedding that it was judged by', async () => {
		const engine = await openEngine();
		const { whole } = await engine.occlude(house, { grid: 1 });
		expect(whole).toEqual((await engine.embed(house)).embedding);
	});

	it('lets photos that come meanwhile go first', async () => {
		const engine = await openEngine();
		const order: string[] = [];
		const explained = engine.occlude(house, { grid: GRID }).then(() => order.push('explained'));
		await engine.embed(house).then(() => order.push('first photo'));
		await engine.embed(house).then(() => order.push('second photo'));
		await explained;
		expect(order).toEqual(['first photo', 'second photo', 'explained']);
	});

	it('never takes more than one worker, however many are asked about', async () => {
		const engine = await openEngine({ workers: 2 });
		let isDone = false;
		const all = Promise.all([1, 2, 3].map(() => engine.occlude(house, { grid: 2 }))).then(() => {
			isDone = true;
		});
		let most = 0;
		while (!isDone) {
			most = Math.max(most, engine.load().running);
			await nextTick();
		}
		await all;
		expect(most).toBe(1);
	});

	it('does not count as a photo that waits, so that none is refused for it', async () => {
		const engine = await openEngine({ queueLimit: 1 });
		const explained = engine.occlude(house, { grid: 2 });
		await nextTick();
		expect(await Promise.all([codeOf(engine.embed(house)), codeOf(explained)])).toEqual([
			'answered',
			'answered',
		]);
	});

	it('is refused when as many wait as may', async () => {
		const engine = await openEngine({ queueLimit: 1 });
		const taken = [1, 2].map(() => engine.occlude(house, { grid: 1 }));
		expect(await codeOf(engine.occlude(house, { grid: 1 }))).toBe('engine-busy');
		expect(await Promise.all(taken)).toHaveLength(2);
	});

	it('is refused with the reason, as photos are', async () => {
		const engine = await openEngine();
		expect(await codeOf(engine.occlude(Buffer.from('hello'), { grid: 2 }))).toBe('image-unknown');
		expect(await codeOf(engine.occlude(house, { grid: 2, signal: AbortSignal.abort() }))).toBe('cancelled');
	});
});

describe('an explanation that is cancelled', () => {
	it('is given up at once, whether it has begun or waits; nothing of it runs on', async () => {
		const engine = await openEngine();
		const stop = new AbortController();
		const begun = codeOf(engine.occlude(house, { grid: 50, signal: stop.signal }));
		const waiting = codeOf(engine.occlude(house, { grid: 50, signal: stop.signal }));
		const another = engine.occlude(house, { grid: 1 });
		await engine.embed(house);
		stop.abort();
		expect(await Promise.all([begun, waiting])).toEqual(['cancelled', 'cancelled']);
		expect((await another).occluded).toHaveLength(1);
		expect(engine.load()).toMatchObject({ waiting: 0, running: 0 });
	});

	it('by an engine that closes, keeps it from nothing', async () => {
		const { engine } = await openTestEngine();
		const begun = codeOf(engine.occlude(house, { grid: 50 }));
		const waiting = codeOf(engine.occlude(house, { grid: 50 }));
		await engine.embed(house);
		await engine.close();
		expect(await Promise.all([begun, waiting])).toEqual(['engine-closed', 'engine-closed']);
	});
});
