import { InferenceSession, Tensor } from 'onnxruntime-node';
import { workerData } from 'piscina';
import { type ErrorCode, type ErrorDetails, isUserError } from '../../errors.ts';
import type { ImageLimits } from '../../image/limits.ts';
import { perceptualHash } from '../../image/perceptual-hash.ts';
import { readPixels } from '../../image/read.ts';
import { SESSION_OPTIONS } from './session-options.ts';

/** A network on disk whose one input is `pixels`, uint8 [N, height, width, 3]. */
export interface NetworkFile {
	readonly onnxPath: string;
	readonly width: number;
	readonly height: number;
}

export interface WorkerSetup {
	readonly limits: ImageLimits;
	/** Loaded at once, so that the first photo does not wait for it. */
	readonly preload: NetworkFile;
}

export interface InferenceJob {
	readonly bytes: Uint8Array;
	readonly network: NetworkFile;
}

/** Refusals travel as data: an error loses its class between threads. */
export type InferenceResult =
	| {
			readonly ok: true;
			/** Each output of the network, without the batch dimension. */
			readonly outputs: Readonly<Record<string, Float32Array>>;
			readonly perceptualHash: bigint;
	  }
	| { readonly ok: false; readonly code: ErrorCode; readonly details: ErrorDetails[ErrorCode] };

/** A guild's own network may be imported beside the backbone; more than this many sessions are not kept in memory. */
const MAX_SESSIONS = 4;

const { limits, preload } = workerData as WorkerSetup;
const sessions = new Map<string, Promise<InferenceSession>>();
// A failure here is met again, and told, by the first job.
sessionFor(preload).catch(() => {});

/** Decodes one photo and runs a network on it. Called by the pool, one job at a time. */
export async function infer({ bytes, network }: InferenceJob): Promise<InferenceResult> {
	try {
		const { width, height } = network;
		const pixels = await readPixels(bytes, { kind: 'squash', width, height }, limits);
		const session = await sessionFor(network);
		const input = new Tensor('uint8', pixels.data, [1, height, width, 3]);
		const results = await session.run({ pixels: input });
		const outputs = Object.fromEntries(
			Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
		);
		return { ok: true, outputs, perceptualHash: perceptualHash(pixels) };
	} catch (error) {
		if (isUserError(error)) return { ok: false, code: error.code, details: error.details };
		throw error;
	}
}

function sessionFor({ onnxPath }: NetworkFile): Promise<InferenceSession> {
	const known = sessions.get(onnxPath);
	if (known) {
		// Re-inserted, so that the map's order is from least to most recently used.
		sessions.delete(onnxPath);
		sessions.set(onnxPath, known);
		return known;
	}
	const created = InferenceSession.create(onnxPath, SESSION_OPTIONS);
	sessions.set(onnxPath, created);
	created.catch(() => sessions.delete(onnxPath));
	evictLeastRecent();
	return created;
}

function evictLeastRecent(): void {
	if (sessions.size <= MAX_SESSIONS) return;
	const [oldest] = sessions;
	sessions.delete(oldest[0]);
	oldest[1].then((session) => session.release()).catch(() => {});
}
