import type { Message } from 'discord.js';
import { UserError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { CoolDown } from '../flow/cool-down.ts';
import type { FairQueue } from '../flow/fair-queue.ts';
import { Remembered } from '../flow/recent.ts';
import type { GuildLog } from '../guild-log.ts';
import { missingPermissions } from '../permissions.ts';
import { isEnabled, placeOf } from '../settings/channels.ts';
import type { GuildSettings } from '../settings/settings.ts';
import { RefusedChannels } from './refused-channels.ts';

export interface GateParts {
	readonly queue: FairQueue;
	readonly memberCoolDown: CoolDown;
	readonly channelCoolDown: CoolDown;
	readonly guildLog: GuildLog;
	readonly logger: Logger;
}

/** How often the host is told of one channel without permissions. */
const NOTICE_MS = 60 * 60_000;

/** How often a channel is told that there is no room. */
const BUSY_NOTICE_MS = 60_000;

/** Says whether a message may be answered at all, and keeps those out who ask for too much. */
export class Gate {
	readonly #parts: GateParts;
	readonly #refusing = new RefusedChannels();
	readonly #noticed = new Remembered({ forMs: NOTICE_MS });
	readonly #busyNotices = new Remembered({ forMs: BUSY_NOTICE_MS });

	constructor(parts: GateParts) {
		this.#parts = parts;
	}

	/** Whether settings and permissions let the bot answer there. */
	admits(message: Message, settings: GuildSettings): boolean {
		const { channel } = message;
		if (this.#refusing.has(channel.id)) return false;
		if (channel.isDMBased()) return true;
		if (!isEnabled(settings, placeOf(channel))) return false;
		const missing = missingPermissions(channel, settings.style);
		if (missing.length > 0) this.#notice(message, missing);
		return missing.length === 0;
	}

	/**
	 * Takes pictures from what the member and the channel may post, and looks for room in the queue.
	 * @returns what is in the way, and whether this is the moment to say so.
	 */
	charge(message: Message, pictures: number): { refusal: UserError; tell: boolean } | undefined {
		const { memberCoolDown, channelCoolDown, queue } = this.#parts;
		const slow =
			memberCoolDown.take(message.author.id, pictures) ?? channelCoolDown.take(message.channelId, pictures);
		if (slow) return { refusal: new UserError('cooling-down', { seconds: slow.seconds }), tell: slow.tell };
		if (queue.hasRoom(message.guildId ?? message.author.id, pictures)) return undefined;
		return {
			refusal: new UserError('engine-busy', { waiting: queue.waiting }),
			tell: this.#busyNotices.add(message.channelId),
		};
	}

	/** Discord refused an answer there: stays away for a while. @param reason in Discord's words */
	refused(message: Message, reason: string): void {
		this.#refusing.add(message.channelId, message.guildId);
		const missing = message.inGuild() ? missingPermissions(message.channel, 'reply') : [];
		this.#notice(message, missing, reason);
	}

	/** An answer got through there. */
	answered({ channelId }: Message): void {
		this.#refusing.answered(channelId);
	}

	/** Permissions or channels of a guild changed. */
	guildChanged(guildId: string): void {
		this.#refusing.guildChanged(guildId);
	}

	#notice({ channelId, guildId }: Message, missing: readonly string[], reason?: string): void {
		if (!this.#noticed.add(channelId)) return;
		this.#parts.logger.warn(
			{ guild: guildId, channel: channelId, missing, reason },
			'not allowed to answer here',
		);
		if (!guildId) return;
		void this.#parts.guildLog.post(guildId, `refused:${channelId}`, ({ bot }) =>
			bot.log.cannotAnswer(`<#${channelId}>`, missing, reason),
		);
	}
}
