import { openCollection } from './collection.ts';
import type { PhotoCollection } from './photo-collection.ts';

interface Opened {
	readonly collection: PhotoCollection;
	users: number;
	outdated: boolean;
}

/**
 * A collection that several read from, listed again now and then, because the host adds photos while the bot runs.
 * Each listing is closed when its last reader is done with it.
 */
export class SharedCollection {
	readonly #path: string;
	#current: Promise<Opened> | undefined;

	constructor(path: string) {
		this.#path = path;
	}

	/** Lists it anew; readers of before are not disturbed. @throws {UserError} as openCollection */
	async refresh(): Promise<void> {
		const before = this.#current;
		const opening = openCollection(this.#path).then((collection) => ({
			collection,
			users: 0,
			outdated: false,
		}));
		this.#current = opening;
		await opening.catch((error: unknown) => {
			if (this.#current === opening) this.#current = undefined;
			throw error;
		});
		const opened = await before?.catch(() => undefined);
		if (opened) await retire(opened);
	}

	/** @throws {UserError} as openCollection */
	async use<Result>(work: (collection: PhotoCollection) => Promise<Result>): Promise<Result> {
		if (!this.#current) await this.refresh();
		const opened = await this.#current;
		if (!opened) throw new Error('the collection was closed while it was opened');
		opened.users++;
		try {
			return await work(opened.collection);
		} finally {
			opened.users--;
			if (opened.outdated) await retire(opened);
		}
	}

	async close(): Promise<void> {
		const opened = await this.#current?.catch(() => undefined);
		this.#current = undefined;
		if (opened) await retire(opened);
	}
}

async function retire(opened: Opened): Promise<void> {
	opened.outdated = true;
	if (opened.users === 0) await opened.collection.close();
}
