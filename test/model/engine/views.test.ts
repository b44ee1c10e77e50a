import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VIEWS } from '../../../src/image/views.ts';
import { openTestEngine } from '../../support/backbone.ts';
import { drawPicture } from '../../support/pictures.ts';
import { cosineSimilarity } from '../../support/similarity.ts';

describe('views of a photo, embedded', () => {
	let opened: Awaited<ReturnType<typeof openTestEngine>>;
	let photo: Buffer;
	beforeAll(async () => {
		opened = await openTestEngine();
		photo = await drawPicture('house', 1);
	});
	afterAll(() => opened.engine.close());

	it('are what answers are made of, to the last bit, for the original', async () => {
		const { embedding } = await opened.engine.embed(photo);
		const embedded = await opened.engine.embedViews(photo, { views: ['mirror', 'original'] });
		expect(embedded.views.get('original')).toEqual(embedding);
		expect([...embedded.views.keys()]).toEqual(['mirror', 'original']);
	});

	it('are the same whichever others are asked for', async () => {
		const all = await opened.engine.embedViews(photo, { views: VIEWS });
		expect(all.views.size).toBe(VIEWS.length);
		for (const view of VIEWS) {
			const alone = await opened.engine.embedViews(photo, { views: [view] });
			expect(alone.views.get(view)).toEqual(all.views.get(view));
			expect(alone).toMatchObject({ perceptualHash: all.perceptualHash, sharpness: all.sharpness });
		}
	});

	it('see what a changed file would show', async () => {
		const { views } = await opened.engine.embedViews(photo, { views: VIEWS });
		const similarities = async (changed: Buffer) => {
			const { embedding } = await opened.engine.embed(changed);
			return new Map([...views].map(([view, other]) => [view, cosineSimilarity(embedding, other)]));
		};
		const nearest = (all: Map<string, number>) => [...all].toSorted(([, a], [, b]) => b - a)[0][0];

		const flopped = await similarities(await sharp(photo).flop().png().toBuffer());
		expect(nearest(flopped)).toBe('mirror');
		// Not the same: a grey level more or less becomes more where a network calculates in 8 bits.
		expect(flopped.get('mirror')).toBeGreaterThan(0.98);
		// Drawn pictures are 160 pixels a side.
		const middle = { left: 16, top: 16, width: 128, height: 128 };
		const cropped = await similarities(await sharp(photo).extract(middle).png().toBuffer());
		expect(nearest(cropped)).toBe('crop-centre-80');
	});

	it('tell a sharp photo from a blurred one', async () => {
		const sharpnessOf = async (bytes: Buffer) =>
			(await opened.engine.embedViews(bytes, { views: ['original'] })).sharpness;
		const blurred = await sharp(photo).blur(3).png().toBuffer();
		expect(await sharpnessOf(blurred)).toBeLessThan((await sharpnessOf(photo)) / 4);
	});

	it('are refused with the reason, as photos are', async () => {
		const views = ['original', 'crop-centre-80'] as const;
		const refused = opened.engine.embedViews(Buffer.from('hello'), { views });
		await expect(refused).rejects.toMatchObject({ name: 'UserError', code: 'image-unknown' });
		const cancelled = opened.engine.embedViews(photo, { views, signal: AbortSignal.abort() });
		await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
	});

	it('needed no worker replaced for any of this', () => {
		expect(opened.logger.lines).toEqual([]);
	});
});
