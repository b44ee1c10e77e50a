import '../no-telemetry.ts';
import { Piscina } from 'piscina';
import { UserError } from '../../errors.ts';
import type { ImageLimits } from '../../image/limits.ts';
import type { Logger } from '../../log.ts';
import { NativeCalls } from './native-calls.ts';
import { type Device, PROCESSOR } from './providers/device.ts';
import type { Turn } from './task-queue.ts';
import type { NetworkFile, Task, TaskKind } from './tasks.ts';
import type { InferenceJob, InferenceResult, JobStarted, WorkerSetup } from './worker.ts';
import { workerFile } from './worker-file.ts';

/** Longest that a worker may take to start and load a network: seconds on a small computer. */
const START_LIMIT_MS = 60_000;
/** Longest that closing, or the exit of the process, waits for calls into ONNX Runtime; loading a network takes a second. */
const END_LIMIT_MS = 5_000;

export interface WorkerPoolOptions {
	readonly workers: number;
	/** Longest that one view of a photo may take once a worker has it and is ready. */
	readonly timeoutMs: number;
	readonly limits: ImageLimits;
	/** The network that every worker loads when it starts. */
	readonly preload: NetworkFile;
	/** Whether workers start with the first photo, which may never come; at once, when absent. */
	readonly startsIdle?: boolean;
	/** The processor, when absent. */
	readonly device?: Device;
	readonly logger: Logger;
}

/** Worker threads that run networks over photos. One that crashes or overruns its time is replaced. */
export class WorkerPool {
	readonly #options: WorkerPoolOptions;
	readonly #pool: Piscina<InferenceJob, InferenceResult>;
	readonly #calls = new NativeCalls();
	/** What to do when the work on a photo begins, by the job's id. */
	readonly #onStarted = new Map<number, () => void>();
	#lastId = 0;

	constructor(options: WorkerPoolOptions) {
		this.#options = options;
		const { workers, limits, preload, startsIdle = false, device = PROCESSOR, logger } = options;
		const { providers } = device;
		const setup: WorkerSetup = { limits, preload, providers, calls: this.#calls.shared };
		this.#pool = new Piscina({
			...workerFile('worker', import.meta.url),
			name: 'infer',
			niceIncrement: Number(process.env.NICE ?? 0),
			workerData: setup,
			minThreads: startsIdle ? 0 : workers,
			maxThreads: workers,
			idleTimeout: Number.POSITIVE_INFINITY,
			// Piscina's synchronous wait between tasks would keep a fresh worker from loading its session.
			atomics: 'disabled',
		});
		this.#pool.on('error', (error: unknown) => logger.warn({ error: String(error) }, 'a worker stopped'));
		this.#pool.on('message', ({ started }: JobStarted) => this.#onStarted.get(started)?.());
		process.on('exit', this.#onExit);
	}

	/**
	 * Gives a worker a task. The bytes are copied. The result is rejected with `engine-timeout` or `engine-crashed`; the
	 * turn is over when the worker can take another task, or another worker has taken its place.
	 */
	run<Kind extends TaskKind>(network: NetworkFile, task: Task<Kind>): Turn<InferenceResult<Kind>> {
		const calls = new NativeCalls();
		const job: InferenceJob<Kind> = {
			id: ++this.#lastId,
			network,
			// Not `slice`, which for a Buffer is a view: transferring that would take the caller's memory away.
			task: { ...task, bytes: new Uint8Array(task.bytes) },
			calls: calls.shared,
		};
		const limitMs = this.#options.timeoutMs * (task.views?.length || 1);
		// Aborting a running job ends its worker; the pool starts another.
		const worker = new AbortController();
		const done = new AbortController();
		const work = this.#pool
			.run(job, { transferList: [job.task.bytes.buffer as ArrayBuffer], signal: worker.signal })
			.finally(() => done.abort()) as Promise<InferenceResult<Kind>>;
		const overrun = this.#whenLate(job.id, limitMs, done.signal).then(async () => {
			void calls.end(done.signal).then(() => {
				if (!done.signal.aborted) worker.abort();
			});
			throw new UserError('engine-timeout', { limitMs });
		});
		const answer = work.catch((error: unknown) => {
			if (!worker.signal.aborted)
				this.#options.logger.error({ error: String(error) }, 'a worker failed on a photo');
			throw new UserError('engine-crashed', {}, { cause: error });
		});
		return {
			result: Promise.race([answer, overrun]),
			free: work.then(
				() => {},
				() => {},
			),
		};
	}

	/** Ends the workers; to be called when nothing runs. */
	async close(): Promise<void> {
		await this.#calls.end(AbortSignal.timeout(END_LIMIT_MS));
		process.off('exit', this.#onExit);
		await this.#pool.destroy();
	}

	readonly #onExit = () => this.#calls.endAtOnce(END_LIMIT_MS);

	/** Resolved when a job has had its time: counted from when a worker is ready for it. Never once it is done. */
	#whenLate(id: number, limitMs: number, done: AbortSignal): Promise<void> {
		return new Promise((resolve) => {
			let timer = setTimeout(resolve, START_LIMIT_MS);
			this.#onStarted.set(id, () => {
				clearTimeout(timer);
				timer = setTimeout(resolve, limitMs);
			});
			done.addEventListener('abort', () => {
				clearTimeout(timer);
				this.#onStarted.delete(id);
			});
		});
	}
}
