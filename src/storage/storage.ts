import { join } from 'node:path';
import { CachedObjects } from './cached-objects.ts';
import { FileCache } from './file-cache.ts';
import { FolderAliases } from './folder-aliases.ts';
import { FolderObjects } from './folder-objects.ts';
import { requireMark, writeMark } from './mark.ts';
import type { Storage } from './object-store.ts';
import { S3Aliases } from './s3/aliases.ts';
import { S3Bucket } from './s3/bucket.ts';
import { checkBucket, requireFilled } from './s3/check.ts';
import { parseS3Address } from './s3/client.ts';
import { S3Objects } from './s3/objects.ts';

export interface Folders {
	readonly dataFolder: string;
	readonly modelsFolder: string;
}

/** Where files lie that several processes share. */
export interface SharedPlace {
	/** HANTEI_STORAGE_URL */
	readonly url: string;
	/** Room for copies on this machine. */
	readonly cacheBytes: number;
}

/** Storage, of which backbones are the two folders' business where nothing is shared. */
export type OpenStorage = Pick<Storage, 'photos' | 'models'> & Partial<Storage>;

/** A photo that was taken back on another machine has no copy here after this. */
const PHOTO_COPY_AGE_MS = 24 * 60 * 60 * 1000;

/**
 * Files where the settings say that they lie. A store is asked for nothing before it is needed.
 * @throws {UserError} `storage-elsewhere` when this installation's lie somewhere else
 */
export function openStorage(folders: Folders, shared?: SharedPlace): OpenStorage {
	const { dataFolder } = folders;
	requireMark(dataFolder, shared?.url);
	if (!shared) {
		const { photos, models } = folderStorage(folders);
		return { photos, models };
	}
	const { photos, models, backbones } = storageAt(shared.url);
	const cache = new FileCache(join(dataFolder, 'cache'), shared.cacheBytes);
	return {
		photos: new CachedObjects(photos, { cache, maxAgeMs: PHOTO_COPY_AGE_MS }),
		models: { ...models, versions: new CachedObjects(models.versions, { cache }) },
		backbones,
	};
}

/**
 * Makes sure that the store can be used, and that this installation's files are there.
 * @throws {UserError} what is wrong with it: see `checkBucket`; `storage-empty`
 */
export async function checkStorage(folders: Folders, { url }: SharedPlace): Promise<void> {
	const bucket = new S3Bucket(parseS3Address(url));
	await checkBucket(bucket);
	await requireFilled(bucket, () => hasFiles(folders));
	await writeMark(folders.dataFolder, url);
}

/** @throws {UserError} see `checkBucket` */
export function checkStore(url: string): Promise<void> {
	return checkBucket(new S3Bucket(parseS3Address(url)));
}

/** Storage in an S3 store, without copies on this machine. */
export function storageAt(url: string): Storage {
	return s3Storage(new S3Bucket(parseS3Address(url)));
}

/** Storage in the two folders: docs/files.md has their layout. */
export function folderStorage({ dataFolder, modelsFolder }: Folders): Storage {
	return {
		photos: new FolderObjects(join(dataFolder, 'photos')),
		models: { versions: new FolderObjects(modelsFolder), aliases: new FolderAliases(modelsFolder) },
		backbones: {
			installed: new FolderObjects(join(dataFolder, 'backbones')),
			tuned: new FolderObjects(join(dataFolder, 'fine-tuned')),
		},
	};
}

/** Whether the folders have more than what ships with Hantei. */
async function hasFiles(folders: Folders): Promise<boolean> {
	const { photos, models } = folderStorage(folders);
	for await (const _ of photos.list()) return true;
	for (const name of await models.aliases.names()) {
		if (name !== SHIPPED && (await models.aliases.read(name)) !== undefined) return true;
	}
	return false;
}

/** The classifier that ships with Hantei may lie in the same folder as the host's. */
const SHIPPED = 'starter';

/** By which a version or a backbone is there. */
const MANIFEST = 'manifest.json';

/** Storage in an S3 bucket: docs/storage.md has the layout. */
export function s3Storage(bucket: S3Bucket): Storage {
	return {
		photos: new S3Objects(bucket.within('photos')),
		models: {
			versions: new S3Objects(bucket.within('models'), MANIFEST),
			aliases: new S3Aliases(bucket.within('aliases')),
		},
		backbones: {
			installed: new S3Objects(bucket.within('backbones'), MANIFEST),
			tuned: new S3Objects(bucket.within('fine-tuned'), MANIFEST),
		},
	};
}
