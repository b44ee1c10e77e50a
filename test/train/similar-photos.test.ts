import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dataset/random.ts';
import { createGemm } from '../../src/model/linear-algebra/gemm.ts';
import { similarPhotos } from '../../src/train/similar-photos.ts';

/** Two unit vectors, each at an angle, in degrees. */
const at = (first: number, second: number, label = 'crow') => ({
	label,
	embedding: Float32Array.from([first, second].flatMap((angle) => [cosine(angle), cosine(90 - angle)])),
});
const cosine = (degrees: number) => Math.cos((degrees / 180) * Math.PI);

/** Photos of all directions, some of them ten degrees and more from one another. */
const everywhere = (count: number) =>
	Array.from({ length: count }, (_, n) => at((n * 37) % 360, (n * 91 + 13 * Math.floor(n / 360)) % 360));

describe('photos that look like one scene', () => {
	it('are found wherever they lie, each pair once', async () => {
		// More photos than are compared at once.
		const photos = everywhere(1300);
		photos[3] = at(10.2, 20);
		photos[700] = at(12.1, 21);
		photos[1290] = at(10.3, 24, 'boar');
		photos[1291] = at(190, 24, 'boar');
		photos[1292] = at(100, 204, 'boar');
		const links = await similarPhotos(createGemm(), photos, 2);
		const among = links.filter((link) => link.every((n) => [3, 700, 1290].includes(n)));
		expect(among).toEqual([
			[3, 700],
			[3, 1290],
			[700, 1290],
		]);
		expect(new Set(links.map(String)).size).toBe(links.length);
	});

	it('are not those alike in one part only', async () => {
		const photos = [...everywhere(20), at(10.5, 20), at(10.5, 60)];
		const links = await similarPhotos(createGemm(), photos, 2);
		expect(links).not.toContainEqual([20, 21]);
	});

	it('are not those of a label all of whose photos are alike, unless much more so', async () => {
		const random = seededRandom(1);
		const drawn = () => Float32Array.from({ length: 40 }, (_, d) => (d === 0 ? 3 : random()));
		const vectors = Array.from({ length: 12 }, drawn);
		vectors.push(vectors[3].map((value, d) => value + (d === 5 ? 0.2 : 0)));
		const photos = vectors.map((vector) => {
			const length = Math.hypot(...vector);
			return { label: 'part', embedding: vector.map((value) => value / length) };
		});
		expect(await similarPhotos(createGemm(), photos, 1)).toEqual([[3, 12]]);
	});

	it('are none among none', async () => {
		expect(await similarPhotos(createGemm(), [], 2)).toEqual([]);
	});
});
