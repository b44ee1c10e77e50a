import { LRUCache } from 'lru-cache';

/** Many times what is remembered on a busy day. */
const SIZE = 10_000;

export interface RememberedOptions {
	/** For good, when absent, or until so many others have come. */
	readonly forMs?: number;
	/** Keys beyond which the oldest is forgotten. */
	readonly size?: number;
	readonly now?: () => number;
}

/** Remembers keys: messages taken, channels that refuse us, notices already given. */
export class Remembered {
	readonly #keys: LRUCache<string, true>;

	constructor({ forMs, size = SIZE, now = Date.now }: RememberedOptions = {}) {
		this.#keys = new LRUCache({ max: size, ttl: forMs, ttlResolution: 0, perf: { now } });
	}

	has(key: string): boolean {
		return this.#keys.has(key);
	}

	/** Whether the key was not remembered before. One that was keeps its time. */
	add(key: string): boolean {
		if (this.has(key)) return false;
		this.#keys.set(key, true);
		return true;
	}
}

interface Viewer {
	readonly classifier: string;
	/** A user's id. */
	readonly by: string;
}

/** The photos that people were shown last, so that they can name one by its number. */
export class LastSamples {
	readonly #samples = new LRUCache<string, readonly number[]>({ max: 1_000 });

	/** @param photoIds in the order of their numbers */
	remember({ classifier, by }: Viewer, photoIds: readonly number[]): void {
		if (photoIds.length > 0) this.#samples.set(`${classifier} ${by}`, photoIds);
	}

	get({ classifier, by }: Viewer): readonly number[] {
		return this.#samples.get(`${classifier} ${by}`) ?? [];
	}
}
