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
