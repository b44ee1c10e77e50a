export interface RetryPolicy {
	readonly firstDelayMs: number;
	readonly maxDelayMs: number;
	/** No attempt starts later than this after the first. */
	readonly deadlineMs: number;
}

export interface RetryOptions {
	readonly policy: RetryPolicy;
	/** Whether trying again may help. */
	readonly isTransient: (error: unknown) => boolean;
	readonly signal?: AbortSignal;
}

/**
 * Does something until it succeeds, fails for good or its time is over, with exponential back-off and jitter.
 * @throws the last error; the signal's reason when it aborts between attempts.
 */
export async function retry<Result>(
	action: () => Promise<Result>,
	{ policy, isTransient, signal }: RetryOptions,
): Promise<Result> {
	const startedAt = performance.now();
	for (let delayMs = policy.firstDelayMs; ; delayMs = Math.min(policy.maxDelayMs, delayMs * 2)) {
		signal?.throwIfAborted();
		try {
			return await action();
		} catch (error) {
			if (!isTransient(error)) throw error;
			// Half of each delay is chance, so that many that failed together do not return together.
			const waitMs = delayMs * (0.5 + Math.random() / 2);
			if (performance.now() - startedAt + waitMs > policy.deadlineMs) throw error;
			await delay(waitMs, signal);
		}
	}
}

/** Resolves after a time, or at once when the signal aborts. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const finish = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', finish);
			resolve();
		};
		const timer = setTimeout(finish, ms);
		if (signal?.aborted) finish();
		else signal?.addEventListener('abort', finish, { once: true });
	});
}
