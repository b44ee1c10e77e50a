import { join } from 'node:path';
import { imageLimits } from '../config.ts';
import { type Crawler, type CrawlerOptions, openCrawler } from '../crawl/open-crawler.ts';
import { DEFAULT_RULES } from '../crawl/rules.ts';
import { Catalogue, type Dataset, type Label } from '../dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../dataset/photo-store.ts';
import { UserError } from '../errors.ts';
import { packageVersion } from '../package-root.ts';
import { openDataFolder } from '../store/data-folder.ts';
import { closeDatabase, openDatabase } from '../store/database.ts';
import { type CliContext, requireClassifier } from './context.ts';

/** Who decided, in the record of decisions. */
export const BY = 'cli';

export interface OpenCatalogue {
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
	readonly dataset: Dataset;
	close(): void;
}

/** The photos of a classifier. @throws {UserError} `bad-option` */
export async function openCatalogue({ settings }: CliContext, classifier: string): Promise<OpenCatalogue> {
	openDataFolder(settings.HANTEI_DATA);
	const database = openDatabase(join(settings.HANTEI_DATA, 'hantei.sqlite'));
	const catalogue = new Catalogue(database);
	await catalogue.recover();
	return {
		catalogue,
		photoStore: new PhotoStore(join(settings.HANTEI_DATA, 'photos')),
		dataset: catalogue.dataset(requireClassifier(classifier)),
		close: () => closeDatabase(database),
	};
}

/** @throws {UserError} `crawler-contact-needed`, `source-not-available` */
export function openCliCrawler(
	{ settings, logger }: CliContext,
	{ catalogue, photoStore }: OpenCatalogue,
	{ sources = settings.CRAWLER_SOURCES, nsfwScore }: Pick<CrawlerOptions, 'sources' | 'nsfwScore'> = {},
): Promise<Crawler> {
	return openCrawler({
		catalogue,
		photoStore,
		logger,
		sources,
		nsfwScore,
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

/** @throws {UserError} `label-not-found` */
export function requireLabel({ labels }: Dataset, name: string): Label {
	const label = labels.find(name);
	if (!label) throw new UserError('label-not-found', { label: name });
	return label;
}
