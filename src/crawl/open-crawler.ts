import type { LookupFunction } from 'node:net';
import { CRAWLED_SOURCES, type SourceName } from '../dataset/candidate.ts';
import type { Catalogue } from '../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../dataset/photo-store.ts';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { type Clock, systemClock } from './clock.ts';
import { collectionSupply } from './collection/supply.ts';
import { type CrawlResult, crawl } from './crawler.ts';
import { PhotoDownloader } from './download/download.ts';
import type { NsfwScore } from './examine.ts';
import { createApiClient } from './http/api-client.ts';
import { createGuardedAgent } from './http/guarded-agent.ts';
import type { Http } from './http/request.ts';
import { userAgent } from './http/user-agent.ts';
import { HostTurns, type Pace } from './politeness/host-turns.ts';
import { type LabelPreview, previewLabel } from './preview.ts';
import type { CrawlRules } from './rules.ts';
import type { CrawlRequest } from './run.ts';
import type { Supply } from './source.ts';
import {
	createSources,
	INATURALIST_PHOTO_HOSTS,
	type SourceAddresses,
	searchTaxa,
	type Taxon,
	taxonName,
} from './sources/index.ts';

/** Photos on their way at once: enough to keep two cores decoding while others travel. */
const CONCURRENCY = 8;

export interface CrawlerOptions {
	/** Kept with other processes. */
	readonly pace?: Pace;
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
	readonly logger: Logger;
	readonly rules: CrawlRules;
	/** Of Hantei, for the User-Agent. */
	readonly version: string;
	/** An e-mail address or a page where services reach who runs this; not needed for a stand-in or a folder. */
	readonly contact?: string;
	/** Which sources to ask, in this order; all that can be asked, when absent. */
	readonly sources?: readonly SourceName[];
	readonly flickrKey?: string;
	/** Photos that the host has already: a folder or a zip with one folder for each label. */
	readonly folder?: string;
	/** Origin of a server on this machine that stands in for all services, photos included. */
	readonly standIn?: string;
	/** What the stand-in has photos of, to be said where it has none. */
	readonly standInLabels?: readonly string[];
	readonly nsfwScore?: NsfwScore;
	readonly clock?: Clock;
	readonly random?: () => number;
	readonly lookup?: LookupFunction;
}

/** What a request leaves open: which of the sources to ask. */
export type CrawlerRequest = CrawlRequest & { readonly sources?: readonly SourceName[] };

export interface Crawler {
	/** The sources that are asked, in this order. */
	readonly sources: readonly SourceName[];
	/** Whether photos come from a stand-in on this machine. */
	readonly isLocal: boolean;
	/** What that stand-in has photos of, where that is known. */
	readonly localLabels: readonly string[];
	/** @throws {UserError} `source-not-available` */
	crawl(request: CrawlerRequest): Promise<CrawlResult>;
	/** What a crawl would look at, nothing fetched. @throws {UserError} `source-not-available` */
	preview(request: CrawlerRequest): Promise<LabelPreview[]>;
	/** Living things that a label may stand for, the likeliest first. @throws {SourceUnavailable} */
	searchTaxa(text: string, options?: { locale?: string; signal?: AbortSignal }): Promise<Taxon[]>;
	/** The picture of a living thing; undefined where it has none, or none that can be had now. */
	fetchPicture(taxon: Taxon, signal?: AbortSignal): Promise<Uint8Array | undefined>;
	/** What people of a language call a living thing; undefined where nobody says. @throws {SourceUnavailable} */
	taxonName(taxonId: number, language: string, signal?: AbortSignal): Promise<string | undefined>;
	close(): Promise<void>;
}

/**
 * Puts the parts of a crawler together.
 * @throws {UserError} `crawler-contact-needed`, `source-not-available`, `file-not-found`
 */
export async function openCrawler(options: CrawlerOptions): Promise<Crawler> {
	const { catalogue, clock = systemClock, standIn } = options;
	const localOrigins = standIn === undefined ? [] : [new URL(standIn).origin];
	const http: Http = {
		userAgent: introduction(options),
		agent: createGuardedAgent({ localOrigins, lookup: options.lookup }),
		turns: new HostTurns({ hosts: catalogue.hosts, clock, localOrigins, pace: options.pace }),
		clock,
		random: options.random ?? Math.random,
	};
	const downloader = new PhotoDownloader(http, localOrigins);
	const endpoints = standIn === undefined ? undefined : endpointsAt(standIn);

	const services = createSources({
		licences: options.rules.licences,
		flickrKey: options.flickrKey,
		endpoints,
	}).map(
		(source): Supply => ({
			source,
			client: createApiClient(http, source.name),
			fetch: ({ url }, signal) => downloader.download(url, { hosts: source.photoHosts, signal }),
		}),
	);
	const own = options.folder === undefined ? [] : [await collectionSupply(options.folder, options.rules)];
	const supplies = choose([...own, ...services], options.sources);

	const request = ({ sources, ...rest }: CrawlerRequest) => ({ rest, supplies: choose(supplies, sources) });
	return {
		sources: supplies.map(({ source }) => source.name),
		isLocal: standIn !== undefined,
		localLabels: options.standInLabels ?? [],
		crawl(given) {
			const { rest, supplies } = request(given);
			return crawl(rest, { ...options, clock, supplies, concurrency: CONCURRENCY });
		},
		async preview(given) {
			const { rest, supplies } = request(given);
			const dataset = catalogue.dataset(rest.classifier);
			const previews: LabelPreview[] = [];
			for (const label of rest.labels)
				previews.push(await previewLabel(label, { ...rest, dataset, supplies, rules: options.rules }));
			return previews;
		},
		searchTaxa: (text, given) =>
			searchTaxa(text, createApiClient(http, 'inaturalist'), { baseUrl: endpoints?.inaturalist, ...given }),
		async fetchPicture({ pictureUrl }, signal) {
			if (pictureUrl === undefined) return undefined;
			const hosts = endpoints?.photoHosts ?? INATURALIST_PHOTO_HOSTS;
			// It only helps to choose: what keeps it away is no reason not to ask.
			return downloader.download(pictureUrl, { hosts, signal }).catch(() => undefined);
		},
		taxonName: (taxonId, language, signal) =>
			taxonName(
				taxonId,
				language,
				{
					inaturalist: createApiClient(http, 'inaturalist'),
					wikidata: createApiClient(http, 'wikidata'),
				},
				{ inaturalistUrl: endpoints?.inaturalist, wikidataUrl: endpoints?.wikidata, signal },
			),
		async close() {
			await http.agent.destroy();
			for (const supply of supplies) await supply.close?.();
		},
	};
}

/** Who only looks into a folder, or asks a server of their own, need not say who they are. */
function introduction({ version, contact, standIn, sources }: CrawlerOptions): string {
	const asksNobody = standIn !== undefined || sources?.every((name) => name === 'folder');
	return contact === undefined && asksNobody ? `hantei/${version}` : userAgent(version, contact);
}

/** @throws {UserError} `source-not-available` */
function choose(supplies: readonly Supply[], names: readonly SourceName[] | undefined): Supply[] {
	if (!names) return [...supplies];
	return names.map((name) => {
		const supply = supplies.find(({ source }) => source.name === name);
		if (supply) return supply;
		throw new UserError('source-not-available', {
			source: name,
			available: CRAWLED_SOURCES.filter((known) => supplies.some(({ source }) => source.name === known)),
		});
	});
}

function endpointsAt(origin: string): SourceAddresses {
	return {
		inaturalist: origin,
		wikidata: origin,
		commons: origin,
		openverse: origin,
		flickr: origin,
		photoHosts: [new URL(origin).host],
	};
}

/** @throws {UserError} `crawler-contact-needed`: before anything is begun that would collect photos */
export function requireCrawler({ crawler }: { readonly crawler?: Crawler }): Crawler {
	if (!crawler) throw new UserError('crawler-contact-needed', { contact: '' });
	return crawler;
}
