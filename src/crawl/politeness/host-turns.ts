import PQueue from 'p-queue';
import type { Hosts } from '../../dataset/catalogue/catalogue.ts';
import type { Clock } from '../clock.ts';
import { type HostLimits, limitsOf } from './host-limits.ts';

/** The longest that a run waits for one host; beyond, it goes on without it. */
export const PATIENCE_MS = 5 * 60_000;

/** What a photo may weigh; where a host's bytes are limited, each counts as this heavy while it is on its way. */
export const MAX_PHOTO_BYTES = 15_000_000;

/** A host that is not to be asked for longer than a run waits. */
export class HostThrottled extends Error {
	override readonly name = 'HostThrottled';
	readonly host: string;
	readonly until: Date;

	constructor(host: string, until: Date) {
		super(`${host} is to be left alone until ${until.toISOString()}`);
		this.host = host;
		this.until = until;
	}
}

/** What the catalogue keeps of hosts. */
export type HostLedger = Pick<Hosts, 'coolDownUntil' | 'coolDown' | 'count'>;

/** Keeps how often hosts are asked where several processes ask them. */
export interface Pace {
	/** @returns the milliseconds after which it is the caller's turn */
	take(limits: Pick<HostLimits, 'name' | 'perMinute' | 'burst'>): Promise<number>;
}

export interface TurnsOptions {
	readonly hosts: HostLedger;
	readonly clock: Clock;
	readonly localOrigins: readonly string[];
	/** Of all processes; of this one alone, when absent. */
	readonly pace?: Pace;
}

/**
 * Says when which host may be asked: few at a time, so many a minute and a day, not while it cools down. Cool-downs and
 * the counts of the day are kept in the catalogue, so that neither a restart nor another process is a way round them.
 */
export class HostTurns {
	readonly #options: TurnsOptions;
	readonly #lanes = new Map<string, { readonly queue: PQueue; readonly bucket: TokenBucket }>();

	constructor(options: TurnsOptions) {
		this.#options = options;
	}

	/**
	 * Does some work with a host when its turn comes. What it counts itself counts before others are asked.
	 * @throws {HostThrottled} without having begun; the signal's reason when it aborts while waiting
	 */
	run<Result>(url: URL, work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
		const limits = limitsOf(url, this.#options.localOrigins);
		const { queue, bucket } = this.#laneOf(limits);
		return queue.add(
			async () => {
				const { clock, pace } = this.#options;
				signal?.throwIfAborted();
				await this.#waitForCoolDown(limits, signal);
				const waitMs = pace ? await pace.take(limits) : bucket.take(clock.now());
				if (waitMs > 0) await clock.sleep(waitMs, signal);
				// Its neighbour in flight may have been told to go away meanwhile.
				await this.#waitForCoolDown(limits, signal);
				return this.#spend(limits, work);
			},
			{ signal },
		);
	}

	/**
	 * Leaves a host alone, now and after a restart.
	 * @throws {HostThrottled} when that is longer than a run waits
	 */
	async coolDown(url: URL, ms: number): Promise<void> {
		const { clock, hosts, localOrigins } = this.#options;
		const { name } = limitsOf(url, localOrigins);
		await hosts.coolDown(name, dateWithin(clock.now() + ms));
		await this.#coolDownMs(name);
	}

	async countBytes(url: URL, bytes: number): Promise<void> {
		const { name } = limitsOf(url, this.#options.localOrigins);
		await this.#options.hosts.count(name, { requests: 0, bytes });
	}

	async #spend<Result>({ name, most }: HostLimits, work: () => Promise<Result>): Promise<Result> {
		const { clock, hosts } = this.#options;
		const at = dateWithin(clock.now());
		const bytes = most?.hour?.bytes === undefined ? 0 : MAX_PHOTO_BYTES;
		const spent = await hosts.count(name, { requests: 1, bytes }, most, at);
		if (spent) throw new HostThrottled(name, startOfNext(PERIODS[spent], clock.now()));
		try {
			return await work();
		} finally {
			if (bytes > 0) await hosts.count(name, { requests: 0, bytes: -bytes }, {}, at);
		}
	}

	async #waitForCoolDown({ name }: HostLimits, signal?: AbortSignal): Promise<void> {
		// It may grow while we wait.
		for (let ms = await this.#coolDownMs(name); ms > 0; ms = await this.#coolDownMs(name))
			await this.#options.clock.sleep(ms, signal);
	}

	async #coolDownMs(name: string): Promise<number> {
		const until = await this.#options.hosts.coolDownUntil(name);
		if (!until) return 0;
		const ms = until.getTime() - this.#options.clock.now();
		if (ms > PATIENCE_MS) throw new HostThrottled(name, until);
		return ms;
	}

	#laneOf({ name, perMinute, burst, inFlight }: HostLimits) {
		const known = this.#lanes.get(name);
		if (known) return known;
		const created = {
			queue: new PQueue({ concurrency: inFlight }),
			bucket: new TokenBucket(perMinute, burst, this.#options.clock.now()),
		};
		this.#lanes.set(name, created);
		return created;
	}
}

const PERIODS = { hour: 3_600_000, day: 24 * 3_600_000 };

/** The last moment a Date can hold: a server may ask for more seconds than that. */
const LAST_MOMENT = 8.64e15;

function dateWithin(ms: number): Date {
	return new Date(Math.min(ms, LAST_MOMENT));
}

/** Hours and days are of UTC, as in the catalogue. */
function startOfNext(periodMs: number, now: number): Date {
	return new Date((Math.floor(now / periodMs) + 1) * periodMs);
}

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
