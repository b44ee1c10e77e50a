import { imageLimits, type Settings } from '../config.ts';
import { type Crawler, type CrawlerOptions, openCrawler } from '../crawl/open-crawler.ts';
import { type CrawlRules, DEFAULT_RULES } from '../crawl/rules.ts';
import type { Engine } from '../model/engine/engine.ts';
import { packageVersion } from '../package-root.ts';
import { nsfwScorer } from '../train/nsfw-score.ts';

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
	parts: Pick<
		CrawlerOptions,
		'catalogue' | 'photoStore' | 'logger' | 'nsfwScore' | 'standIn' | 'standInLabels' | 'sources' | 'pace'
	>,
): Promise<Crawler> {
	return openCrawler({
		...parts,
		standIn: parts.standIn ?? settings.CRAWLER_STAND_IN,
		sources:
			parts.sources ?? settings.CRAWLER_SOURCES ?? (asksNobody(settings, parts) ? ['folder'] : undefined),
		version: packageVersion(),
		contact: settings.CRAWLER_CONTACT,
		flickrKey: settings.FLICKR_API_KEY,
		folder: settings.CRAWLER_FOLDER,
		rules: photoRules(settings),
	});
}

/** Where nobody could say who asks, only the host's own folder is looked into, which needs no word of who does. */
function asksNobody(
	{ CRAWLER_CONTACT, CRAWLER_STAND_IN, CRAWLER_FOLDER }: Settings,
	{ standIn }: Pick<CrawlerOptions, 'standIn'>,
): boolean {
	return CRAWLER_FOLDER !== undefined && !(CRAWLER_CONTACT || CRAWLER_STAND_IN || standIn);
}

/** Whether photos can be collected as the host set it up. */
export function canCrawl(settings: Settings): boolean {
	if (settings.CRAWLER_CONTACT || settings.CRAWLER_STAND_IN) return true;
	const { CRAWLER_FOLDER, CRAWLER_SOURCES = ['folder'] } = settings;
	return CRAWLER_FOLDER !== undefined && CRAWLER_SOURCES.every((source) => source === 'folder');
}
