import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { config as loadEnvFile } from 'dotenv';
import { commands } from '../commands/index.ts';
import { DEFAULT_LIMITS } from './bot/options.ts';
import { type Bot, startBot } from './bot/start.ts';
import { hostLocale, imageLimits, readSettings, type Settings, shippedModels } from './config.ts';
import { type Crawler, openCrawler } from './crawl/open-crawler.ts';
import { DEFAULT_RULES } from './crawl/rules.ts';
import { Catalogue } from './dataset/catalogue/catalogue.ts';
import { PhotoStore } from './dataset/photo-store.ts';
import { isUserError, UserError } from './errors.ts';
import { describeError, messagesFor } from './i18n/messages.ts';
import { createLogger, type Logger } from './log.ts';
import { openBackbone } from './model/backbone/open.ts';
import { Engine } from './model/engine/engine.ts';
import { packageVersion } from './package-root.ts';
import { servePage } from './playground/page-api/serve-page.ts';
import type { Playground } from './playground/playground.ts';
import { startPlayground } from './playground/start.ts';
import { Registry } from './registry/registry.ts';
import { Serving } from './registry/serving.ts';
import { DEFAULT_CLASSIFIER } from './registry/version-name.ts';
import { Shutdown } from './shutdown.ts';
import { openDatabase } from './store/database.ts';
import { openStore } from './store/store.ts';
import { nsfwScorer } from './train/nsfw-score.ts';
import { startWeb } from './web/start.ts';

/** How often to look whether another model serves by now: `hantei train` may have run beside this process. */
const REFRESH_MS = 2_000;

loadEnvFile({ quiet: true });
const locale = hostLocale(process.env);
const text = messagesFor(locale).main;
const say = (line: string) => process.stdout.write(`${line}\n`);

try {
	await start();
} catch (error) {
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
	await mkdir(settings.HANTEI_DATA, { recursive: true });

	const backbone = await openBackbone({
		dataFolder: settings.HANTEI_DATA,
		setting: settings.HANTEI_BACKBONE,
		logger,
		onConvert: () => say(text.preparingBackbone),
	});
	const engine = new Engine({
		backbone,
		workers: settings.HANTEI_WORKERS,
		queueLimit: settings.HANTEI_QUEUE,
		timeoutMs: settings.HANTEI_TIMEOUT_SECONDS * 1000,
		limits,
		logger,
	});
	shutdown.add('engine', () => engine.close());

	const registry = new Registry({ folder: settings.HANTEI_MODELS, shipped: shippedModels() });
	const serving = await Serving.start({ registry, engine, classifier: DEFAULT_CLASSIFIER, logger });
	const refreshing = setInterval(() => {
		serving
			.refresh()
			.catch((error: unknown) => logger.error({ error: String(error) }, 'the new model does not load'));
	}, REFRESH_MS);
	shutdown.add('refresh', () => clearInterval(refreshing));

	const databaseFile = join(settings.HANTEI_DATA, 'hantei.sqlite');
	const store = openStore(databaseFile, logger);
	shutdown.add('store', () => store.close());
	const database = openDatabase(databaseFile);
	shutdown.add('catalogue', () => database.close());
	const catalogue = new Catalogue(database);
	await catalogue.recover();
	const photoStore = new PhotoStore(join(settings.HANTEI_DATA, 'photos'));
	const crawler = await openHostCrawler(settings, { catalogue, photoStore, engine, logger });
	if (crawler) shutdown.add('crawler', () => crawler.close());

	const web = await startWeb({ judge: serving, port: settings.WEB_PORT, maxBytes: limits.maxBytes, logger });
	shutdown.add('judge page', () => web.close());

	const playground = settings.DISCORD_TOKEN ? undefined : await openPlayground(settings.PLAYGROUND_PORT);
	if (playground) shutdown.add('playground', () => playground.close());

	const bot: Bot = await startBot({
		token: settings.DISCORD_TOKEN ?? playground?.token ?? '',
		rest: playground?.restOptions,
		extraAttachmentHosts: playground ? [new URL(playground.url).host] : [],
		commands,
		judge: serving,
		store,
		catalogue,
		photoStore,
		crawler,
		logger,
		owners: settings.HANTEI_OWNERS,
		limits: { download: { ...DEFAULT_LIMITS.download, maxBytes: limits.maxBytes } },
		locale,
	});
	shutdown.add('bot', () => bot.close());

	const { labels, model } = serving.status();
	say(text.ready(labels, model));
	say(text.judgePage(web.url));
	if (playground) {
		say(text.playground(playground.url));
		say(text.noToken);
	} else {
		say(text.onDiscord);
	}
	say(text.stop);
	await bot.ready;
}

/** The crawler as the host set it up; undefined while they have not said how photo services reach them. */
async function openHostCrawler(
	settings: Settings,
	parts: {
		readonly catalogue: Catalogue;
		readonly photoStore: PhotoStore;
		readonly engine: Engine;
		readonly logger: Logger;
	},
): Promise<Crawler | undefined> {
	if (!settings.CRAWLER_CONTACT && !settings.CRAWLER_STAND_IN) return undefined;
	return openCrawler({
		...parts,
		nsfwScore: nsfwScorer(parts.engine),
		sources: settings.CRAWLER_SOURCES,
		version: packageVersion(),
		contact: settings.CRAWLER_CONTACT,
		flickrKey: settings.FLICKR_API_KEY,
		folder: settings.CRAWLER_FOLDER,
		standIn: settings.CRAWLER_STAND_IN,
		rules: {
			...DEFAULT_RULES,
			licences: settings.CRAWLER_LICENCES,
			perAuthor: settings.CRAWLER_PER_AUTHOR,
			nsfwThreshold: settings.CRAWLER_NSFW_THRESHOLD,
			imageLimits: imageLimits(settings),
		},
	});
}

async function openPlayground(port: number): Promise<Playground> {
	try {
		const playground = await startPlayground({ port });
		servePage(playground);
		return playground;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
		throw new UserError('port-taken', { port, setting: 'PLAYGROUND_PORT' }, { cause: error });
	}
}
