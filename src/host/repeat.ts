import type { Logger } from '../log.ts';

export interface Repeating {
	/** Does it now, or once more when it is at it already: what it sees may be older than the reason to look. */
	now(): void;
	stop(): void;
}

interface RepeatOptions {
	readonly everyMs: number;
	/** What the log is told when it cannot be done, and when it can be again. */
	readonly failed: string;
	readonly recovered: string;
	readonly logger: Pick<Logger, 'error' | 'info'>;
}

/**
 * Does something again and again, and never twice at once: what it asks may take long to answer. That it cannot be done
 * is said once, and once when it can again.
 */
export function repeat(
	work: () => Promise<unknown>,
	{ everyMs, failed, recovered, logger }: RepeatOptions,
): Repeating {
	let isAtWork = false;
	let isToDoAgain = false;
	let hasFailed = false;
	const now = async () => {
		if (isAtWork) return;
		isAtWork = true;
		try {
			do {
				isToDoAgain = false;
				await work();
			} while (isToDoAgain);
			if (hasFailed) logger.info(recovered);
			hasFailed = false;
		} catch (error) {
			if (!hasFailed) logger.error({ error: String(error) }, failed);
			hasFailed = true;
		} finally {
			isAtWork = false;
		}
	};
	const timer = setInterval(() => void now(), everyMs);
	return {
		now() {
			isToDoAgain = true;
			void now();
		},
		stop: () => clearInterval(timer),
	};
}
