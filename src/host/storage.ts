import { join } from 'node:path';
import type { Settings } from '../config.ts';
import type { VersionName } from '../registry/version-name.ts';
import {
	checkStorage,
	type Folders,
	type OpenStorage,
	openStorage,
	type SharedPlace,
} from '../storage/storage.ts';

/** One for all who ask: they share what they know of the copies on this machine. */
const opened = new WeakMap<Settings, OpenStorage>();

/**
 * Where photos, models and backbones lie, as the host set it up.
 * @throws {UserError} `storage-elsewhere`
 */
export function storageOf(settings: Settings): OpenStorage {
	const storage = opened.get(settings) ?? openStorage(foldersOf(settings), sharedPlaceOf(settings));
	opened.set(settings, storage);
	return storage;
}

/**
 * Makes sure that files can be had before anything is begun.
 * @throws {UserError} as `openStorage` and `checkStorage`
 */
export async function requireStorage(settings: Settings): Promise<void> {
	storageOf(settings);
	const shared = sharedPlaceOf(settings);
	if (shared) await checkStorage(foldersOf(settings), shared);
}

/** Where a version lies, for people: a folder or an address. */
export function placeOfVersion({ classifier, version }: VersionName, settings: Settings): string {
	const { HANTEI_MODELS, HANTEI_STORAGE_URL: url } = settings;
	if (url === undefined) return join(HANTEI_MODELS, classifier, version);
	return `${url.replace(/\/$/, '')}/models/${classifier}/${version}`;
}

export function foldersOf({ HANTEI_DATA, HANTEI_MODELS }: Settings): Folders {
	return { dataFolder: HANTEI_DATA, modelsFolder: HANTEI_MODELS };
}

/** What processes on several machines share; undefined where files lie in folders. */
export function sharedPlaceOf({
	HANTEI_STORAGE_URL: url,
	HANTEI_STORAGE_CACHE_MB,
}: Settings): SharedPlace | undefined {
	return url === undefined ? undefined : { url, cacheBytes: HANTEI_STORAGE_CACHE_MB * 1e6 };
}
