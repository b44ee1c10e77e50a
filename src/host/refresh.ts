import type { Logger } from '../log.ts';

/**
 * Looks for new models again and again, and never twice at once: where they lie may take long to answer. That it cannot
 * look is said once, and once when it can again.
 * @returns ends it
 */
export function refreshRegularly(
	refresh: () => Promise<void>,
	everyMs: number,
	logger: Pick<Logger, 'error' | 'info'>,
): () => void {
	let isLooking = false;
	let hasFailed = false;
	const look = async () => {
		if (isLooking) return;
		isLooking = true;
		try {
			await refresh();
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
	return () => clearInterval(timer);
}
