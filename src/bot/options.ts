import type { RESTOptions } from 'discord.js';
import type { CrawlJobs } from '../crawl/jobs.ts';
import type { Crawler } from '../crawl/open-crawler.ts';
import type { Catalogue } from '../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../dataset/photo-store.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Logger } from '../log.ts';
import type { Explainer } from '../registry/explain.ts';
import type { LiveJudges } from '../registry/judge.ts';
import type { Registry } from '../registry/registry.ts';
import type { Store } from '../store/store.ts';
import type { TrainingJobs } from '../train/jobs.ts';
import type { Departures } from '../train/schedule/departures.ts';
import type { OpenSchedules } from '../train/schedule/open-schedules.ts';
import type { Teaching } from '../train/teaching/teaching.ts';
import type { Command } from './commands/command.ts';
import type { CoolDownLimits } from './flow/cool-down.ts';
import type { FairQueueLimits } from './flow/fair-queue.ts';
import type { DownloadLimits } from './images/download.ts';
import type { Quotas } from './quotas.ts';

export interface BotLimits {
	readonly download: DownloadLimits;
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

export interface BotOptions {
	readonly token: string;
	readonly commands: readonly Command[];
	/** A guild's photos are judged by its own classifier, those of direct messages by the host's. */
	readonly judges: LiveJudges;
	readonly explainer: Explainer;
	readonly store: Store;
	/** Labels and photos of all classifiers. */
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
	/** Absent while the host has not said how photo services reach them. */
	readonly crawler?: Crawler;
	/** The crawls of this process, where trainings start some, too. */
	readonly crawlJobs?: CrawlJobs;
	/** Model versions of all classifiers. */
	readonly registry: Registry;
	/** Closed with the bot. */
	readonly trainings: TrainingJobs;
	/** When is trained without anybody asking; looked after by whoever made it. */
	readonly schedules?: OpenSchedules;
	/** Absent where the host does not let members teach. */
	readonly teaching?: Teaching;
	/** Hears which servers the bot is in. */
	readonly departures?: Pick<Departures, 'guildLeft' | 'guildJoined' | 'guildsPresent'>;
	readonly logger: Logger;
	/** A stand-in's addresses, for tests and demonstrations. */
	readonly rest?: DiscordRest;
	/** User ids of those who run this host. */
	readonly owners?: readonly string[];
	/** `host:port` from which pictures may be fetched besides Discord's servers. */
	readonly extraAttachmentHosts?: readonly string[];
	readonly limits?: Partial<BotLimits>;
	/** What each server's own classifier may take. */
	readonly quotas?: Quotas;
	/** The language of explanations in the host's log. */
	readonly locale?: Locale;
}
