import type { Message } from 'discord.js';
import { Remembered } from '../flow/recent.ts';

/** An answer that comes sooner needs no “is typing …”. */
const AFTER_MS = 1_500;

/** Discord shows the indicator for ten seconds. */
const SHOWN_MS = 9_000;

/** Shows “is typing …” where an answer takes long enough for people to wonder. */
export class TypingIndicator {
	readonly #shown = new Remembered({ forMs: SHOWN_MS });

	/** @returns what to call once the answer is there. */
	start({ channel }: Message): () => void {
		const timer = setTimeout(() => {
			if (!channel.isSendable() || !this.#shown.add(channel.id)) return;
			// A courtesy: when it fails, nobody misses it.
			channel.sendTyping().catch(() => {});
		}, AFTER_MS);
		timer.unref();
		return () => clearTimeout(timer);
	}
}
