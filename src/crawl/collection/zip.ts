import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { UserError } from '../../errors.ts';
import { type PhotoCollection, readsOf, reasonOf } from './photo-collection.ts';

/** More than a dataset has, and few enough to hold their names. */
const MAX_ENTRIES = 500_000;

/** File type bits of a Unix mode, and those of an ordinary file. */
const TYPE_BITS = 0o170000;
const ORDINARY = 0o100000;

/**
 * A zip as a collection. Only names and bytes are taken from it: nothing is unpacked to disk, so that no name can lead
 * anywhere. Sizes are counted while inflating, whatever the headers say.
 * @throws {UserError} `file-unreadable`
 */
export async function openZip(file: string): Promise<PhotoCollection> {
	const unreadable = (error: unknown) =>
		new UserError('file-unreadable', { path: file, reason: reasonOf(error) }, { cause: error });
	const zip = await openPromise(file, { lazyEntries: true, autoClose: false }).catch((error: unknown) => {
		throw unreadable(error);
	});
	const entries = await listEntries(zip).catch(async (error: unknown) => {
		zip.close();
		throw unreadable(error);
	});
	return {
		paths: [...entries.keys()].sort(),
		...readsOf((path) => {
			const entry = entries.get(path);
			return entry && zip.openReadStreamPromise(entry);
		}),
		close: async () => zip.close(),
	};
}

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
	if (zip.entryCount > MAX_ENTRIES) throw new Error(`more than ${MAX_ENTRIES} files`);
	const entries = new Map<string, Entry>();
	// Names that are absolute or climb out with `..` end the listing: such an archive is up to no good.
	for await (const entry of zip.eachEntry()) {
		const type = (entry.externalFileAttributes >>> 16) & TYPE_BITS;
		const isFile = !entry.fileName.endsWith('/') && (type === 0 || type === ORDINARY);
		if (isFile && !entry.isEncrypted()) entries.set(entry.fileName, entry);
	}
	return entries;
}
