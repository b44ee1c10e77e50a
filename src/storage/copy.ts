import { createHash } from 'node:crypto';
import { UserError } from '../errors.ts';
import type { ObjectStore, Storage } from './object-store.ts';

export interface Copied {
	/** Photos that were not there yet, and those that were. */
	readonly photos: number;
	readonly photosThere: number;
	readonly versions: number;
	readonly backbones: number;
	/** Photos whose bytes are not what their names say: left where they are. */
	readonly damaged: readonly string[];
}

export type CopyStep = 'photos' | 'backbones' | 'models';

export interface CopyFilesOptions {
	readonly onProgress?: (step: CopyStep, done: number) => void;
	readonly signal?: AbortSignal;
}

/** Photos that are under way at once. */
const SIDE_BY_SIDE = 8;

/**
 * Copies all files of an installation to where they are to lie. What is there already is not copied again, so that a run
 * that was ended goes on where it was; which versions serve is said last, when all is there that they need.
 * @throws {UserError} `storage-differs`; the signal's reason when it is aborted
 */
export async function copyStorage(
	from: Storage,
	to: Storage,
	options: CopyFilesOptions = {},
): Promise<Copied> {
	const photos = await copyPhotos(from.photos, to.photos, options);
	let backbones = 0;
	for (const kind of ['installed', 'tuned'] as const) {
		backbones += await copyFolders(from.backbones[kind], to.backbones[kind], '', options.signal);
		options.onProgress?.('backbones', backbones);
	}
	let versions = 0;
	for (const classifier of await from.models.aliases.names()) {
		const text = await from.models.aliases.read(classifier);
		// What ships with Hantei beside the models is nobody's classifier.
		if (text === undefined) continue;
		versions += await copyFolders(from.models.versions, to.models.versions, classifier, options.signal);
		await to.models.aliases.update(classifier, async (there) => (there === text ? undefined : text));
		options.onProgress?.('models', versions);
	}
	return { ...photos, versions, backbones };
}

async function copyPhotos(
	from: ObjectStore,
	to: ObjectStore,
	{ onProgress, signal }: CopyFilesOptions,
): Promise<Pick<Copied, 'photos' | 'photosThere' | 'damaged'>> {
	const counts = { photos: 0, photosThere: 0 };
	const damaged: string[] = [];
	const copy = async (key: string) => {
		signal?.throwIfAborted();
		const sha256 = /([0-9a-f]{64})\.jpg$/.exec(key)?.[1];
		if (sha256 === undefined) return;
		const [mine, theirs] = await Promise.all([from.stat(key), to.stat(key)]);
		if (mine && mine.bytes === theirs?.bytes) counts.photosThere++;
		else {
			const bytes = await from.read(key);
			// It may have been removed since it was listed.
			if (!bytes) return;
			if (createHash('sha256').update(bytes).digest('hex') !== sha256) return void damaged.push(key);
			await to.put(key, bytes);
			counts.photos++;
		}
		onProgress?.('photos', counts.photos + counts.photosThere);
	};
	let some: Promise<void>[] = [];
	for await (const key of from.list()) {
		some.push(copy(key));
		if (some.length < SIDE_BY_SIDE) continue;
		await Promise.all(some);
		some = [];
	}
	await Promise.all(some);
	return { ...counts, damaged };
}

/** @returns how many were not there yet */
async function copyFolders(
	from: ObjectStore,
	to: ObjectStore,
	parent: string,
	signal?: AbortSignal,
): Promise<number> {
	const there = new Set(await to.folders(parent));
	let copied = 0;
	for (const name of await from.folders(parent)) {
		signal?.throwIfAborted();
		const path = parent === '' ? name : `${parent}/${name}`;
		if (there.has(name)) {
			await requireSame(from, to, path);
			continue;
		}
		const files = await readFolder(from, path);
		if (!files) continue;
		if (!(await to.putFolder(path, files))) {
			// A run that was ended has left it half done: nobody else writes there.
			await to.removeFolder(path);
			await to.putFolder(path, files);
		}
		copied++;
	}
	return copied;
}

/** A manifest tells all that is in its folder. @throws {UserError} `storage-differs` */
async function requireSame(from: ObjectStore, to: ObjectStore, path: string): Promise<void> {
	const [mine, theirs] = await Promise.all([from, to].map((store) => store.read(`${path}/${MANIFEST}`)));
	if (mine && theirs && Buffer.compare(mine, theirs) !== 0) throw new UserError('storage-differs', { path });
}

/** Undefined for what is no folder of ours; the manifest last. */
async function readFolder(store: ObjectStore, path: string): Promise<Map<string, Uint8Array> | undefined> {
	const files = new Map<string, Uint8Array>();
	for await (const key of store.list(path)) {
		const bytes = await store.read(key);
		if (bytes) files.set(key.slice(path.length + 1), bytes);
	}
	const manifest = files.get(MANIFEST);
	if (!manifest) return undefined;
	files.delete(MANIFEST);
	return files.set(MANIFEST, manifest);
}

const MANIFEST = 'manifest.json';
