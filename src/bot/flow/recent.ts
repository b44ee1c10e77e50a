/** A map that forgets its oldest entries beyond a size. */
export class RecentMap<Key, Value> {
	readonly #entries = new Map<Key, Value>();
	readonly #size: number;

	constructor(size: number) {
		this.#size = size;
	}

	get(key: Key): Value | undefined {
		return this.#entries.get(key);
	}

	set(key: Key, value: Value): void {
		this.#entries.delete(key);
		this.#entries.set(key, value);
		if (this.#entries.size > this.#size) {
			for (const oldest of this.#entries.keys()) {
				this.#entries.delete(oldest);
				break;
			}
		}
	}
}

/** A set that forgets its oldest members beyond a size. */
export class RecentSet<Value> {
	readonly #values: RecentMap<Value, true>;

	constructor(size: number) {
		this.#values = new RecentMap(size);
	}

	/** Whether the value was new. */
	add(value: Value): boolean {
		if (this.#values.get(value)) return false;
		this.#values.set(value, true);
		return true;
	}
}

/** Remembers keys for a time: channels that refuse us, notices already given. */
export class Remembered {
	readonly #until = new Map<string, number>();
	readonly #lifetimeMs: number;
	readonly #now: () => number;

	constructor(lifetimeMs: number, now: () => number = Date.now) {
		this.#lifetimeMs = lifetimeMs;
		this.#now = now;
	}

	has(key: string): boolean {
		return (this.#until.get(key) ?? 0) > this.#now();
	}

	/** Whether the key was not remembered before. One that was keeps its time. */
	add(key: string): boolean {
		if (this.has(key)) return false;
		const now = this.#now();
		// Insertion order is order of expiry, all lifetimes being equal.
		for (const [old, until] of this.#until) {
			if (until > now) break;
			this.#until.delete(old);
		}
		this.#until.delete(key);
		this.#until.set(key, now + this.#lifetimeMs);
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
	readonly #samples = new RecentMap<string, readonly number[]>(1_000);

	/** @param photoIds in the order of their numbers */
	remember({ classifier, by }: Viewer, photoIds: readonly number[]): void {
		if (photoIds.length > 0) this.#samples.set(`${classifier} ${by}`, photoIds);
	}

	get({ classifier, by }: Viewer): readonly number[] {
		return this.#samples.get(`${classifier} ${by}`) ?? [];
	}
}
