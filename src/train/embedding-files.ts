import { opendir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** `<sha256>.<view>.f32`, see EmbeddingCache; with more behind it, half a file that a killed process left. */
const EMBEDDING = /^([0-9a-f]{64})\.(?:.*\.)?f32(\..+\.tmp)?$/;

/** Embeddings of photos that are nowhere in the catalogue: those of a folder that somebody trains on now and then. */
const UNKNOWN_AGE_MS = 30 * 86_400_000;

const HALF_AGE_MS = 60_000;

/** Deletes what every backbone made of some photos. Returns how many files that was. */
export async function deleteEmbeddings(dataFolder: string, photos: Iterable<string>): Promise<number> {
	const unwanted = new Set(photos);
	const shelves = new Set([...unwanted].map((sha256) => sha256.slice(0, 2)));
	let deleted = 0;
	for await (const { sha256, path } of embeddingFiles(dataFolder, (shelf) => shelves.has(shelf))) {
		if (!unwanted.has(sha256)) continue;
		await rm(path, { force: true });
		deleted++;
	}
	return deleted;
}

/**
 * Deletes embeddings that nothing has needed for long: it costs time to make them again, nothing else.
 * @param needs whether a photo is needed: `Catalogue.needsFile`
 */
export async function sweepEmbeddings(
	dataFolder: string,
	needs: (sha256: string) => Promise<boolean>,
	now: number,
): Promise<number> {
	let deleted = 0;
	for await (const { sha256, isWhole, path } of embeddingFiles(dataFolder)) {
		if (isWhole && (await needs(sha256))) continue;
		// Undefined for one that somebody else has taken away since.
		const found = await stat(path).catch(() => undefined);
		if (!found || now - found.mtimeMs < UNKNOWN_AGE_MS) continue;
		await rm(path, { force: true });
		deleted++;
	}
	return deleted;
}

/** Deletes halves of embeddings that a killed process left, at start. Returns how many. */
export async function clearHalfEmbeddings(dataFolder: string, now = Date.now()): Promise<number> {
	let deleted = 0;
	for await (const { isWhole, path } of embeddingFiles(dataFolder)) {
		if (isWhole) continue;
		const found = await stat(path).catch(() => undefined);
		// The command line may be writing one: that takes milliseconds.
		if (!found || now - found.mtimeMs < HALF_AGE_MS) continue;
		await rm(path, { force: true });
		deleted++;
	}
	return deleted;
}

async function* embeddingFiles(dataFolder: string, wanted: (shelf: string) => boolean = () => true) {
	const root = join(dataFolder, 'embeddings');
	for await (const backbone of entries(root)) {
		for await (const shelf of entries(join(root, backbone))) {
			if (!wanted(shelf)) continue;
			for await (const name of entries(join(root, backbone, shelf))) {
				const [, sha256, half] = EMBEDDING.exec(name) ?? [];
				if (sha256 === undefined) continue;
				yield { sha256, isWhole: half === undefined, path: join(root, backbone, shelf, name) };
			}
		}
	}
}

async function* entries(folder: string): AsyncGenerator<string> {
	try {
		for await (const { name } of await opendir(folder)) yield name;
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
	}
}
