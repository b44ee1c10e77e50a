/** Where photos can be crawled from. */
export const CRAWLED_SOURCES = ['inaturalist', 'commons', 'openverse', 'flickr', 'folder'] as const;

/** Where photos come from. `member`: someone of the server gave it with `/teach`. */
export const SOURCES = [...CRAWLED_SOURCES, 'member'] as const;
export type SourceName = (typeof SOURCES)[number];

/**
 * Licences that travel with a photo. `other` covers all rights reserved, unknown and anything unparsed: never fetched.
 * `member`: given by someone of a server to train that server's models, and for nothing else; never fetched, never
 * handed out.
 */
export const LICENCES = [
	'cc0',
	'pdm',
	'by',
	'by-sa',
	'by-nc',
	'by-nc-sa',
	'by-nd',
	'by-nc-nd',
	'other',
	'member',
] as const;
export type Licence = (typeof LICENCES)[number];

/** A photo as a source offers it, before a byte of it is fetched. */
export interface Candidate {
	readonly source: SourceName;
	/** Its id within the source; the pair is unique. */
	readonly sourceId: string;
	/** Photos that belong together (one observation, one album): never on both sides of a split. */
	readonly series?: string;
	/** Of the right size for us: a thumbnail where the source has one. */
	readonly url: string;
	/** Page of the photo, for people. */
	readonly pageUrl: string;
	readonly title?: string;
	/** Its name for credits, and the account it is counted by. */
	readonly author?: string;
	readonly authorUrl?: string;
	readonly licence: Licence;
	/** `4.0`; public-domain marks have none. */
	readonly licenceVersion?: string;
	readonly licenceUrl?: string;
	/** Ready-made credit line where the source gives one. */
	readonly attribution?: string;
	/** Of the original, where known: spares fetching what would be too small. */
	readonly width?: number;
	readonly height?: number;
}
