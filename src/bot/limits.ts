import type { RESTOptions } from 'discord.js';
import type { CoolDownLimits } from './flow/cool-down.ts';
import type { FairQueueLimits } from './flow/fair-queue.ts';
import type { AttachmentLimits } from './images/download.ts';

export interface BotLimits {
	readonly download: AttachmentLimits;
	readonly networkDownload: AttachmentLimits;
	/** Pictures being fetched or judged at once, and waiting for that. */
	readonly queue: FairQueueLimits;
	readonly member: CoolDownLimits;
	readonly channel: CoolDownLimits;
	/** Milliseconds between edits of a message that shows a crawl or a training. */
	readonly progressEditMs: number;
}

/** For a machine of two cores; what people post rarely comes near any of these. */
export const DEFAULT_LIMITS: BotLimits = {
	download: { maxBytes: 20_000_000, deadlineMs: 15_000 },
	// Discord takes 10 MB of everybody, 500 of those who pay; a network for photos seldom has 100.
	networkDownload: { maxBytes: 100_000_000, deadlineMs: 60_000 },
	// Enough at once that fetching never starves the engine; with the largest pictures still only 160 MB.
	queue: { concurrency: 8, waitingPerKey: 2_000, waiting: 10_000 },
	// Discord lets a member post a message a second, each with up to ten pictures.
	member: { burst: 30, perSecond: 1 },
	channel: { burst: 100, perSecond: 5 },
	// Discord allows five edits in five seconds, and people read no faster.
	progressEditMs: 2_500,
};

/** Where Discord is, and how many calls a second it takes from a bot (50, unless it has agreed to more). */
export type DiscordRest = Partial<
	Pick<RESTOptions, 'api' | 'cdn' | 'mediaProxy' | 'globalRequestsPerSecond'>
>;
