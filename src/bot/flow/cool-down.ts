import { LRUCache } from 'lru-cache';
import { Remembered } from './recent.ts';

export interface CoolDownLimits {
	/** Pictures at once. */
	readonly burst: number;
	/** Pictures a second, in the long run. */
	readonly perSecond: number;
}

export interface CoolDownRefusal {
	/** Until the next picture would be taken. */
	readonly seconds: number;
	/** Whether this is the moment to say so; afterwards silence for a while. */
	readonly tell: boolean;
}

interface Bucket {
	pictures: number;
	at: number;
}

/** Having told somebody to slow down, how long before they are told again. */
const TELL_AGAIN_MS = 60_000;

/** Members and channels that are kept in mind. */
const BUCKETS = 10_000;

/** A token bucket for each member or channel. */
export class CoolDown {
	readonly #limits: CoolDownLimits;
	readonly #now: () => number;
	readonly #buckets: LRUCache<string, Bucket>;
	readonly #told: Remembered;

	constructor(limits: CoolDownLimits, now: () => number = Date.now) {
		this.#limits = limits;
		this.#now = now;
		// By then a bucket is full again, and need not be kept.
		const ttl = Math.ceil((limits.burst / limits.perSecond) * 1_000);
		this.#buckets = new LRUCache({ max: BUCKETS, ttl, ttlResolution: 0, perf: { now } });
		this.#told = new Remembered({ forMs: TELL_AGAIN_MS, now });
	}

	/** Takes pictures out of the key's bucket, or says why not. A message of more than a burst needs a full bucket. */
	take(key: string, pictures = 1): CoolDownRefusal | undefined {
		const bucket = this.#refilled(key);
		const needed = Math.min(pictures, this.#limits.burst);
		if (bucket.pictures >= needed) {
			bucket.pictures -= needed;
			this.#buckets.set(key, bucket);
			return undefined;
		}
		const seconds = Math.ceil((needed - bucket.pictures) / this.#limits.perSecond);
		return { seconds, tell: this.#told.add(key) };
	}

	#refilled(key: string): Bucket {
		const now = this.#now();
		const bucket = this.#buckets.get(key);
		if (!bucket) return { pictures: this.#limits.burst, at: now };
		const gained = ((now - bucket.at) / 1_000) * this.#limits.perSecond;
		return { pictures: Math.min(this.#limits.burst, bucket.pictures + gained), at: now };
	}
}
