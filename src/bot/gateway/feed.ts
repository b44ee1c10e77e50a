import type { Client, Guild, Message } from 'discord.js';
import type { Logger } from '../../log.ts';
import type { MessageAnswerer } from '../messages/answerer.ts';
import { type ChannelWithHistory, channelsWithNews, fetchMissed } from './catch-up.ts';
import type { DirectChannels } from './direct-channels.ts';
import { Inbox } from './inbox.ts';
import type { Watermarks } from './watermarks.ts';

type Answerer = Pick<MessageAnswerer, 'accept' | 'skip' | 'inFlight'>;

/** What outlives the process. */
interface Memory {
	readonly watermarks: Watermarks;
	readonly directChannels: DirectChannels;
}

/** Stands for the guild of messages that have none. */
const DIRECT = 'direct';

/** Every message once and in its channel's order: those that arrive, and those posted while no connection was there. */
export class MessageFeed {
	readonly #answerer: Answerer;
	readonly #watermarks: Watermarks;
	readonly #directChannels: DirectChannels;
	readonly #logger: Logger;
	readonly #inbox: Inbox;
	#isClosed = false;

	constructor(answerer: Answerer, { watermarks, directChannels }: Memory, logger: Logger) {
		this.#answerer = answerer;
		this.#watermarks = watermarks;
		this.#directChannels = directChannels;
		this.#logger = logger;
		this.#inbox = new Inbox((message) => this.#pass(message));
	}

	receive(message: Message): void {
		this.#inbox.receive(message);
	}

	/** The bot is logged in and has caught up. */
	begin(): void {
		this.#watermarks.begin();
	}

	/** Looks for messages that were posted while the guild could not be heard. */
	catchUp(guild: Guild): void {
		const after = this.#watermarks.missedAfter(guild.id);
		if (after === undefined || this.#isClosed) return;
		for (const channel of channelsWithNews(guild, after)) this.#lookInto(channel, after);
	}

	/** The same of direct messages. */
	async catchUpDirect(client: Client): Promise<void> {
		const after = this.#watermarks.missedAfter(DIRECT);
		if (after === undefined) return;
		const channels = await this.#directChannels.recent(client);
		if (!this.#isClosed) for (const channel of channels) this.#lookInto(channel, after);
	}

	#lookInto(channel: ChannelWithHistory, after: bigint): void {
		const missed = fetchMissed(channel, after).then(
			({ messages, answered }) => {
				for (const id of answered) this.#answerer.skip(id);
				return messages;
			},
			(error: unknown) => {
				const facts = { channel: channel.id, err: error };
				this.#logger.warn(facts, 'missed messages could not be fetched');
				return [];
			},
		);
		void this.#inbox.hold(channel.id, missed);
	}

	/** Writes down how far everything was answered, unless that is not known at the moment. */
	async save(): Promise<void> {
		if (this.#inbox.isHolding) return;
		try {
			await this.#watermarks.save(this.#answerer.inFlight);
		} catch {
			// The store has logged it; the next start looks a little further back.
		}
	}

	/** Leaves what comes from now on to the next start. */
	close(): void {
		this.#isClosed = true;
	}

	#pass(message: Message): void {
		if (this.#isClosed) return;
		this.#watermarks.see(message.guildId ?? DIRECT, message.id);
		if (!message.guildId) this.#directChannels.see(message.channelId);
		try {
			this.#answerer.accept(message);
		} catch (error) {
			// Those that follow in the channel are to be answered all the same.
			const facts = { guild: message.guildId, channel: message.channelId, message: message.id, err: error };
			this.#logger.error(facts, 'a message could not be read');
		}
	}
}
