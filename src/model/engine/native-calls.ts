import { setTimeout as delay } from 'node:timers/promises';

/** Indexes into the shared memory: how many calls are being made, and whether no more may begin. */
const INSIDE = 0;
const ENDING = 1;

const POLL_MS = 5;

/**
 * Keeps threads from being ended inside ONNX Runtime. When its binding cannot hand a result to a thread that is being
 * terminated, it throws where nobody can catch it, and the whole process aborts (the reason is told in
 * https://github.com/nodejs/node-addon-api/pull/975). Both sides share memory, because a thread inside a native call
 * answers no message.
 */
export class NativeCalls {
	/** To be handed to the other threads. */
	readonly shared: SharedArrayBuffer;
	readonly #state: Int32Array;

	constructor(shared = new SharedArrayBuffer(8)) {
		this.shared = shared;
		this.#state = new Int32Array(shared);
	}

	/** In a worker: makes a call. Once threads are being ended it ends its own instead, and never returns. */
	async make<Result>(call: () => Promise<Result>): Promise<Result> {
		Atomics.add(this.#state, INSIDE, 1);
		try {
			if (Atomics.load(this.#state, ENDING) === 0) return await call();
		} finally {
			Atomics.sub(this.#state, INSIDE, 1);
			Atomics.notify(this.#state, INSIDE);
		}
		// Of a worker, this ends the thread and not the process.
		return process.exit();
	}

	/** Before threads are ended: lets no call begin any more, and waits for those being made. */
	async end(giveUp: AbortSignal): Promise<void> {
		Atomics.store(this.#state, ENDING, 1);
		while (Atomics.load(this.#state, INSIDE) > 0 && !giveUp.aborted) await delay(POLL_MS);
	}

	/** The same where nothing can be awaited: while the process exits. */
	endAtOnce(limitMs: number): void {
		Atomics.store(this.#state, ENDING, 1);
		const deadline = performance.now() + limitMs;
		for (;;) {
			const inside = Atomics.load(this.#state, INSIDE);
			const left = deadline - performance.now();
			if (inside === 0 || left <= 0) return;
			Atomics.wait(this.#state, INSIDE, inside, left);
		}
	}
}
