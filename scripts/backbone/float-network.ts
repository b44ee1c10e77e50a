import { fileURLToPath } from 'node:url';
import { DEFAULT_IMAGE_LIMITS } from '../../src/image/limits.ts';
import { readPixels } from '../../src/image/read.ts';
import { InferenceSession, Tensor } from '../../src/model/onnx-runtime.ts';

const SIDE = 224;

/** The float32 network that make_backbone.py left in build/: embeds encoded photos, decoded as Hantei decodes them. */
export async function openFloatNetwork(): Promise<(bytes: Uint8Array) => Promise<Float32Array>> {
	const path = fileURLToPath(new URL('./build/efficientnet-lite0.float.onnx', import.meta.url));
	const session = await InferenceSession.create(path);
	return async (bytes) => {
		const shape = { kind: 'squash', width: SIDE, height: SIDE } as const;
		const { data } = await readPixels(bytes, shape, DEFAULT_IMAGE_LIMITS);
		const plane = SIDE * SIDE;
		const photo = Float32Array.from({ length: 3 * plane }, (_, n) => {
			const channel = Math.floor(n / plane);
			return (data[3 * (n % plane) + channel] - 127) / 128;
		});
		const results = await session.run({ photo: new Tensor('float32', photo, [1, 3, SIDE, SIDE]) });
		return results['embedding'].data as Float32Array;
	};
}
