import { imageLimits, type Settings } from './config.ts';
import { type Crawler, type CrawlerOptions, openCrawler } from './crawl/open-crawler.ts';
import { DEFAULT_RULES } from './crawl/rules.ts';
import { packageVersion } from './package-root.ts';

/**
 * The crawler as the host set it up.
 * @throws {UserError} `crawler-contact-needed`, `source-not-available`
 */
export function openHostCrawler(
	settings: Settings,
	parts: Pick<CrawlerOptions, 'catalogue' | 'photoStore' | 'logger' | 'nsfwScore' | 'standIn'>,
): Promise<Crawler> {
	return openCrawler({
		standIn: settings.CRAWLER_STAND_IN,
		...parts,
		sources: settings.CRAWLER_SOURCES,
		version: packageVersion(),
		contact: settings.CRAWLER_CONTACT,
		flickrKey: settings.FLICKR_API_KEY,
		folder: settings.CRAWLER_FOLDER,
		rules: {
			...DEFAULT_RULES,
			licences: settings.CRAWLER_LICENCES,
			perAuthor: settings.CRAWLER_PER_AUTHOR,
			nsfwThreshold: settings.CRAWLER_NSFW_THRESHOLD,
			imageLimits: imageLimits(settings),
		},
	});
}
