import { ChannelType, type Client, type DMChannel } from 'discord.js';
import type { Keyv } from 'keyv';

/** Who posted longer ago has begun anew. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Between two entries of one channel. */
const ENTERED_AGAIN_MS = 60 * 60 * 1000;

/** How many are looked at after a start, each by a call to Discord: those of the latest. */
const MOST = 100;

/**
 * Direct channels in which somebody posted within a day. Discord tells a bot of none by itself, so that what was posted
 * while the bot was away is found in these alone.
 */
export class DirectChannels {
	readonly #keyv: Keyv<number>;
	/** When each was written down last. */
	readonly #entered = new Map<string, number>();

	constructor(keyv: Keyv<number>) {
		this.#keyv = keyv;
	}

	see(channelId: string): void {
		const now = Date.now();
		if (now - (this.#entered.get(channelId) ?? 0) < ENTERED_AGAIN_MS) return;
		this.#entered.set(channelId, now);
		this.#keyv.set(channelId, now, KEPT_MS).catch(() => this.#entered.delete(channelId));
	}

	/** Those that are still there, whoever wrote them down. */
	async recent(client: Client): Promise<DMChannel[]> {
		const found: [id: string, at: number][] = [];
		for await (const [id, at] of this.#keyv.iterator?.({}) ?? []) found.push([String(id), Number(at)]);
		const latest = found.sort(([, one], [, other]) => other - one).slice(0, MOST);
		const channels = await Promise.all(latest.map(([id]) => client.channels.fetch(id).catch(() => null)));
		return channels.flatMap((channel) =>
			channel?.type === ChannelType.DM && !channel.partial ? channel : [],
		);
	}
}
