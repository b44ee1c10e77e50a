import type { Logger } from '../log.ts';

export interface Refreshing {
	/** Looks now, or once more when it is looking already: what it sees may be older than the reason to look. */
	look(): void;
	stop(): void;
}

/**
 * Looks for new models again and again, and never twice at once: where they lie may take long to answer. That it cannot
 * look is said once, and once when it can again.
 */
export function refreshRegularly(
	refresh: () => Promise<void>,
	everyMs: number,
	logger: Pick<Logger, 'error' | 'info'>,
): Refreshing {
	let isLooking = false;
	let isToLookAgain = false;
	let hasFailed = false;
	const look = async () => {
		if (isLooking) return;
		isLooking = true;
		try {
			do {
				isToLookAgain = false;
				await refresh();
			} while (isToLookAgain);
			if (hasFailed) logger.info('new models are looked for again');
			hasFailed = false;
		} catch (error) {
			if (!hasFailed) logger.error({ error: String(error) }, 'cannot look for new models');
			hasFailed = true;
		} finally {
			isLooking = false;
		}
	};
	const timer = setInterval(() => void look(), everyMs);
	return {
		look() {
			isToLookAgain = true;
			void look();
		},
		stop: () => clearInterval(timer),
	};
}
