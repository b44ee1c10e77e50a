import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { LRUCache } from 'lru-cache';
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

/** A guild's own network may be imported beside the backbone, which is two; more than this many sessions are not kept in memory. */
const MAX_SESSIONS = 5;

/** A network in memory: whole, or its last part and the one before it. */
interface LoadedNetwork {
	readonly session: InferenceSession;
	readonly trunk?: InferenceSession;
}

const { limits, preload, providers, calls } = workerData as WorkerSetup;
const poolCalls = new NativeCalls(calls);
const { InferenceSession: Session, Tensor } = await poolCalls.make(() => import('../onnx-runtime.ts'));
const sessions = new LRUCache<string, Promise<InferenceSession>>({
	max: MAX_SESSIONS,
	dispose: (evicted) => evicted.then((session) => poolCalls.make(() => session.release())).catch(() => {}),
});
// A failure here is met again, and told, by the first job.
load(preload).catch(() => {});

/** Called by the pool, one job at a time. */
export async function infer({ id, task, network, calls }: InferenceJob): Promise<InferenceResult> {
	const jobCalls = new NativeCalls(calls);
	try {
		const { width, height } = network;
		const { beside: other } = task;
		const loaded = await jobCalls.make(() => load(network, other !== undefined));
		const beside = other && (await jobCalls.make(() => load(other, true)));
		parentPort?.postMessage({ started: id } satisfies JobStarted);
		const call = (session: InferenceSession, input: InferenceSession.OnnxValueMapType) =>
			jobCalls.make(() => poolCalls.make(() => session.run(input)));
		const run = async (pixels: Uint8Array): Promise<[Outputs, ...Outputs[]]> => {
			const photo = { pixels: new Tensor('uint8', pixels, [1, height, width, 3]) };
			// What a trunk gives is the one input of each last part.
			const input = loaded.trunk ? await call(loaded.trunk, photo) : photo;
			const own = outputsOf(await call(loaded.session, input));
			return beside ? [own, outputsOf(await call(beside.session, input))] : [own];
		};
		return { ok: true, value: await perform(task, { size: { width, height }, limits, run }) };
	} catch (error) {
		if (isUserError(error)) return { ok: false, code: error.code, details: error.details };
		throw error;
	}
}

function outputsOf(results: InferenceSession.OnnxValueMapType): Outputs {
	return Object.fromEntries(
		Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
	);
}

/**
 * A trunk is loaded once for all that have it. The backbone in use is there sooner whole, and stays so until another has
 * its trunk.
 */
async function load({ onnxPath, trunk }: NetworkFile, isShared = false): Promise<LoadedNetwork> {
	const isWhole = onnxPath === preload.onnxPath && !isShared && !sessions.has(trunk?.of ?? '');
	if (!trunk || isWhole) return { session: await sessionOf(onnxPath, async () => onnxPath) };
	// No Buffer, whose `slice` gives a view and no copy.
	const read = async () => {
		const { buffer, byteOffset, byteLength } = await readFile(onnxPath);
		return new Uint8Array(buffer, byteOffset, byteLength);
	};
	// Most backbones are never cut.
	const cut = () => import('../fine-tuning/split-backbone.ts');
	const loaded = {
		session: await sessionOf(`tail of ${onnxPath}`, async () => (await cut()).ownTailOf(await read(), trunk)),
		trunk: await sessionOf(trunk.of, async () => (await cut()).sharedTrunkOf(await read(), trunk)),
	};
	sessions.delete(onnxPath);
	return loaded;
}

/** @param source of what is not in memory yet: a file, or what would be in it */
function sessionOf(key: string, source: () => Promise<string | Uint8Array>): Promise<InferenceSession> {
	const known = sessions.get(key);
	if (known) return known;
	const options = sessionOptions(providers);
	const created = source().then((model) =>
		poolCalls.make(() =>
			typeof model === 'string' ? Session.create(model, options) : Session.create(model, options),
		),
	);
	sessions.set(key, created);
	created.catch(() => sessions.delete(key));
	return created;
}
