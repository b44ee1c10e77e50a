import PQueue from 'p-queue';
import { UserError } from '../../errors.ts';
import type { ImageLimits } from '../../image/limits.ts';
import type { Logger } from '../../log.ts';
import type { Backbone } from '../backbone/folder.ts';
import type { InferenceResult, NetworkFile } from './worker.ts';
import { WorkerPool } from './worker-pool.ts';

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
	/**
	 * Gives the photo up: a waiting one leaves the queue at once. One that a worker has already is refused at once, too, but
	 * finished all the same: that takes milliseconds, where a new worker would take a second.
	 */
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
	readonly #pool: WorkerPool;
	readonly #queue: PQueue;
	#closed = false;

	constructor(options: EngineOptions) {
		this.#options = options;
		this.backbone = options.backbone;
		this.#pool = new WorkerPool({ ...options, preload: networkOf(options.backbone) });
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
		await this.#pool.close();
	}

	async #infer(network: NetworkFile, bytes: Uint8Array, { signal }: JobOptions = {}) {
		if (this.#closed) throw new UserError('engine-closed', {});
		if (signal?.aborted) throw new UserError('cancelled', {});
		if (this.#queue.size >= this.#options.queueLimit) {
			throw new UserError('engine-busy', { waiting: this.#queue.size });
		}
		const result = await this.#whenItsTurn(() => this.#pool.run(network, bytes), signal);
		if (!result.ok) throw new UserError(result.code, result.details);
		return result;
	}

	/** Starts a run when a worker is free. Its place is taken until the worker is free again, whoever waits for the result. */
	#whenItsTurn(start: () => ReturnType<WorkerPool['run']>, signal?: AbortSignal): Promise<InferenceResult> {
		return new Promise<InferenceResult>((resolve, reject) => {
			const waiting = new AbortController();
			const leave = () => waiting.abort();
			const cancel = () => reject(new UserError('cancelled', {}));
			signal?.addEventListener('abort', leave, { once: true });
			signal?.addEventListener('abort', cancel, { once: true });
			const work = async () => {
				signal?.removeEventListener('abort', leave);
				const { result, free } = start();
				result.then(resolve, reject);
				await free;
				signal?.removeEventListener('abort', cancel);
			};
			this.#queue.add(work, { signal: waiting.signal }).catch(reject);
		});
	}
}

function networkOf({ onnxPath, manifest }: Backbone): NetworkFile {
	return { onnxPath, ...manifest.input };
}
