import type { Client } from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { CrawlData, CrawlReport } from '../crawl/jobs.ts';
import type { Host } from '../host/host.ts';
import type { TrainingOutcome, TrainingRequest } from '../train/training.ts';
import type { TrainingProgress } from '../train/training-progress.ts';
import { TrainingQuota } from '../train/training-quota.ts';
import type { ImageAnswer } from './answer/verdict.ts';
import { type Contests, createContests } from './contests/contests.ts';
import { createFailures, type Failures } from './failures.ts';
import { CoolDown } from './flow/cool-down.ts';
import { FairQueue } from './flow/fair-queue.ts';
import { LastSamples } from './flow/recent.ts';
import { createGuildLog, type GuildLog } from './guild-log.ts';
import {
	type AttachmentDownloader,
	createAddressCheck,
	createAttachmentDownloader,
} from './images/download.ts';
import { type AttachmentExaminer, createAttachmentExaminer } from './images/examine.ts';
import { type ChatJobKind, ChatJobs, type Wish } from './jobs/chat-jobs.ts';
import type { BotLimits } from './limits.ts';
import { UserLocales } from './locales.ts';
import { createSettingsStore, type SettingsStore } from './settings/store.ts';

export type CrawlWish = Wish & CrawlData;
export type TrainingWish = Wish &
	Pick<TrainingRequest, 'crawl' | 'network' | 'force' | 'letGo' | 'fineTune' | 'fromScratch'>;
/** Names to be learned: of their labels photos are collected first. */
export type LearnWish = Wish & Required<Pick<TrainingRequest, 'crawl'>>;
export type CrawlChatKind = ChatJobKind<CrawlWish, CrawlData, CrawlReport, void>;
export type TrainingChatKind = ChatJobKind<TrainingWish, TrainingRequest, TrainingProgress, TrainingOutcome>;
export type LearnChatKind = ChatJobKind<LearnWish, TrainingRequest, TrainingProgress, TrainingOutcome>;

/** The host, and what the bot adds to it that outlives a connection to Discord. */
export interface BotParts extends Host {
	readonly failures: Failures;
	/** Of pictures. */
	readonly queue: FairQueue;
	readonly downloader: AttachmentDownloader;
	/** Of networks that people bring. */
	readonly networkDownloader: AttachmentDownloader;
	readonly examiner: AttachmentExaminer;
	readonly settings: SettingsStore;
	/** What members say of answers. */
	readonly contests: Contests;
	readonly guildLog: GuildLog;
	readonly trainingQuota: TrainingQuota;
	readonly memberCoolDown: CoolDown;
	readonly channelCoolDown: CoolDown;
	/** Answers given lately, by the message with the pictures, for those who ask for more. */
	readonly recentAnswers: LRUCache<string, readonly ImageAnswer[]>;
	readonly userLocales: UserLocales;
	readonly lastSamples: LastSamples;
	/** A command as a mention that can be clicked: `classify`, `settings channel`. */
	readonly mention: (command: string) => string;
	/** Logged in; undefined before the first login. */
	readonly client: () => Client<true> | undefined;
}

/** Everything that messages, commands and features share. */
export interface BotServices extends BotParts {
	/** Those that people ask for in chat. */
	readonly crawls: ChatJobs<CrawlWish, CrawlData, CrawlReport, void>;
	readonly trainings: ChatJobs<TrainingWish, TrainingRequest, TrainingProgress, TrainingOutcome>;
	/** Trainings, too, that began with names. */
	readonly learnings: ChatJobs<LearnWish, TrainingRequest, TrainingProgress, TrainingOutcome>;
}

/** An evening's worth of a busy host, in a few megabytes. */
const RECENT_ANSWERS = 5_000;

export interface ServiceOptions extends Pick<BotParts, 'mention' | 'client'> {
	readonly limits: BotLimits;
	/** `host:port` from which pictures may be fetched besides Discord's servers. */
	readonly extraAttachmentHosts?: readonly string[];
	readonly crawlChat: (bot: BotParts) => CrawlChatKind;
	readonly trainingChat: (bot: BotParts) => TrainingChatKind;
	readonly learnChat: (bot: BotParts) => LearnChatKind;
}

export function createServices(
	host: Host,
	{ mention, client, limits, extraAttachmentHosts, crawlChat, trainingChat, learnChat }: ServiceOptions,
): BotServices {
	const { predictors, store, logger, crawlJobs, trainingJobs } = host;
	const failures = createFailures(logger);
	const queue = new FairQueue(limits.queue);
	const accepts = createAddressCheck(extraAttachmentHosts);
	const downloader = createAttachmentDownloader(accepts, limits.download);
	const settings = createSettingsStore(store.keyv('settings'));
	const parts: BotParts = {
		...host,
		mention,
		client,
		failures,
		queue,
		downloader,
		networkDownloader: createAttachmentDownloader(accepts, limits.networkDownload),
		examiner: createAttachmentExaminer({ downloader, predictors, queue, failures }),
		settings,
		contests: createContests({ counts: store.keyv('contests'), votes: store.keyv('votes') }),
		guildLog: createGuildLog(client, settings, logger),
		trainingQuota: new TrainingQuota(store.keyv('trainings-begun'), host.quotas),
		memberCoolDown: new CoolDown(limits.member),
		channelCoolDown: new CoolDown(limits.channel),
		recentAnswers: new LRUCache({ max: RECENT_ANSWERS }),
		userLocales: new UserLocales(),
		lastSamples: new LastSamples(),
	};
	const chat = { failures, logger, mention, editMs: limits.progressEditMs };
	return {
		...parts,
		crawls: new ChatJobs({
			...chat,
			jobs: crawlJobs,
			kind: crawlChat(parts),
			orders: store.keyv('crawls'),
		}),
		trainings: new ChatJobs({
			...chat,
			jobs: trainingJobs,
			kind: trainingChat(parts),
			orders: store.keyv('trainings'),
		}),
		learnings: new ChatJobs({
			...chat,
			jobs: trainingJobs,
			kind: learnChat(parts),
			orders: store.keyv('learnings'),
		}),
	};
}
