import { join } from 'node:path';
import { imageLimits, type Settings, shippedModels } from '../config.ts';
import { type Crawler, type CrawlerOptions, openCrawler } from '../crawl/open-crawler.ts';
import { type CrawlRules, DEFAULT_RULES } from '../crawl/rules.ts';
import { Catalogue } from '../dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../dataset/photo-store.ts';
import type { Logger } from '../log.ts';
import { Backbones } from '../model/backbone/backbones.ts';
import { Engine } from '../model/engine/engine.ts';
import { packageVersion } from '../package-root.ts';
import { Registry } from '../registry/registry.ts';
import { makeDataFolder, openDataFolder } from '../store/data-folder.ts';
import { closeDatabase, openDatabase } from '../store/database.ts';
import { openBackboneInUse } from '../train/backbone/open-in-use.ts';
import { nsfwScorer } from '../train/nsfw-score.ts';

/** The file with all that is not a picture or a model. */
export function databaseFile({ HANTEI_DATA }: Settings): string {
	return join(HANTEI_DATA, 'hantei.sqlite');
}

export interface OpenCatalogue {
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
	close(): void;
}

/** Labels and photos of all classifiers, in a folder that is made when missing. */
export async function openCatalogue(settings: Settings): Promise<OpenCatalogue> {
	openDataFolder(settings.HANTEI_DATA);
	const database = openDatabase(databaseFile(settings));
	const catalogue = new Catalogue(database);
	await catalogue.recover();
	return {
		catalogue,
		photoStore: new PhotoStore(join(settings.HANTEI_DATA, 'photos')),
		close: () => closeDatabase(database),
	};
}

export function openRegistry(settings: Settings): Registry {
	const backbones = openBackbones(settings);
	return new Registry({ folder: settings.HANTEI_MODELS, shipped: shippedModels(), backbones });
}

function openBackbones({ HANTEI_DATA, HANTEI_BACKBONE }: Settings): Backbones {
	return new Backbones(HANTEI_DATA, HANTEI_BACKBONE);
}

export interface EngineParts {
	readonly logger: Logger;
	readonly workers?: number;
	readonly queueLimit?: number;
}

export async function openEngine(
	settings: Settings,
	{ logger, workers = settings.HANTEI_WORKERS, queueLimit = settings.HANTEI_QUEUE }: EngineParts,
): Promise<Engine> {
	makeDataFolder(settings.HANTEI_DATA);
	const backbone = await openBackboneInUse({
		dataFolder: settings.HANTEI_DATA,
		setting: settings.HANTEI_BACKBONE,
		logger,
	});
	return new Engine({
		backbone,
		backbones: openBackbones(settings),
		workers,
		queueLimit,
		timeoutMs: settings.HANTEI_TIMEOUT_SECONDS * 1000,
		limits: imageLimits(settings),
		logger,
	});
}

/** How likely a photo is not safe for work, for what crawls bring and members teach. */
export function nsfwScoreOf(engine: Engine, { HANTEI_DATA }: Settings): CrawlerOptions['nsfwScore'] {
	return nsfwScorer(engine, HANTEI_DATA);
}

/** What a photo must be to be taken in. */
export function photoRules(settings: Settings): CrawlRules {
	return {
		...DEFAULT_RULES,
		licences: settings.CRAWLER_LICENCES,
		perAuthor: settings.CRAWLER_PER_AUTHOR,
		nsfwThreshold: settings.CRAWLER_NSFW_THRESHOLD,
		imageLimits: imageLimits(settings),
	};
}

/**
 * The crawler as the host set it up.
 * @throws {UserError} `crawler-contact-needed`, `source-not-available`
 */
export function openHostCrawler(
	settings: Settings,
	parts: Pick<CrawlerOptions, 'catalogue' | 'photoStore' | 'logger' | 'nsfwScore' | 'standIn' | 'sources'>,
): Promise<Crawler> {
	return openCrawler({
		...parts,
		standIn: parts.standIn ?? settings.CRAWLER_STAND_IN,
		sources: parts.sources ?? settings.CRAWLER_SOURCES,
		version: packageVersion(),
		contact: settings.CRAWLER_CONTACT,
		flickrKey: settings.FLICKR_API_KEY,
		folder: settings.CRAWLER_FOLDER,
		rules: photoRules(settings),
	});
}
