import type { CrawlJobs } from '../crawl/jobs.ts';
import type { Crawler } from '../crawl/open-crawler.ts';
import type { Catalogue } from '../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../dataset/photo-store.ts';
import type { Quotas } from '../dataset/quotas.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Logger } from '../log.ts';
import type { Explainer } from '../registry/explain.ts';
import type { LivePredictors } from '../registry/predictor.ts';
import type { Registry } from '../registry/registry.ts';
import type { Leadership } from '../store/leadership.ts';
import type { RedisServer } from '../store/redis.ts';
import type { Store } from '../store/store.ts';
import type { BackboneMover } from '../train/backbone/mover.ts';
import type { TrainingJobs } from '../train/jobs.ts';
import type { Departures } from '../train/schedule/departures.ts';
import type { ScheduleRunner } from '../train/schedule/schedule-runner.ts';
import type { Schedules } from '../train/schedule/schedules.ts';
import type { Teaching } from '../train/teaching/teaching.ts';
import type { LookAtShared } from '../workers/overview.ts';

/** What one Hantei is made of, whoever talks to it: the bot, the judge page, the tests. */
export interface Host {
	readonly logger: Logger;
	/** The language of those who run it. */
	readonly locale: Locale;
	/** Their user ids on Discord. */
	readonly owners: readonly string[];
	readonly store: Store;
	/** Which all processes share; absent where there is one alone. */
	readonly redis?: RedisServer;
	readonly leadership: Leadership;
	/** Labels and photos of all classifiers. */
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
	/** Model versions of all classifiers. */
	readonly registry: Registry;
	/** A guild's photos are judged by its own classifier, those of direct messages by the host's. */
	readonly predictors: LivePredictors;
	readonly explainer: Explainer;
	/** Absent while photo services could not reach those who run it. */
	readonly crawler?: Crawler;
	readonly crawlJobs: CrawlJobs;
	readonly trainingJobs: TrainingJobs;
	/** Chooses what new models are made on. */
	readonly mover: BackboneMover;
	/** When is trained without anybody asking. */
	readonly schedules: Schedules;
	readonly scheduleRunner: ScheduleRunner;
	/** Hears which servers the bot is in. */
	readonly departures: Departures;
	readonly teaching: Teaching;
	/** Where networks lie that people bring, until they are versions. */
	readonly importsFolder: string;
	/** What each server's own classifier may take. */
	readonly quotas: Quotas;
	/** The processes that share work with this one, and their queues; absent where it is alone. */
	readonly lookAtShared?: LookAtShared;
}
