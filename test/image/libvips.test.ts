import { expect, it } from 'vitest';
import { sharp } from '../../src/image/libvips.ts';
import { small } from './hostile/pictures.ts';

it('opens nothing but the formats we read', async () => {
	const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>');
	for (const bytes of [svg, await small().tiff().toBuffer()]) {
		await expect(sharp(bytes).metadata()).rejects.toThrow('unsupported image format');
	}
});

it('knows every loader that sharp has', () => {
	const loaders = Object.values(sharp.format).filter(({ input }) => input.buffer);
	// A new one belongs into UNUSED_LOADERS, or among the formats we read.
	expect(loaders.map(({ id }) => id).sort()).toEqual([
		'gif',
		'heif',
		'jpeg',
		'png',
		'raw',
		'svg',
		'tiff',
		'webp',
	]);
});
