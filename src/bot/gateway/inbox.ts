import type { Message } from 'discord.js';

interface Hold {
	/** Fetches of missed messages that are under way. */
	fetches: number;
	readonly messages: Message[];
}

/**
 * Passes messages on in the order of their channel. While a channel's missed messages are being fetched, those that
 * arrive wait, so that nobody is answered before the one who posted earlier.
 */
export class Inbox {
	readonly #pass: (message: Message) => void;
	readonly #holds = new Map<string, Hold>();

	constructor(pass: (message: Message) => void) {
		this.#pass = pass;
	}

	/** Whether messages wait that nobody has seen yet. */
	get isHolding(): boolean {
		return this.#holds.size > 0;
	}

	receive(message: Message): void {
		const hold = this.#holds.get(message.channelId);
		if (hold) hold.messages.push(message);
		else this.#pass(message);
	}

	/** Holds a channel until its missed messages, which must not reject, are there. */
	async hold(channelId: string, missed: Promise<readonly Message[]>): Promise<void> {
		const hold = this.#holds.get(channelId) ?? { fetches: 0, messages: [] };
		this.#holds.set(channelId, hold);
		hold.fetches += 1;
		hold.messages.push(...(await missed));
		hold.fetches -= 1;
		if (hold.fetches > 0) return;
		this.#holds.delete(channelId);
		// One that was fetched and arrived as well is told apart by whoever takes it.
		for (const message of hold.messages.sort(byId)) this.#pass(message);
	}
}

/** Ids are ordered by time. */
function byId(a: Message, b: Message): number {
	const difference = BigInt(a.id) - BigInt(b.id);
	return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
