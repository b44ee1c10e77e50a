import { SnowflakeUtil } from 'discord.js';
import type { Keyv } from 'keyv';
import type { Shards } from './shards.ts';

/** What was posted longer ago than this is not answered any more: nobody waits for it. */
const WINDOW_MS = 10 * 60_000;

/** Events of different channels may overtake each other by a little. */
const MARGIN_MS = 10_000;

/** With the range behind it where a process has some of the shards. */
const KEY = 'newest-message';

/**
 * How far each guild's messages have been seen, as message ids, which are ordered by time. What came later than that
 * while no connection was there is what was missed.
 */
export class Watermarks {
	readonly #keyv: Keyv<string>;
	readonly #key: string;
	readonly #now: () => number;
	readonly #seen = new Map<string, bigint>();
	/** For guilds without a message so far: what an earlier process had seen, else the start of this one. */
	#base: bigint | undefined;
	#stored = 0n;

	constructor(keyv: Keyv<string>, shards: Shards = 'auto', now: () => number = Date.now) {
		this.#keyv = keyv;
		this.#key = shards === 'auto' ? KEY : `${KEY} ${shards.first}-${shards.last}/${shards.count}`;
		this.#now = now;
	}

	/**
	 * Reads what an earlier process with these shards has seen. Where there was none, they were dealt otherwise: then as far
	 * as every process of that time had seen.
	 */
	async load(): Promise<void> {
		this.#base = readId(await this.#keyv.get(this.#key));
		if (this.#base !== undefined) return;
		for await (const [, stored] of this.#keyv.iterator?.({}) ?? []) {
			const seen = readId(stored);
			if (seen !== undefined && (this.#base === undefined || seen < this.#base)) this.#base = seen;
		}
	}

	/** The bot hears everything from now on; what was posted before its very first start is none of its business. */
	begin(): void {
		this.#base ??= SnowflakeUtil.generate({ timestamp: this.#now() });
	}

	see(guildId: string, messageId: string): void {
		const id = BigInt(messageId);
		if (id > (this.#seen.get(guildId) ?? 0n)) this.#seen.set(guildId, id);
	}

	/** The id after which messages of a guild may have been missed; undefined when none can have been. */
	missedAfter(guildId: string): bigint | undefined {
		const seen = this.#seen.get(guildId) ?? this.#base;
		if (seen === undefined) return undefined;
		const timestamp = Math.max(SnowflakeUtil.timestampFrom(seen) - MARGIN_MS, this.#now() - WINDOW_MS);
		return SnowflakeUtil.generate({ timestamp });
	}

	/**
	 * Writes how far everything has been answered, for the next process.
	 * @param unanswered ids of messages whose answer is still on its way
	 */
	async save(unanswered: Iterable<string>): Promise<void> {
		let newest = this.#base ?? 0n;
		for (const id of this.#seen.values()) if (id > newest) newest = id;
		for (const id of unanswered) if (BigInt(id) <= newest) newest = BigInt(id) - 1n;
		if (newest === this.#stored || newest === 0n) return;
		this.#stored = newest;
		await this.#keyv.set(this.#key, String(newest));
	}
}

function readId(stored: unknown): bigint | undefined {
	return typeof stored === 'string' && /^\d+$/.test(stored) ? BigInt(stored) : undefined;
}
