import type { Snowflake } from 'discord-api-types/v10';
import type { MessageRecord } from './world/state.ts';
import type { World } from './world/world.ts';

/** Tells who waits when the bot replies to a message; thousands may wait at once. */
export class Replies {
	readonly #world: World;
	readonly #first = new Map<Snowflake, Snowflake>();
	readonly #waiting = new Map<Snowflake, Set<(reply: MessageRecord) => void>>();

	constructor(world: World) {
		this.#world = world;
		world.events.on('messageCreate', (message) => this.#see(message));
		world.events.on('messageDelete', ({ id }) => this.#first.delete(id));
	}

	/** The bot's first reply to a message, once there is one. */
	async to(messageId: Snowflake, timeoutMs: number): Promise<MessageRecord> {
		const present = this.#world.state.messages.get(this.#first.get(messageId) ?? '');
		if (present) return present;
		return new Promise((resolve, reject) => {
			const waiting = this.#waiting.get(messageId) ?? new Set();
			this.#waiting.set(messageId, waiting);
			const timer = setTimeout(() => {
				waiting.delete(settle);
				reject(new Error(`no reply to ${messageId} came within ${timeoutMs} ms`));
			}, timeoutMs);
			const settle = (reply: MessageRecord) => {
				clearTimeout(timer);
				resolve(reply);
			};
			waiting.add(settle);
		});
	}

	#see(message: MessageRecord): void {
		const repliedTo = message.reference?.messageId;
		if (message.authorId !== this.#world.botId || repliedTo === undefined) return;
		if (!this.#first.has(repliedTo)) this.#first.set(repliedTo, message.id);
		for (const settle of this.#waiting.get(repliedTo) ?? []) settle(message);
		this.#waiting.delete(repliedTo);
	}
}
