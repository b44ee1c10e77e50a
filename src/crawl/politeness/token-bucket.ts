/** Lets so many through a minute, and a few at once when it was quiet before. Time is given, not read. */
export class TokenBucket {
	readonly #capacity: number;
	readonly #msPerToken: number;
	#tokens: number;
	#updatedAt: number;

	constructor(perMinute: number, burst: number, now: number) {
		this.#capacity = burst;
		this.#msPerToken = 60_000 / perMinute;
		this.#tokens = burst;
		this.#updatedAt = now;
	}

	/** Takes a token, on credit if need be: the milliseconds after which it is the caller's turn, in order of calls. */
	take(now: number): number {
		const elapsed = Math.max(0, now - this.#updatedAt);
		this.#tokens = Math.min(this.#capacity, this.#tokens + elapsed / this.#msPerToken);
		this.#updatedAt = now;
		this.#tokens -= 1;
		return this.#tokens >= 0 ? 0 : -this.#tokens * this.#msPerToken;
	}
}
