import type { Guild, GuildTextBasedChannel } from 'discord.js';
import type { Keyv } from 'keyv';
import type { Logger } from '../log.ts';
import { addValue } from '../store/change-value.ts';
import { missingPermissions } from './permissions.ts';
import type { MessageContent } from './ui/components.ts';

/** A server that took the bot in while it was not running is greeted by the next start, if that comes soon. */
const NEW_MS = 60 * 60_000;

export interface NewcomersParts {
	/** Servers that were greeted. */
	readonly keyv: Keyv<unknown>;
	/** What is said there. */
	readonly render: (guild: Guild) => Promise<MessageContent>;
	readonly logger: Logger;
	readonly now?: () => number;
}

/** Greets each server once, when the bot comes in; a lost connection or a restart is no coming in. */
export class Newcomers {
	readonly #parts: NewcomersParts;

	constructor(parts: NewcomersParts) {
		this.#parts = parts;
	}

	async guildPresent(guild: Guild): Promise<void> {
		const { keyv, render, logger, now = Date.now } = this.#parts;
		if (now() - guild.joinedTimestamp > NEW_MS) return;
		// Before it is greeted, so that it never happens twice.
		if (!(await addValue(keyv, guild.id, now()))) return;
		const channel = channelToGreetIn(guild);
		if (!channel) {
			logger.info({ guild: guild.id }, 'there is no channel to greet a new server in');
			return;
		}
		await channel.send(await render(guild));
	}

	/** If it comes back, it is new again. */
	async guildLeft(guildId: string): Promise<void> {
		await this.#parts.keyv.delete(guildId);
	}
}

/** Where Discord itself greets, else the first channel from the top that the bot may write in. */
function channelToGreetIn({ systemChannel, channels }: Guild): GuildTextBasedChannel | undefined {
	const fromTheTop = [...channels.cache.values()]
		.filter((channel) => !channel.isThread() && channel.isTextBased() && !channel.isVoiceBased())
		.sort((a, b) => a.rawPosition - b.rawPosition);
	return [systemChannel, ...fromTheTop].find(
		(channel) => channel && missingPermissions(channel, 'reply').length === 0,
	) as GuildTextBasedChannel | undefined;
}
