import type { Feed, PlaygroundEvents } from './event-feed.ts';

const TIMEOUT_MS = 30_000;
/** What happens within the bot raises no event here. */
const ASK_AGAIN_MS = 5;

/** Everything that can change what a probe finds. */
const EVENTS: readonly (keyof PlaygroundEvents)[] = [
	'message',
	'messageUpdate',
	'messageDelete',
	'reaction',
	'typing',
	'interaction',
	'interactionUpdate',
	'channel',
	'guild',
	'user',
	'commands',
	'session',
	'call',
];

export interface WaitOptions {
	/** Of real time. */
	readonly timeoutMs?: number | undefined;
	/** For the error's message. */
	readonly what?: string | undefined;
}

/** Asks now, after each event and now and then until there is an answer. */
export function waitFor<Found>(
	feed: Feed,
	probe: () => Found | undefined | null | false,
	options: WaitOptions = {},
): Promise<Found> {
	const { timeoutMs = TIMEOUT_MS, what = 'what was waited for' } = options;
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			stop();
			reject(new Error(`${what} did not come within ${timeoutMs} ms`));
		}, timeoutMs);
		const stop = () => {
			clearTimeout(timer);
			clearInterval(repeat);
			for (const name of EVENTS) feed.off(name, ask);
		};
		const ask = () => {
			try {
				const found = probe();
				if (found === undefined || found === null || found === false) return;
				stop();
				resolve(found);
			} catch (error) {
				stop();
				reject(error);
			}
		};
		const repeat = setInterval(ask, ASK_AGAIN_MS);
		for (const name of EVENTS) feed.on(name, ask);
		ask();
	});
}
