import type { FileCache } from './file-cache.ts';
import type { Abandoned, ObjectStat, ObjectStore } from './object-store.ts';

export interface CachedOptions {
	readonly cache: FileCache;
	/** Copies are no older: what was deleted elsewhere must not stay here. */
	readonly maxAgeMs?: number;
}

/** Objects that lie elsewhere, read through copies on this machine where it is known what is wanted. */
export class CachedObjects implements ObjectStore {
	readonly #origin: ObjectStore;
	readonly #options: CachedOptions;
	/** By key: what many want at once is fetched once. */
	readonly #fetching = new Map<string, Promise<Uint8Array | undefined>>();

	constructor(origin: ObjectStore, options: CachedOptions) {
		this.#origin = origin;
		this.#options = options;
	}

	async read(key: string, sha256?: string): Promise<Uint8Array | undefined> {
		const { cache, maxAgeMs } = this.#options;
		if (sha256 === undefined) return this.#origin.read(key);
		const kept = await cache.get(sha256, maxAgeMs);
		if (kept) return kept;
		const fetching = this.#fetching.get(key) ?? this.#fetch(key).finally(() => this.#fetching.delete(key));
		this.#fetching.set(key, fetching);
		return fetching;
	}

	async #fetch(key: string): Promise<Uint8Array | undefined> {
		const bytes = await this.#origin.read(key);
		if (bytes) await this.#options.cache.add(bytes);
		return bytes;
	}

	stat(key: string): Promise<ObjectStat | undefined> {
		return this.#origin.stat(key);
	}

	async put(key: string, content: Uint8Array): Promise<void> {
		await this.#origin.put(key, content);
		await this.#options.cache.add(content);
	}

	async remove(key: string, sha256?: string): Promise<void> {
		await this.#origin.remove(key);
		if (sha256 !== undefined) await this.#options.cache.delete(sha256);
	}

	list(within?: string): AsyncIterable<string> {
		return this.#origin.list(within);
	}

	putFolder(path: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<boolean> {
		return this.#origin.putFolder(path, files);
	}

	folders(parent: string): Promise<string[]> {
		return this.#origin.folders(parent);
	}

	removeFolder(path: string): Promise<void> {
		return this.#origin.removeFolder(path);
	}

	clearAbandoned(before: Date, within?: string): Promise<Abandoned> {
		return this.#origin.clearAbandoned(before, within);
	}
}
