import { setTimeout as sleep } from 'node:timers/promises';
import type { AliasStore } from '../object-store.ts';
import type { S3Bucket } from './bucket.ts';

const SUFFIX = '.json';

/** Writers that lose to others try again, so often and after waits up to this. */
const TRIES = 50;
const LONGEST_WAIT_MS = 400;

/** Who asks for the revisions of many aliases in a row is told from one list of all. */
const LIST_IS_FRESH_MS = 500;

/**
 * Aliases in an S3 bucket: `<classifier>.json`, one beside the other, so that one list tells the revisions of all. Who
 * writes says what they have read; the store refuses whoever has not read the last.
 */
export class S3Aliases implements AliasStore {
	readonly #bucket: S3Bucket;
	#listing: { readonly at: number; readonly revisions: Promise<ReadonlyMap<string, string>> } | undefined;

	constructor(bucket: S3Bucket) {
		this.#bucket = bucket;
	}

	async names(): Promise<string[]> {
		return [...(await this.#list()).keys()];
	}

	async revision(name: string): Promise<string> {
		const { at = Number.NEGATIVE_INFINITY, revisions } = this.#listing ?? {};
		const known = performance.now() - at < LIST_IS_FRESH_MS ? await revisions : await this.#list();
		return known?.get(name) ?? 'none';
	}

	async read(name: string): Promise<string | undefined> {
		const found = await this.#bucket.get(name + SUFFIX);
		return found && new TextDecoder().decode(found.bytes);
	}

	async update(
		name: string,
		change: (text: string | undefined) => Promise<string | undefined>,
	): Promise<void> {
		for (let tried = 1; tried <= TRIES; tried++) {
			const found = await this.#bucket.get(name + SUFFIX);
			const changed = await change(found && new TextDecoder().decode(found.bytes));
			if (changed === undefined) return;
			const condition = found ? { IfMatch: found.etag } : { IfNoneMatch: '*' };
			const written = await this.#bucket.put(name + SUFFIX, changed, condition);
			this.#listing = undefined;
			// A writer that heard no answer asks again, and is then told of what it has written itself.
			if (written !== undefined || (await this.read(name)) === changed) return;
			await sleep(Math.random() * Math.min(LONGEST_WAIT_MS, 20 * tried));
		}
		throw new Error(`others change the aliases of ${name} all the time`);
	}

	async remove(name: string): Promise<void> {
		await this.#bucket.delete(name + SUFFIX);
		this.#listing = undefined;
	}

	#list(): Promise<ReadonlyMap<string, string>> {
		const revisions = this.#readAll();
		const listing = { at: performance.now(), revisions };
		this.#listing = listing;
		revisions.catch(() => {
			if (this.#listing === listing) this.#listing = undefined;
		});
		return revisions;
	}

	async #readAll(): Promise<ReadonlyMap<string, string>> {
		const revisions = new Map<string, string>();
		for await (const { key, etag } of this.#bucket.list()) {
			if (key.endsWith(SUFFIX)) revisions.set(key.slice(0, -SUFFIX.length), etag);
		}
		return revisions;
	}
}
