import { isUserError } from '../../errors.ts';
import { PhotoRefused } from '../download/download.ts';
import { isAllowed } from '../licence.ts';
import type { CrawlRules } from '../rules.ts';
import type { ApiClient, Source, Supply } from '../source.ts';
import { labelledPictures } from './collection.ts';
import { Metadata } from './metadata.ts';
import type { PhotoCollection } from './photo-collection.ts';
import { SharedCollection } from './shared-collection.ts';

/**
 * Photos that the host has, as a source: those in the folders that go by a label's name or one of its aliases. Where
 * the metadata states a licence it decides; where there is none, giving the folder is permission.
 * @throws {UserError} `file-not-found`, `file-unreadable`
 */
export async function collectionSupply(
	path: string,
	{ licences, imageLimits }: Pick<CrawlRules, 'licences' | 'imageLimits'>,
): Promise<Supply> {
	const shared = new SharedCollection(path);
	await shared.refresh();

	const source: Source = {
		name: 'folder',
		photoHosts: [],
		canAnswer: ({ names }) => names !== undefined,
		async search({ names = [] }) {
			const wanted = new Set(names.map(comparable));
			await shared.refresh();
			return shared.use(async (collection) => {
				const metadata = await Metadata.of(collection);
				const found = labelledPictures(collection)
					.filter(({ label }) => wanted.has(comparable(label)))
					.map(({ path }) => metadata.get(path));
				const allowed = found.filter(
					({ candidate, statesLicence }) => !statesLicence || isAllowed(candidate.licence, licences),
				);
				return {
					candidates: allowed.map(({ candidate }) => candidate),
					skipped: { restricted: found.length - allowed.length },
				};
			});
		},
	};
	return {
		source,
		client: NO_CLIENT,
		searchAgainMs: 0,
		fetch: ({ sourceId }) => shared.use((collection) => read(collection, sourceId, imageLimits.maxBytes)),
		close: () => shared.close(),
	};
}

const NO_CLIENT: ApiClient = {
	getJson: () => Promise.reject(new Error('a folder has no service to ask')),
};

async function read(collection: PhotoCollection, path: string, maxBytes: number): Promise<Uint8Array> {
	try {
		return await collection.read(path, maxBytes);
	} catch (error) {
		if (isUserError(error, 'file-not-found')) throw new PhotoRefused('gone', { cause: error });
		if (isUserError(error, 'file-unreadable')) throw new PhotoRefused('unreadable', { cause: error });
		throw error;
	}
}

function comparable(name: string): string {
	return name.normalize('NFKC').trim().toLowerCase();
}
