import { UserError } from '../../../errors.ts';
import { SESSION_OPTIONS } from '../../engine/session-options.ts';
import { PIXELS, type Size } from '../../formats/network/pixels.ts';
import { refusingAsync } from '../../formats/refusal.ts';
import { InferenceSession, Tensor } from '../../onnx-runtime.ts';
import { EMBEDDING } from '../manifest.ts';
import { runningForeign } from './from-onnx.ts';

/** A handful of numbers tells no photo from another; more than any network gives would fill the disk with embeddings. */
const LEAST_NUMBERS = 4;
const MOST_NUMBERS = 16_384;

/** Squared distance of unit vectors that say the same but for rounding. */
const SAME = 1e-6;

/**
 * Runs a backbone on pictures and makes sure that it can serve: it runs, its numbers are numbers, as many as it should be,
 * other ones for other pictures, and the same for the same picture.
 *
 * @throws {UserError} `network-damaged`, `network-useless`
 */
export async function verifyBackbone(
	path: string,
	onnxPath: string,
	{ input, parts }: { readonly input: Size; readonly parts: readonly number[] },
): Promise<void> {
	const useless = (why: 'not-finite' | 'constant' | 'random' | 'dimension') =>
		new UserError('network-useless', { path, why });
	const dimension = parts.reduce((sum, length) => sum + length, 0);
	if (dimension < LEAST_NUMBERS || dimension > MOST_NUMBERS) throw useless('dimension');
	const pictures = drawPictures(input);
	const embeddings = await embedAll(path, onnxPath, input, [...pictures, ...pictures]);
	if (embeddings.some((embedding) => embedding.length !== dimension)) throw useless('dimension');
	if (!embeddings.every((embedding) => embedding.every(Number.isFinite))) throw useless('not-finite');
	const [first, second] = [embeddings.slice(0, pictures.length), embeddings.slice(pictures.length)];
	if (first.some((embedding, n) => squaredDistance(embedding, second[n] as Float32Array) > SAME))
		throw useless('random');
	const [one, ...others] = first as [Float32Array, ...Float32Array[]];
	if (others.every((other) => squaredDistance(one, other) <= SAME)) throw useless('constant');
}

async function embedAll(
	path: string,
	onnxPath: string,
	{ width, height }: Size,
	pictures: readonly Uint8Array[],
): Promise<Float32Array[]> {
	return refusingAsync('ONNX', path, () =>
		runningForeign(async () => {
			const session = await InferenceSession.create(onnxPath, SESSION_OPTIONS);
			const embeddings: Float32Array[] = [];
			for (const picture of pictures) {
				const results = await session.run({ [PIXELS]: new Tensor('uint8', picture, [1, height, width, 3]) });
				embeddings.push(Float32Array.from(results[EMBEDDING]?.data as Float32Array));
			}
			await session.release();
			return embeddings;
		}),
	);
}

type Colour = readonly [red: number, green: number, blue: number];

/** A gradient, a checkerboard, stripes, rings: pictures as unlike each other as they can be drawn in a line. */
export function drawPictures({ width, height }: Size): Uint8Array[] {
	const drawings: ((x: number, y: number) => Colour)[] = [
		(x, y) => [(255 * x) / width, (255 * y) / height, 128],
		(x, y) => (((x >> 3) + (y >> 3)) % 2 === 0 ? [230, 200, 40] : [10, 60, 120]),
		(x) => (x % 6 < 3 ? [250, 250, 250] : [5, 5, 5]),
		(x, y) => (Math.hypot(x - width / 2, y - height / 2) % 16 < 8 ? [200, 30, 30] : [40, 160, 60]),
	];
	return drawings.map((draw) => {
		const pixels = new Uint8Array(width * height * 3);
		for (let y = 0; y < height; y++)
			for (let x = 0; x < width; x++) pixels.set(draw(x, y), 3 * (y * width + x));
		return pixels;
	});
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
	return sum;
}
