import type { Licence } from '../../dataset/candidate.ts';
import { DEFAULT_LICENCES } from '../licence.ts';
import type { Source } from '../source.ts';
import { createCommons } from './commons.ts';
import { createFlickr } from './flickr.ts';
import { createINaturalist } from './inaturalist.ts';
import { createOpenverse } from './openverse.ts';

export { INATURALIST_PHOTO_HOSTS } from './inaturalist.ts';
export { exactTaxon, meaningOf, searchTaxa, type Taxon } from './taxa.ts';
export { taxonName } from './taxon-names.ts';

/** Services in the place of the real ones. */
export interface SourceAddresses {
	readonly inaturalist: string;
	readonly wikidata: string;
	readonly commons: string;
	readonly openverse: string;
	readonly flickr: string;
	/** Hosts of their photos, as `URL.host`. */
	readonly photoHosts: readonly string[];
}

export interface ChainOptions {
	/** By default those that let anyone use a photo for anything. */
	readonly licences?: readonly Licence[];
	/** Without one, Flickr is left out. */
	readonly flickrKey?: string;
	readonly endpoints?: SourceAddresses;
}

/**
 * The services to ask, in this order: confirmed species first, then the universal one, then the small index; Flickr,
 * of the most and the least sorted, last.
 */
export function createSources({
	licences = DEFAULT_LICENCES,
	flickrKey,
	endpoints,
}: ChainOptions = {}): Source[] {
	const at = (name: Exclude<keyof SourceAddresses, 'photoHosts' | 'wikidata'>) => ({
		licences,
		baseUrl: endpoints?.[name],
		photoHosts: endpoints?.photoHosts,
	});
	const keyless = [
		createINaturalist(at('inaturalist')),
		createCommons(at('commons')),
		createOpenverse(at('openverse')),
	];
	return flickrKey ? [...keyless, createFlickr({ ...at('flickr'), key: flickrKey })] : keyless;
}
