import { CrawlJobs } from '../crawl/jobs.ts';
import type { ImageAnswer } from './answer/verdict.ts';
import { Crawls } from './crawls/crawls.ts';
import { CRAWL_ORDER } from './crawls/orders.ts';
import { createFailures, type Failures } from './failures.ts';
import { CoolDown } from './flow/cool-down.ts';
import { FairQueue } from './flow/fair-queue.ts';
import { RecentMap } from './flow/recent.ts';
import { createAddressCheck } from './images/addresses.ts';
import { createDownloader, type Downloader } from './images/download.ts';
import { createExaminer, type Examiner } from './images/examine.ts';
import { Orders } from './jobs/orders.ts';
import { UserLocales } from './locales.ts';
import { type BotOptions, DEFAULT_LIMITS } from './options.ts';
import { LastSamples } from './photos/last-samples.ts';
import { createSettingsStore, type SettingsStore } from './settings/store.ts';

/** What outlives a connection to Discord and is shared by messages and commands. */
export interface Services {
	readonly failures: Failures;
	readonly queue: FairQueue;
	readonly downloader: Downloader;
	readonly examiner: Examiner;
	readonly settings: SettingsStore;
	readonly memberCoolDown: CoolDown;
	readonly channelCoolDown: CoolDown;
	/** Answers given lately, by the message with the pictures, for those who ask for more. */
	readonly recentAnswers: RecentMap<string, readonly ImageAnswer[]>;
	readonly userLocales: UserLocales;
	readonly crawls: Crawls;
	readonly lastSamples: LastSamples;
}

/** An evening's worth of a busy host, in a few megabytes. */
const RECENT_ANSWERS = 5_000;

export function createServices(options: BotOptions): Services {
	const { judges, store, logger, extraAttachmentHosts, catalogue, photoStore, crawler, crawlJobs } = options;
	const limits = { ...DEFAULT_LIMITS, ...options.limits };
	const failures = createFailures(logger);
	const lastSamples = new LastSamples();
	const queue = new FairQueue(limits.queue);
	const downloader = createDownloader(createAddressCheck(extraAttachmentHosts), limits.download);
	return {
		failures,
		queue,
		downloader,
		examiner: createExaminer({ downloader, judges, queue, failures }),
		settings: createSettingsStore(store.keyv('settings')),
		memberCoolDown: new CoolDown(limits.member),
		channelCoolDown: new CoolDown(limits.channel),
		recentAnswers: new RecentMap(RECENT_ANSWERS),
		userLocales: new UserLocales(),
		crawls: new Crawls({
			catalogue,
			photoStore,
			crawler,
			jobs: crawlJobs ?? (crawler && new CrawlJobs(crawler)),
			orders: new Orders(store.keyv('crawls'), CRAWL_ORDER),
			lastSamples,
			failures,
			logger,
			editMs: limits.progressEditMs,
		}),
		lastSamples,
	};
}
