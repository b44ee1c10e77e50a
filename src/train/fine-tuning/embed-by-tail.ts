import { EMBEDDING } from '../../model/backbone/manifest.ts';
import type { ExecutionProvider } from '../../model/engine/providers/device.ts';
import { sessionOptions } from '../../model/engine/session-options.ts';
import { meaningOf, type Tail } from '../../model/fine-tuning/read-tail.ts';
import { tailNetwork } from '../../model/fine-tuning/split-backbone.ts';
import type { TailShape } from '../../model/fine-tuning/tail-topology.ts';
import { InferenceSession, Tensor } from '../../model/onnx-runtime.ts';

/** Photos that are put through at a time: it makes no difference but to memory. */
const AT_A_TIME = 32;

/** What a tail makes of maps of features: embeddings, in their order. */
export async function embedByTail(
	photos: readonly Uint8Array[],
	tail: Tail,
	shape: TailShape,
	providers: readonly ExecutionProvider[] = ['cpu'],
): Promise<Float32Array<ArrayBuffer>[]> {
	const session = await InferenceSession.create(tailNetwork(tail, shape), sessionOptions(providers));
	try {
		const embeddings: Float32Array<ArrayBuffer>[] = [];
		for (let done = 0; done < photos.length; done += AT_A_TIME) {
			const some = photos.slice(done, done + AT_A_TIME);
			const { channels, height, width } = shape;
			const maps = new Tensor('float32', meaningOf(some, tail), [some.length, channels, height, width]);
			const result = (await session.run({ [tail.from]: maps }))[EMBEDDING] as Tensor;
			const numbers = result.data as Float32Array;
			const dimension = numbers.length / some.length;
			for (const n of some.keys())
				embeddings.push(Float32Array.from(numbers.subarray(n * dimension, (n + 1) * dimension)));
		}
		return embeddings;
	} finally {
		await session.release();
	}
}
