import { SESSION_OPTIONS } from '../engine/session-options.ts';
import { InferenceSession, Tensor } from '../onnx-runtime.ts';
import type { Backbone } from './folder.ts';

/** The first runs touch memory for the first time. */
const WARM_UP_RUNS = 2;
const RUNS = 20;

/**
 * Milliseconds that the network takes for a photo once it is decoded, on one thread: the fastest of a few runs, since
 * whatever else the machine does can only slow one down.
 */
export async function measureMilliseconds({ onnxPath, manifest }: Backbone): Promise<number> {
	const { width, height } = manifest.input;
	const session = await InferenceSession.create(onnxPath, SESSION_OPTIONS);
	try {
		const pixels = new Tensor('uint8', new Uint8Array(width * height * 3).fill(128), [1, height, width, 3]);
		let fastest = Number.POSITIVE_INFINITY;
		for (let run = 0; run < WARM_UP_RUNS + RUNS; run++) {
			const start = performance.now();
			await session.run({ pixels });
			if (run >= WARM_UP_RUNS) fastest = Math.min(fastest, performance.now() - start);
		}
		return fastest;
	} finally {
		await session.release();
	}
}
