import PQueue from 'p-queue';
import { Piscina } from 'piscina';
import { UserError } from '../../errors.ts';
import type { ImageLimits } from '../../image/limits.ts';
import type { Logger } from '../../log.ts';
import type { Backbone } from '../backbone/folder.ts';
import type { InferenceJob, InferenceResult, NetworkFile, WorkerSetup } from './worker.ts';
import { workerFile } from './worker-file.ts';

export interface EngineOptions {
	readonly backbone: Backbone;
	/** Worker threads; each holds the backbone (about 80 MB) and judges one photo at a time. */
	readonly workers: number;
	/** Photos that may wait; one more is answered `engine-busy`. */
	readonly queueLimit: number;
	/** Longest a photo may take once a worker has it. */
	readonly timeoutMs: number;
	readonly limits: ImageLimits;
	readonly logger: Logger;
}

export interface JobOptions {
	readonly signal?: AbortSignal;
}

/** What the backbone makes of a photo. */
export interface EmbeddedPhoto {
	/** The backbone's dimension; a concatenation of unit vectors. */
	readonly embedding: Float32Array;
	/** 64-bit difference hash of the photo as the backbone saw it. */
	readonly perceptualHash: bigint;
	/** Probabilities of the backbone's safety classes, where it has them. */
	readonly safety?: Float32Array;
}

export interface EngineLoad {
	readonly waiting: number;
	readonly running: number;
	readonly queueLimit: number;
	readonly workers: number;
}

/**
 * Runs networks over photos in worker threads, so that the event loop that keeps Discord's heartbeat never waits for
 * one. At most `queueLimit` photos wait; a worker that crashes or overruns its time is replaced, and only its own photo
 * is lost. Photos go one by one: batches of four or eight measured no faster on a CPU, and would make each wait for the rest.
 */
export class Engine {
	readonly backbone: Backbone;
	readonly #options: EngineOptions;
	readonly #pool: Piscina<InferenceJob, InferenceResult>;
	readonly #queue: PQueue;
	#closed = false;

	constructor(options: EngineOptions) {
		this.#options = options;
		this.backbone = options.backbone;
		const setup: WorkerSetup = { limits: options.limits, preload: networkOf(options.backbone) };
		this.#pool = new Piscina({
			...workerFile('worker', import.meta.url),
			name: 'infer',
			workerData: setup,
			minThreads: options.workers,
			maxThreads: options.workers,
			// Piscina's synchronous wait between tasks would keep a fresh worker from loading its session.
			atomics: 'disabled',
		});
		this.#pool.on('error', (error: unknown) =>
			options.logger.warn({ error: String(error) }, 'a worker stopped'),
		);
		this.#queue = new PQueue({ concurrency: options.workers });
	}

	/**
	 * Embeds one encoded photo. The bytes are copied.
	 * @throws {UserError} `image-*`, `engine-busy`, `engine-timeout`, `engine-crashed`, `engine-closed`, `cancelled`
	 */
	async embed(bytes: Uint8Array, options?: JobOptions): Promise<EmbeddedPhoto> {
		const { outputs, perceptualHash } = await this.#infer(networkOf(this.backbone), bytes, options);
		return { embedding: outputs.embedding, perceptualHash, safety: outputs.safety };
	}

	/**
	 * Runs a whole network on one encoded photo: its probabilities, one per label. The bytes are copied.
	 * @throws {UserError} as `embed`
	 */
	async probabilities(network: NetworkFile, bytes: Uint8Array, options?: JobOptions): Promise<Float32Array> {
		const { outputs } = await this.#infer(network, bytes, options);
		return outputs.probabilities;
	}

	load(): EngineLoad {
		const { queueLimit, workers } = this.#options;
		return { waiting: this.#queue.size, running: this.#queue.pending, queueLimit, workers };
	}

	/** Refuses new photos, finishes those taken, and ends the workers. */
	async close(): Promise<void> {
		this.#closed = true;
		await this.#queue.onIdle();
		await this.#pool.destroy();
	}

	async #infer(network: NetworkFile, bytes: Uint8Array, { signal }: JobOptions = {}) {
		if (this.#closed) throw new UserError('engine-closed', {});
		if (this.#queue.size >= this.#options.queueLimit) {
			throw new UserError('engine-busy', { waiting: this.#queue.size });
		}
		const result = await this.#queue
			.add(() => this.#runInTime({ network, bytes: bytes.slice() }, signal), { signal })
			.catch((error: unknown) => {
				if (signal?.aborted) throw new UserError('cancelled', {}, { cause: error });
				throw error;
			});
		if (!result.ok) throw new UserError(result.code, result.details);
		return result;
	}

	async #runInTime(job: InferenceJob, signal?: AbortSignal): Promise<InferenceResult> {
		const { timeoutMs, logger } = this.#options;
		// Aborting a running job ends its worker; the pool starts another.
		const stop = new AbortController();
		const onAbort = () => stop.abort(signal?.reason);
		signal?.addEventListener('abort', onAbort, { once: true });
		let late = false;
		const timer = setTimeout(() => {
			late = true;
			stop.abort();
		}, timeoutMs);
		try {
			return await this.#pool.run(job, {
				transferList: [job.bytes.buffer as ArrayBuffer],
				signal: stop.signal,
			});
		} catch (error) {
			if (signal?.aborted) throw error;
			if (late) throw new UserError('engine-timeout', { limitMs: timeoutMs }, { cause: error });
			logger.error({ error: String(error) }, 'a worker failed on a photo');
			throw new UserError('engine-crashed', {}, { cause: error });
		} finally {
			clearTimeout(timer);
			signal?.removeEventListener('abort', onAbort);
		}
	}
}

function networkOf({ onnxPath, manifest }: Backbone): NetworkFile {
	return { onnxPath, ...manifest.input };
}
