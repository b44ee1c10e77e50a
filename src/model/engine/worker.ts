import { parentPort } from 'node:worker_threads';
import { LRUCache } from 'lru-cache';
import { workerData } from 'piscina';
import { type ErrorCode, type ErrorDetails, isUserError } from '../../errors.ts';
import type { ImageLimits } from '../../image/limits.ts';
import type { InferenceSession } from '../onnx-runtime.ts';
import { NativeCalls } from './native-calls.ts';
import type { ExecutionProvider } from './providers/device.ts';
import { sessionOptions } from './session-options.ts';
import {
	type NetworkFile,
	type Outputs,
	perform,
	type Task,
	type TaskKind,
	type TaskResults,
} from './tasks.ts';

export interface WorkerSetup {
	readonly limits: ImageLimits;
	/** Loaded at once, so that the first photo does not wait for it. */
	readonly preload: NetworkFile;
	readonly providers: readonly ExecutionProvider[];
	/** Of the pool: see `NativeCalls`. */
	readonly calls: SharedArrayBuffer;
}

export interface InferenceJob<Kind extends TaskKind = TaskKind> {
	readonly id: number;
	readonly task: Task<Kind>;
	readonly network: NetworkFile;
	/** Of this job: see `NativeCalls`. */
	readonly calls: SharedArrayBuffer;
}

/** Sent when the worker and the network are ready, and the work on a photo begins. */
export interface JobStarted {
	readonly started: InferenceJob['id'];
}

/** Refusals travel as data: an error loses its class between threads. */
export type InferenceResult<Kind extends TaskKind = TaskKind> =
	| { readonly ok: true; readonly value: TaskResults[Kind] }
	| { readonly ok: false; readonly code: ErrorCode; readonly details: ErrorDetails[ErrorCode] };

/** A guild's own network may be imported beside the backbone; more than this many sessions are not kept in memory. */
const MAX_SESSIONS = 4;

const { limits, preload, providers, calls } = workerData as WorkerSetup;
const poolCalls = new NativeCalls(calls);
const { InferenceSession: Session, Tensor } = await poolCalls.make(() => import('../onnx-runtime.ts'));
const sessions = new LRUCache<string, Promise<InferenceSession>>({
	max: MAX_SESSIONS,
	dispose: (evicted) => evicted.then((session) => poolCalls.make(() => session.release())).catch(() => {}),
});
// A failure here is met again, and told, by the first job.
sessionFor(preload).catch(() => {});

/** Called by the pool, one job at a time. */
export async function infer({ id, task, network, calls }: InferenceJob): Promise<InferenceResult> {
	const jobCalls = new NativeCalls(calls);
	try {
		const { width, height } = network;
		const session = await jobCalls.make(() => sessionFor(network));
		parentPort?.postMessage({ started: id } satisfies JobStarted);
		const run = async (pixels: Uint8Array): Promise<Outputs> => {
			const input = new Tensor('uint8', pixels, [1, height, width, 3]);
			const results = await jobCalls.make(() => poolCalls.make(() => session.run({ pixels: input })));
			return Object.fromEntries(
				Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
			);
		};
		return { ok: true, value: await perform(task, { size: { width, height }, limits, run }) };
	} catch (error) {
		if (isUserError(error)) return { ok: false, code: error.code, details: error.details };
		throw error;
	}
}

function sessionFor({ onnxPath }: NetworkFile): Promise<InferenceSession> {
	const known = sessions.get(onnxPath);
	if (known) return known;
	const created = poolCalls.make(() => Session.create(onnxPath, sessionOptions(providers)));
	sessions.set(onnxPath, created);
	created.catch(() => sessions.delete(onnxPath));
	return created;
}
