import { join } from 'node:path';
import { config as loadEnvFile } from 'dotenv';
import { commands } from '../commands/index.ts';
import { DEFAULT_LIMITS } from './bot/options.ts';
import { type Quotas, requirePhotoRoom } from './bot/quotas.ts';
import { type Bot, startBot } from './bot/start.ts';
import { hostLocale, imageLimits, readSettings, type Settings, shippedModels } from './config.ts';
import { CrawlJobs } from './crawl/jobs.ts';
import { Catalogue } from './dataset/catalogue/catalogue.ts';
import { PhotoStore } from './dataset/photo-store.ts';
import { type LocalPhotoSource, openPhotoSource, openPlayground } from './demo.ts';
import { isUserError } from './errors.ts';
import { openHostCrawler } from './host-crawler.ts';
import { openHostSchedules } from './host-schedules.ts';
import { openHostTrainings } from './host-training.ts';
import { describeError, messagesFor } from './i18n/messages.ts';
import { createLogger } from './log.ts';
import { Backbones } from './model/backbone/backbones.ts';
import { openBackbone } from './model/backbone/open.ts';
import { Engine } from './model/engine/engine.ts';
import { createExplainer } from './registry/explain.ts';
import { Registry } from './registry/registry.ts';
import { Servings } from './registry/servings.ts';
import { DEFAULT_CLASSIFIER } from './registry/version-name.ts';
import { closeReports } from './report/renderer.ts';
import { Shutdown } from './shutdown.ts';
import { lockDataFolder, openDataFolder, requireFolder } from './store/data-folder.ts';
import { closeDatabase, openDatabase } from './store/database.ts';
import { storageRefusal } from './store/faults.ts';
import { openStore } from './store/store.ts';
import { EmbeddingCache } from './train/embedding-cache.ts';
import { nsfwScorer } from './train/nsfw-score.ts';
import { startWeb } from './web/start.ts';

/** How often to look whether another model serves by now: `hantei train` may have run beside this process. */
const REFRESH_MS = 2_000;

interface PhotoOrigin {
	/** Whether photos can be collected at all. */
	readonly isSetUp: boolean;
	readonly local?: LocalPhotoSource;
}

loadEnvFile({ quiet: true });
const locale = hostLocale(process.env);
const text = messagesFor(locale).main;
const say = (line: string) => process.stdout.write(`${line}\n`);

try {
	await start();
} catch (thrown) {
	const error = storageRefusal(thrown);
	if (!isUserError(error)) throw error;
	process.stderr.write(`${describeError(error, locale)}\n`);
	process.exit(2);
}

/** Puts the parts together, from what judges to what people see. */
async function start(): Promise<void> {
	const settings = readSettings(process.env);
	const limits = imageLimits(settings);
	const logger = createLogger(settings.LOG_LEVEL);
	const shutdown = new Shutdown(logger);
	shutdown.listen();
	requireFolder('HANTEI_MODELS', settings.HANTEI_MODELS);
	openDataFolder(settings.HANTEI_DATA);
	const unlock = await lockDataFolder(settings.HANTEI_DATA);
	shutdown.add('data folder', unlock);

	const backbone = await openBackbone({
		dataFolder: settings.HANTEI_DATA,
		setting: settings.HANTEI_BACKBONE,
		logger,
		onConvert: () => say(text.preparingBackbone),
	});
	const backbones = new Backbones(settings.HANTEI_DATA, settings.HANTEI_BACKBONE);
	const engine = new Engine({
		backbone,
		backbones,
		workers: settings.HANTEI_WORKERS,
		queueLimit: settings.HANTEI_QUEUE,
		timeoutMs: settings.HANTEI_TIMEOUT_SECONDS * 1000,
		limits,
		logger,
	});
	shutdown.add('engine', () => engine.close());

	const registry = new Registry({ folder: settings.HANTEI_MODELS, shipped: shippedModels(), backbones });
	const judges = await Servings.start({ registry, engine, logger });
	const judge = judges.of(DEFAULT_CLASSIFIER);
	const refreshing = setInterval(() => {
		judges
			.refresh()
			.catch((error: unknown) => logger.error({ error: String(error) }, 'cannot look for new models'));
	}, REFRESH_MS);
	shutdown.add('refresh', () => clearInterval(refreshing));

	const databaseFile = join(settings.HANTEI_DATA, 'hantei.sqlite');
	const store = openStore(databaseFile, logger);
	shutdown.add('store', () => store.close());
	const database = openDatabase(databaseFile);
	shutdown.add('catalogue', () => closeDatabase(database));
	const catalogue = new Catalogue(database);
	await catalogue.recover();
	const photoStore = new PhotoStore(join(settings.HANTEI_DATA, 'photos'));
	const { isSetUp, local } = await openSource(settings);
	if (local) shutdown.add('photo source', () => local.close());
	const nsfwScore = nsfwScorer(engine, new EmbeddingCache(settings.HANTEI_DATA, backbone.manifest));
	const crawler = isSetUp
		? await openHostCrawler(settings, {
				catalogue,
				photoStore,
				logger,
				nsfwScore,
				...(local && { standIn: local.url }),
			})
		: undefined;
	if (crawler) shutdown.add('crawler', () => crawler.close());
	const crawlJobs = crawler && new CrawlJobs(crawler);
	const quotas: Quotas = {
		labels: settings.HANTEI_GUILD_LABELS,
		photos: settings.HANTEI_GUILD_PHOTOS,
		trainingsPerDay: settings.HANTEI_GUILD_TRAININGS,
	};
	const trainings = openHostTrainings(settings, {
		catalogue,
		crawlJobs,
		requireRoom: (dataset, labels, wanted) =>
			requirePhotoRoom(dataset.classifier, dataset, labels, wanted, quotas),
	});
	shutdown.add('trainings', () => trainings.close());
	const byItself = openHostSchedules(settings, {
		store,
		catalogue,
		photoStore,
		registry,
		trainings,
		nsfwScore,
		logger,
	});
	shutdown.add('schedules', () => byItself.close());

	shutdown.add('reports', closeReports);

	const web = await startWeb({ judge, port: settings.WEB_PORT, maxBytes: limits.maxBytes, logger });
	shutdown.add('judge page', () => web.close());

	const playground = settings.DISCORD_TOKEN
		? undefined
		: await openPlayground(settings.PLAYGROUND_PORT, join(settings.HANTEI_DATA, 'playground'));
	if (playground) shutdown.add('playground', () => playground.close());

	const bot: Bot = await startBot({
		token: settings.DISCORD_TOKEN ?? playground?.token ?? '',
		rest: playground?.restOptions,
		extraAttachmentHosts: playground ? [new URL(playground.url).host] : [],
		commands,
		judges,
		explainer: createExplainer(engine, judges),
		registry,
		store,
		catalogue,
		photoStore,
		crawler,
		crawlJobs,
		trainings,
		schedules: byItself.schedules,
		departures: byItself.departures,
		teaching: byItself.teaching,
		logger,
		owners: settings.HANTEI_OWNERS,
		quotas,
		limits: { download: { ...DEFAULT_LIMITS.download, maxBytes: limits.maxBytes } },
		locale,
	});
	shutdown.add('bot', () => bot.close());
	byItself.start();

	const { labels, model } = judge.status();
	say(text.ready(labels, model));
	say(text.judgePage(web.url));
	if (playground) {
		say(text.playground(playground.url));
		if (local) say(text.photoSource(local.url, local.photos));
		say(text.noToken);
	} else {
		say(text.onDiscord);
	}
	say(text.stop);
	await bot.ready.catch((error: unknown) => {
		// Stopped while it was still logging in.
		if (!shutdown.hasBegun) throw error;
	});
}

/** Where photos come from: services, once they can reach the host; else, without a token, a stand-in on this machine. */
async function openSource(settings: Settings): Promise<PhotoOrigin> {
	if (settings.CRAWLER_CONTACT || settings.CRAWLER_STAND_IN) return { isSetUp: true };
	if (settings.DISCORD_TOKEN) return { isSetUp: false };
	const local = await openPhotoSource(settings.PHOTO_SOURCE_PORT, settings.PHOTO_SOURCE_FOLDER);
	return { isSetUp: true, local };
}
