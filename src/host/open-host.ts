import { join } from 'node:path';
import { type Settings, scheduleLimits } from '../config.ts';
import { openCrawlJobs } from '../crawl/jobs.ts';
import type { Locale } from '../i18n/locale.ts';
import { openLocalJobs } from '../jobs/local-jobs.ts';
import type { Logger } from '../log.ts';
import { createExplainer } from '../registry/explain.ts';
import { ModelManager } from '../registry/model-manager.ts';
import { closeReports } from '../report/renderer.ts';
import { lockDataFolder, openDataFolder, requireFolder } from '../store/data-folder.ts';
import { ALONE, SharedLeadership } from '../store/leadership.ts';
import { openRedis } from '../store/redis.ts';
import { openStore } from '../store/store.ts';
import { clearHalfEmbeddings } from '../train/embedding-files.ts';
import { Departures } from '../train/schedule/departures.ts';
import { Housekeeping } from '../train/schedule/housekeeping.ts';
import { openSchedules } from '../train/schedule/open-schedules.ts';
import { Teaching } from '../train/teaching/teaching.ts';
import { hearOfModels } from '../workers/model-news.ts';
import { openHostMover } from './backbones.ts';
import { openCatalogue } from './catalogue.ts';
import type { Closing } from './closing.ts';
import { canCrawl, nsfwScoreOf, openHostCrawler, photoRules } from './crawler.ts';
import type { Host } from './host.ts';
import { requireOneQueue, requireSameInstallation } from './installation.ts';
import { openEngine, openRegistry } from './models.ts';
import { repeat } from './repeat.ts';
import { requireSharedState } from './shared-state.ts';
import { shareWork } from './shared-work.ts';
import { type LocalPhotoSource, openPhotoSource } from './stand-ins.ts';
import { requireStorage, storageOf } from './storage.ts';
import { openHostTrainings, quotasOf } from './trainings.ts';

/** How often to look whether another model serves by now: `hantei train` may have run beside this process. */
const REFRESH_MS = 2_000;

/** Where other processes' models are to serve here within two seconds: asking takes time, and so does loading. */
const REFRESH_SHARED_MS = 1_000;

/** How often to look whether a move to another backbone was left half done, as by a command that was killed. */
const RESUME_MS = 5_000;

export interface OpenHost extends Host {
	/** What stands in for photo services. */
	readonly photoSource?: LocalPhotoSource;
	/** Begins what happens by itself: planned trainings, clearing away. */
	start(): void;
}

export interface HostOptions {
	readonly locale: Locale;
	readonly logger: Logger;
	/** Takes apart what is put together here; it has the parts opened so far when this rejects. */
	readonly closing: Closing;
}

/**
 * Puts the parts together, from what classifies to what trains.
 * @throws {UserError} what keeps the host from its data, its models or its photo services
 */
export async function openHost(
	settings: Settings,
	{ locale, logger, closing }: HostOptions,
): Promise<OpenHost> {
	requireSharedState(settings);
	requireFolder('HANTEI_MODELS', settings.HANTEI_MODELS);
	openDataFolder(settings.HANTEI_DATA);
	closing.add('lock', 'data folder', await lockDataFolder(settings.HANTEI_DATA));
	const redis = settings.HANTEI_REDIS_URL ? await openRedis(settings.HANTEI_REDIS_URL, logger) : undefined;
	if (redis) closing.add('stores', 'Redis', () => redis.close());
	await requireStorage(settings);
	const leadership = redis ? new SharedLeadership(redis, logger) : ALONE;
	closing.add('engines', 'leadership', () => leadership.close());
	const { database, catalogue, photoStore, close } = await openCatalogue(settings);
	closing.add('stores', 'database', close);
	const store = openStore(database, logger);
	await requireOneQueue(settings, { database, redis, logger, closing });

	const shared =
		redis &&
		(await shareWork(settings, redis, {
			leadership,
			installation: await requireSameInstallation(settings, redis, { database, mayMove: true }),
			logger,
			closing,
		}));
	const engine = await openEngine(settings, { logger, elsewhere: shared?.embedder, database });
	closing.add('engines', 'engine', () => engine.close());
	closing.add('engines', 'reports', closeReports);
	const registry = openRegistry(settings, shared?.tellOfModels);
	const predictors = await ModelManager.start({
		registry,
		engine,
		logger,
		namesOf: async (classifier) => (await catalogue.followed(classifier)).labels.displayNames(),
	});
	const everyMs = settings.HANTEI_STORAGE_URL ? REFRESH_SHARED_MS : REFRESH_MS;
	const refreshing = repeat(() => predictors.refresh(), {
		everyMs,
		failed: 'cannot look for new models',
		recovered: 'new models are looked for again',
		logger,
	});
	closing.add('work', 'refresh', refreshing.stop);
	if (redis) await hearOfModels(redis, refreshing.now);

	const nsfwScore = nsfwScoreOf(engine, settings);
	const photoSource = await standInFor(settings);
	if (photoSource) closing.add('stand-ins', 'photo source', () => photoSource.close());
	const standIn = photoSource && { standIn: photoSource.url, standInLabels: photoSource.labels };
	const crawler =
		standIn || canCrawl(settings)
			? await openHostCrawler(settings, {
					catalogue,
					photoStore,
					logger,
					nsfwScore,
					pace: shared?.pace,
					...standIn,
				})
			: undefined;
	if (crawler) closing.add('engines', 'crawler', () => crawler.close());
	const openJobs = shared?.openJobs ?? openLocalJobs;
	const crawlJobs = openCrawlJobs({ crawler, catalogue }, openJobs);
	closing.add('work', 'crawls', () => crawlJobs.close());

	const quotas = quotasOf(settings);
	const trainingJobs = openHostTrainings(settings, {
		catalogue,
		crawlJobs,
		quotas,
		openJobs,
		onModelsChanged: shared?.tellOfModels,
	});
	closing.add('work', 'trainings', () => trainingJobs.close());

	const mover = openHostMover(settings, { registry, trainings: trainingJobs, database, logger });
	const resuming = repeat(() => mover.resume(), {
		everyMs: RESUME_MS,
		failed: 'cannot go on with a move to another backbone',
		recovered: 'moves to another backbone go on again',
		logger,
	});
	closing.add('work', 'backbones', () => {
		resuming.stop();
		return mover.close();
	});

	const { schedules, runner: scheduleRunner } = openSchedules({
		keyv: store.keyv('schedules'),
		catalogue,
		jobs: trainingJobs,
		leadership,
		logger,
		limits: scheduleLimits(settings),
	});
	closing.add('work', 'schedules', () => scheduleRunner.close());
	const departures = new Departures({ keyv: store.keyv('housekeeping'), catalogue });
	const housekeeping = new Housekeeping({
		keyv: store.keyv('housekeeping'),
		leadership,
		departures,
		catalogue,
		photoStore,
		models: registry,
		dataFolder: settings.HANTEI_DATA,
		tunedBackbones: storageOf(settings).backbones?.tuned,
		retention: {
			removedDays: settings.HANTEI_KEEP_REMOVED_DAYS,
			leftDays: settings.HANTEI_KEEP_LEFT_DAYS,
			versions: settings.HANTEI_KEEP_VERSIONS,
		},
		logger,
	});
	closing.add('work', 'housekeeping', () => housekeeping.close());
	// Beside what follows: there may be files of a hundred thousand photos to look through.
	void clearHalfEmbeddings(settings.HANTEI_DATA).catch((error: unknown) =>
		logger.warn({ err: error }, 'halves of embeddings cannot be cleared away'),
	);
	return {
		logger,
		locale,
		owners: settings.HANTEI_OWNERS,
		store,
		redis,
		leadership,
		catalogue,
		photoStore,
		registry,
		predictors,
		explainer: createExplainer(engine, predictors),
		crawler,
		crawlJobs,
		trainingJobs,
		mover,
		schedules,
		scheduleRunner,
		departures,
		teaching: new Teaching({
			isOn: settings.HANTEI_TEACH === 'on',
			catalogue,
			photoStore,
			rules: photoRules(settings),
			nsfwScore,
			dataFolder: settings.HANTEI_DATA,
			perDay: settings.HANTEI_TEACH_PER_DAY,
		}),
		importsFolder: join(settings.HANTEI_DATA, 'imports'),
		quotas,
		photoSource,
		lookAtShared: shared?.lookAtShared,
		start() {
			scheduleRunner.start();
			housekeeping.start();
			resuming.now();
		},
	};
}

/** Without a token, and without a way for photo services to reach the host, photos come from this machine. */
async function standInFor(settings: Settings): Promise<LocalPhotoSource | undefined> {
	if (settings.CRAWLER_CONTACT || settings.CRAWLER_STAND_IN || settings.DISCORD_TOKEN) return undefined;
	return openPhotoSource(settings.PHOTO_SOURCE_PORT, settings.PHOTO_SOURCE_FOLDER);
}
