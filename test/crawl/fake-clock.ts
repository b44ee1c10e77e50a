import type { Clock } from '../../src/crawl/clock.ts';

/** A clock that jumps over every sleep, and remembers how long it was. */
export class FakeClock implements Clock {
	readonly sleeps: number[] = [];
	#now: number;

	constructor(start = '2026-11-24T12:00:00Z') {
		this.#now = Date.parse(start);
	}

	readonly now = (): number => this.#now;

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		this.sleeps.push(ms);
		this.#now += ms;
	}

	advance(ms: number): void {
		this.#now += ms;
	}
}
