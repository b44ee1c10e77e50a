import { type Client, type Message, Routes } from 'discord.js';
import type { Keyv } from 'keyv';
import { changeValue } from '../../store/change-value.ts';
import { discordFailure, isTransient } from '../discord-errors.ts';
import { Remembered } from '../flow/recent.ts';
import { retry } from '../flow/retry.ts';
import { DELIVERY } from './deliver.ts';

/** Replies of the bot, all in one channel. */
export interface Replies {
	readonly channelId: string;
	readonly ids: readonly string[];
}

/** After that long hardly anybody deletes what they posted, and the store does not grow for ever. */
const LIFETIME_MS = 90 * 24 * 60 * 60_000;

/** Deletions remembered: many times what arrives while one reply is sent. */
const GONE_SIZE = 1_000;

/**
 * Remembers which replies show small copies of a message's photos, across restarts: whoever deletes their photos does
 * not want them to stay in a reply.
 */
export class Strips {
	readonly #replies: Keyv<Replies>;
	readonly #client: () => Client<true> | undefined;
	/** That a message is gone may be heard before Discord has told the id of the reply to it. */
	readonly #gone = new Remembered({ size: GONE_SIZE });

	constructor(replies: Keyv<Replies>, client: () => Client<true> | undefined) {
		this.#replies = replies;
		this.#client = client;
	}

	/** @param sourceId the message with the photos */
	async remember(sourceId: string, { id, channelId }: Message): Promise<void> {
		await changeValue(
			this.#replies,
			sourceId,
			(known) => ({ channelId, ids: [...(known?.ids ?? []), id] }),
			LIFETIME_MS,
		);
		if (this.#gone.has(sourceId)) await this.#forget(sourceId);
	}

	/** Deletes the replies to messages that are no more. */
	async sourcesDeleted(sourceIds: readonly string[]): Promise<void> {
		for (const sourceId of sourceIds) this.#gone.add(sourceId);
		for (const sourceId of sourceIds) await this.#forget(sourceId);
	}

	async #forget(sourceId: string): Promise<void> {
		const replies = await this.#replies.get(sourceId);
		if (!replies) return;
		for (const id of replies.ids) await this.#delete(replies.channelId, id);
		await this.#replies.delete(sourceId);
	}

	async #delete(channelId: string, id: string): Promise<void> {
		try {
			await retry(async () => this.#client()?.rest.delete(Routes.channelMessage(channelId, id)), {
				policy: DELIVERY,
				isTransient,
			});
		} catch (error) {
			// Deleted by somebody else, or with its channel.
			if (!['gone', 'forbidden'].includes(discordFailure(error))) throw error;
		}
	}
}
