import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddingEngine } from '../../src/registry/servable.ts';
import { openTestEngine } from '../support/backbone.ts';
import { drawPicture } from '../support/pictures.ts';
import { FakeEngine, fakeBackbone } from './fake-engine.ts';

interface Case {
	readonly engine: EmbeddingEngine;
	readonly photos: readonly [Uint8Array, Uint8Array];
	/** Of the backbone that is there. */
	readonly backbone: { readonly id: string; readonly sha256: string };
	close(): Promise<void>;
}

async function real(): Promise<Case> {
	const { engine } = await openTestEngine();
	const photos = [await drawPicture('house', 1), await drawPicture('fence', 2)] as const;
	return { engine, photos, backbone: engine.backbone.manifest, close: () => engine.close() };
}

async function fake(): Promise<Case> {
	const photos = [Uint8Array.of(0), Uint8Array.of(1)] as const;
	return { engine: new FakeEngine(), photos, backbone: fakeBackbone().manifest, close: async () => {} };
}

describe.each([
	['the engine', real],
	['the fake of it that tests serve with', fake],
])('%s', (_, open) => {
	let part: Case;
	beforeAll(async () => {
		part = await open();
	});
	afterAll(() => part.close());

	it('embeds a photo the same way each time, and another photo otherwise', async () => {
		const { engine, photos } = part;
		const [first, again, other] = await Promise.all(
			[photos[0], photos[0], photos[1]].map(async (photo) => (await engine.embed(photo)).embedding),
		);
		expect(again).toEqual(first);
		expect(other).toHaveLength(first.length);
		expect(other).not.toEqual(first);
	});

	it('embeds by the backbone that it is asked to, and leaves the photo as it was', async () => {
		const { engine, photos, backbone } = part;
		const before = Uint8Array.from(photos[0]);
		const byName = await engine.embed(photos[0], { backbone: await engine.backboneOf(backbone) });
		expect(byName.embedding).toEqual((await engine.embed(photos[0])).embedding);
		expect(Uint8Array.from(photos[0])).toEqual(before);
	});

	it('finds the backbone that is there, and refuses one that is not', async () => {
		const { engine, backbone } = part;
		expect((await engine.backboneOf(backbone)).manifest).toMatchObject({ sha256: backbone.sha256 });
		await expect(engine.backboneOf({ id: 'other', sha256: 'c'.repeat(64) })).rejects.toMatchObject({
			code: 'backbone-not-installed',
			details: { id: 'other' },
		});
	});

	it('refuses a file without a byte', async () => {
		await expect(part.engine.embed(new Uint8Array())).rejects.toMatchObject({ code: 'image-empty' });
	});

	it('gives up what was cancelled', async () => {
		const embedding = part.engine.embed(part.photos[0], { signal: AbortSignal.abort() });
		await expect(embedding).rejects.toMatchObject({ code: 'cancelled' });
	});

	it('says how many photos wait and run, of how many that may', () => {
		const { waiting, running, queueLimit, workers } = part.engine.load();
		expect(waiting).toBeLessThanOrEqual(queueLimit);
		expect(running).toBeLessThanOrEqual(workers);
	});
});
