import { InferenceSession, Tensor } from '../../../src/model/onnx-runtime.ts';

/** Runs a network of ours on photos. Gives its results by name. */
export async function runOnnx(
	onnx: Uint8Array | string,
	photos: Uint8Array,
	{ width, height }: { width: number; height: number },
): Promise<Record<string, Float32Array>> {
	const options: InferenceSession.SessionOptions = { intraOpNumThreads: 1, interOpNumThreads: 1 };
	const session =
		typeof onnx === 'string'
			? await InferenceSession.create(onnx, options)
			: await InferenceSession.create(onnx, options);
	try {
		const shape = [photos.length / (width * height * 3), height, width, 3];
		const results = await session.run({ pixels: new Tensor('uint8', photos, shape) });
		return Object.fromEntries(
			Object.entries(results).map(([name, { data }]) => [name, Float32Array.from(data as Float32Array)]),
		);
	} finally {
		await session.release();
	}
}
