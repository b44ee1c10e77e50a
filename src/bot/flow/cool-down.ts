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

/** Buckets are swept when so many have gathered; full ones carry no information. */
const SWEEP_SIZE = 10_000;

/** A token bucket for each member or channel. */
export class CoolDown {
	readonly #limits: CoolDownLimits;
	readonly #now: () => number;
	readonly #buckets = new Map<string, Bucket>();
	readonly #told: Remembered;

	constructor(limits: CoolDownLimits, now: () => number = Date.now) {
		this.#limits = limits;
		this.#now = now;
		this.#told = new Remembered(TELL_AGAIN_MS, now);
	}

	/** Takes pictures out of the key's bucket, or says why not. A message of more than a burst needs a full bucket. */
	take(key: string, pictures = 1): CoolDownRefusal | undefined {
		const bucket = this.#refilled(key);
		const needed = Math.min(pictures, this.#limits.burst);
		if (bucket.pictures >= needed) {
			bucket.pictures -= needed;
			this.#buckets.set(key, bucket);
			this.#sweep();
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

	#sweep(): void {
		if (this.#buckets.size < SWEEP_SIZE) return;
		for (const key of this.#buckets.keys()) {
			if (this.#refilled(key).pictures >= this.#limits.burst) this.#buckets.delete(key);
		}
	}
}
