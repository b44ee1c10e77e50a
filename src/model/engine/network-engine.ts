import { UserError } from '../../errors.ts';
import type { ImageLimits } from '../../image/limits.ts';
import type { Logger } from '../../log.ts';
import type { Device } from './providers/device.ts';
import { TaskQueue } from './task-queue.ts';
import type { NetworkFile } from './tasks.ts';
import { WorkerPool } from './worker-pool.ts';

export interface NetworkEngineOptions {
	/** What is to be asked first; its size is that of all. */
	readonly network: NetworkFile;
	readonly workers: number;
	/** Longest a photo may take once a worker has it. */
	readonly timeoutMs: number;
	readonly limits: ImageLimits;
	/** The processor, when absent. */
	readonly device?: Device;
	readonly logger: Logger;
}

/** Runs whole networks over photos in worker threads, without a backbone. For commands, which bound their own work. */
export class NetworkEngine {
	readonly #pool: WorkerPool;
	readonly #turns: TaskQueue;

	constructor({ network, ...options }: NetworkEngineOptions) {
		this.#pool = new WorkerPool({ ...options, preload: network });
		this.#turns = new TaskQueue(options.workers);
	}

	/**
	 * The network's probabilities of one encoded photo, one per label. The bytes are copied.
	 * @throws {UserError} `image-*`, `engine-timeout`, `engine-crashed`, `cancelled`
	 */
	async probabilities(network: NetworkFile, bytes: Uint8Array, signal?: AbortSignal): Promise<Float32Array> {
		if (signal?.aborted) throw new UserError('cancelled', {});
		const begin = () => this.#pool.run(network, { kind: 'photo', bytes });
		const result = await this.#turns.take(begin, { signal, priority: 0 });
		if (!result.ok) throw new UserError(result.code, result.details);
		return result.value[0]['probabilities'] as Float32Array;
	}

	async close(): Promise<void> {
		await this.#turns.onIdle();
		await this.#pool.close();
	}
}
