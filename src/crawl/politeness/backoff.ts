const BASE_MS = 1_000;
const CEILING_MS = 60_000;

/**
 * How long to wait before trying again: exponential, with full jitter, so that many waiting at once do not return at
 * once (Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 * @param failures so far, from 1
 * @param random uniform in [0, 1)
 */
export function backoffMs(failures: number, random: () => number): number {
	return random() * Math.min(CEILING_MS, BASE_MS * 2 ** failures);
}
