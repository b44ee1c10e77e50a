import { type Entry, fromBufferPromise } from 'yauzl';
import { DamagedNetwork } from './refusal.ts';

/** Networks come in a handful of files, those in shards in a hundred. */
const MAX_ENTRIES = 1000;

export interface Zip {
	/** As the archive has them: with folders, and possibly leading anywhere. */
	readonly names: readonly string[];
	/** Undefined where there is none of this name. @throws {DamagedNetwork} when it unfolds to more than the limit */
	read(name: string, maxBytes: number): Promise<Uint8Array | undefined>;
}

/**
 * An archive in memory, of which names and bytes are taken and nothing is unpacked.
 *
 * @throws {DamagedNetwork}
 */
export async function openZip(bytes: Uint8Array): Promise<Zip> {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const zip = await fromBufferPromise(buffer, { lazyEntries: true }).catch(damaged);
	if (zip.entryCount > MAX_ENTRIES) throw new DamagedNetwork(`an archive of more than ${MAX_ENTRIES} files`);
	const entries = new Map<string, Entry>();
	try {
		// Names that are absolute or climb out with `..` end the listing.
		for await (const entry of zip.eachEntry()) {
			if (isLink(entry)) throw new DamagedNetwork(`${entry.fileName} in it is a link`);
			entries.set(entry.fileName, entry);
		}
	} catch (error) {
		damaged(error);
	}
	return {
		names: [...entries.keys()],
		async read(name, maxBytes) {
			const entry = entries.get(name);
			if (!entry) return undefined;
			const chunks: Buffer[] = [];
			let length = 0;
			try {
				for await (const chunk of await zip.openReadStreamPromise(entry)) {
					length += chunk.length;
					if (length > maxBytes)
						throw new DamagedNetwork(`${name} unfolds to more than ${maxBytes / 1e6} MB`);
					chunks.push(chunk);
				}
			} catch (error) {
				damaged(error);
			}
			return Buffer.concat(chunks, length);
		},
	};
}

/** By the file type in a Unix mode: a link's content is a path, never a network's. */
function isLink({ externalFileAttributes }: Entry): boolean {
	return ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}

function damaged(error: unknown): never {
	if (error instanceof DamagedNetwork) throw error;
	const reason = error instanceof Error ? error.message : String(error);
	throw new DamagedNetwork(`it is no archive, or is cut short (${reason})`, { cause: error });
}
