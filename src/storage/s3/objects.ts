import type { Abandoned, ObjectStat, ObjectStore } from '../object-store.ts';
import type { S3Bucket } from './bucket.ts';

/** Says that a writer has taken a folder; it goes last with the folder. */
const CLAIM = '.claim';

/** How many objects are asked for side by side. */
const SIDE_BY_SIDE = 8;

/** A writer that takes longer gives up: by then its folder may have been cleared away as abandoned. */
const LONGEST_WRITE_MS = 60 * 60 * 1000;
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Objects of an S3 bucket. A folder is there once its last file is, by which it is told; who may write it is who first
 * puts a claim there.
 */
export class S3Objects implements ObjectStore {
	readonly #bucket: S3Bucket;
	readonly #lastFile: string | undefined;

	/** @param lastFile of every folder, after which it is there; without it, nothing is put there as a folder */
	constructor(bucket: S3Bucket, lastFile?: string) {
		this.#bucket = bucket;
		this.#lastFile = lastFile;
	}

	async read(key: string): Promise<Uint8Array | undefined> {
		return (await this.#bucket.get(key))?.bytes;
	}

	stat(key: string): Promise<ObjectStat | undefined> {
		return this.#bucket.head(key);
	}

	async put(key: string, content: Uint8Array): Promise<void> {
		await this.#bucket.put(key, content);
	}

	remove(key: string): Promise<void> {
		return this.#bucket.delete(key);
	}

	async *list(within = ''): AsyncGenerator<string> {
		for await (const { key } of this.#bucket.list(startOf(within))) {
			if (!key.endsWith(`/${CLAIM}`)) yield key;
		}
	}

	async putFolder(path: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<boolean> {
		const [last, ...others] = [...files].reverse();
		if (last?.[0] !== this.#lastFile) throw new TypeError(`${path} does not end with ${this.#lastFile}`);
		const begun = performance.now();
		const claimed = await this.#bucket.put(`${path}/${CLAIM}`, '', { IfNoneMatch: '*' });
		if (claimed === undefined) return false;
		await inSlices(others, async ([name, content]) => {
			await this.#bucket.put(`${path}/${name}`, content);
		});
		if (performance.now() - begun > LONGEST_WRITE_MS) throw new Error(`writing ${path} took too long`);
		await this.#bucket.put(`${path}/${last[0]}`, last[1]);
		return true;
	}

	async folders(parent: string): Promise<string[]> {
		const found: string[] = [];
		const start = startOf(parent);
		for await (const { key } of this.#bucket.list(start)) {
			const [name = '', file, ...deeper] = key.slice(start.length).split('/');
			if (file === this.#lastFile && deeper.length === 0) found.push(name);
		}
		return found;
	}

	/** Its last file goes first, its claim last: whoever looks meanwhile finds no half of it, and nobody takes its place. */
	async removeFolder(path: string): Promise<void> {
		const keys: string[] = [];
		for await (const { key } of this.#bucket.list(startOf(path))) keys.push(key);
		await this.#remove(keys);
	}

	async clearAbandoned(before: Date, within = ''): Promise<Abandoned> {
		if (this.#lastFile === undefined) return { files: 0, bytes: 0 };
		const claims = new Map<string, Date>();
		const whole = new Set<string>();
		const files = new Map<string, { readonly key: string; readonly bytes: number }[]>();
		for await (const { key, bytes, modifiedAt } of this.#bucket.list(startOf(within))) {
			const at = key.lastIndexOf('/');
			const [folder, file] = [key.slice(0, at), key.slice(at + 1)];
			if (file === CLAIM) claims.set(folder, modifiedAt);
			if (file === this.#lastFile) whole.add(folder);
			if (claims.has(folder)) files.set(folder, [...(files.get(folder) ?? []), { key, bytes }]);
		}
		const latest = Math.min(before.getTime(), Date.now() - ABANDONED_AFTER_MS);
		const cleared = { files: 0, bytes: 0 };
		for (const [folder, claimedAt] of claims) {
			if (whole.has(folder) || claimedAt.getTime() >= latest) continue;
			const abandoned = files.get(folder) ?? [];
			await this.#remove(abandoned.map(({ key }) => key));
			cleared.files += abandoned.length;
			cleared.bytes += abandoned.reduce((sum, { bytes }) => sum + bytes, 0);
		}
		return cleared;
	}

	async #remove(keys: readonly string[]): Promise<void> {
		const remove = (some: readonly string[]) => inSlices(some, (key) => this.#bucket.delete(key));
		const isLast = (key: string) => key.endsWith(`/${this.#lastFile}`);
		const isClaim = (key: string) => key.endsWith(`/${CLAIM}`);
		await remove(keys.filter(isLast));
		await remove(keys.filter((key) => !isLast(key) && !isClaim(key)));
		await remove(keys.filter(isClaim));
	}
}

function startOf(folder: string): string {
	return folder === '' ? '' : `${folder}/`;
}

async function inSlices<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
	for (let start = 0; start < items.length; start += SIDE_BY_SIDE) {
		await Promise.all(items.slice(start, start + SIDE_BY_SIDE).map(work));
	}
}
