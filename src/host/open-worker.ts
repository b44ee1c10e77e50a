import type { Settings } from '../config.ts';
import { openCrawlJobs } from '../crawl/jobs.ts';
import { UserError } from '../errors.ts';
import type { OpenJobs } from '../jobs/jobs.ts';
import { shareJobs } from '../jobs/shared-jobs.ts';
import type { Engine } from '../model/engine/engine.ts';
import { openRedis } from '../store/redis.ts';
import type { Installation } from '../workers/installation.ts';
import { tellOfModels } from '../workers/model-news.ts';
import type { ProcessFacts, Work } from '../workers/processes.ts';
import { SharedPace } from '../workers/shared-pace.ts';
import { takeEmbeddings } from '../workers/take-embeddings.ts';
import { type OpenCatalogue, openCatalogue } from './catalogue.ts';
import { canCrawl, nsfwScoreOf, openHostCrawler } from './crawler.ts';
import { requireOneQueue, requireSameInstallation } from './installation.ts';
import { openEngine } from './models.ts';
import { joinProcesses, type SharedWorkParts, warningOf } from './shared-work.ts';
import { requireStorage } from './storage.ts';
import { openHostTrainings, quotasOf } from './trainings.ts';

/**
 * Opens a process that does work for bots with the same Redis server.
 * @throws {UserError} `worker-needs-redis`, `crawler-contact-needed`, `installation-differs`, `queue-differs`, and as the parts refuse
 */
export async function openWorker(
	settings: Settings,
	takes: ProcessFacts['takes'],
	parts: SharedWorkParts,
): Promise<void> {
	const { logger, closing } = parts;
	if (!settings.HANTEI_REDIS_URL) throw new UserError('worker-needs-redis', { setting: 'HANTEI_REDIS_URL' });
	if (takes.crawl > 0 && !canCrawl(settings))
		throw new UserError('crawler-contact-needed', { contact: settings.CRAWLER_CONTACT ?? '' });
	const redis = await openRedis(settings.HANTEI_REDIS_URL, logger);
	closing.add('stores', 'Redis', () => redis.close());
	await requireStorage(settings);
	const engine = await openEngine(settings, {
		logger,
		workers: Math.max(1, takes.embed),
		// How much it has at once is bounded already.
		queueLimit: Number.POSITIVE_INFINITY,
	});
	closing.add('engines', 'engine', () => engine.close());
	const onError = warningOf(redis, logger);
	let installation: Installation | undefined;
	if (takes.crawl + takes.train > 0) {
		const catalogue = await openCatalogue(settings);
		closing.add('stores', 'catalogue', catalogue.close);
		const { database } = catalogue;
		await requireOneQueue(settings, { ...parts, database, redis });
		installation = await requireSameInstallation(settings, redis, { database, mayMove: false });
		const openJobs = await shareJobs({
			redis,
			concurrencyOf: (kind) => takes[kind as Work],
			onError,
		});
		await takeLongJobs(settings, openJobs, {
			...parts,
			...catalogue,
			onModelsChanged: () => void tellOfModels(redis, onError),
			engine,
			pace: takes.crawl > 0 ? new SharedPace(redis) : undefined,
		});
	}
	if (takes.embed > 0) {
		const stop = await takeEmbeddings({ redis, engine, concurrency: takes.embed, onError });
		closing.add('faces', 'photos', stop);
	}
	// Last: from now on bots count on it.
	await joinProcesses(redis, { role: 'worker', takes, installation }, closing);
}

interface LongJobsParts extends SharedWorkParts, Pick<OpenCatalogue, 'catalogue' | 'photoStore'> {
	readonly engine: Engine;
	readonly onModelsChanged: () => void;
	/** Where it crawls. */
	readonly pace: SharedPace | undefined;
}

/** Crawls and trainings need what the bots have: the same rows, photos and models. */
async function takeLongJobs(
	settings: Settings,
	openJobs: OpenJobs,
	{ logger, closing, catalogue, photoStore, engine, pace, onModelsChanged }: LongJobsParts,
): Promise<void> {
	const crawler = pace
		? await openHostCrawler(settings, {
				catalogue,
				photoStore,
				logger,
				nsfwScore: nsfwScoreOf(engine, settings),
				pace,
			})
		: undefined;
	if (crawler) closing.add('engines', 'crawler', () => crawler.close());
	const crawlJobs = openCrawlJobs({ crawler, catalogue }, openJobs);
	closing.add('faces', 'crawls', () => crawlJobs.close());
	const trainingJobs = openHostTrainings(settings, {
		catalogue,
		crawlJobs,
		quotas: quotasOf(settings),
		openJobs,
		onModelsChanged,
	});
	closing.add('faces', 'trainings', () => trainingJobs.close());
}
