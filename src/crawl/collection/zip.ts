import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { UserError } from '../../errors.ts';
import type { PhotoCollection } from './photo-collection.ts';

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
		new UserError('file-unreadable', { path: file, reason: messageOf(error) }, { cause: error });
	const zip = await openPromise(file, { lazyEntries: true, autoClose: false }).catch((error: unknown) => {
		throw unreadable(error);
	});
	const entries = await listEntries(zip).catch(async (error: unknown) => {
		zip.close();
		throw unreadable(error);
	});
	return {
		paths: [...entries.keys()].sort(),
		async read(path, maxBytes) {
			const entry = entries.get(path);
			if (!entry) throw new UserError('file-not-found', { path });
			return inflate(zip, entry, maxBytes);
		},
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

async function inflate(zip: ZipFile, entry: Entry, maxBytes: number): Promise<Uint8Array> {
	const path = entry.fileName;
	const chunks: Buffer[] = [];
	let bytes = 0;
	try {
		for await (const chunk of await zip.openReadStreamPromise(entry)) {
			bytes += chunk.length;
			if (bytes > maxBytes) throw new UserError('image-too-many-bytes', { bytes, limit: maxBytes });
			chunks.push(chunk);
		}
	} catch (error) {
		if (error instanceof UserError) throw error;
		throw new UserError('file-unreadable', { path, reason: messageOf(error) }, { cause: error });
	}
	return Buffer.concat(chunks, bytes);
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
