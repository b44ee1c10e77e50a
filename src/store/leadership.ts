import { randomUUID } from 'node:crypto';
import type { Logger } from '../log.ts';
import type { RedisServer } from './redis.ts';
import { raise } from './rising-number.ts';

/** Whether this process does what one does for all: planned trainings, clearing away. */
export interface Leadership {
	/** The number of its time as leader, larger than that of any leader before; null while it does not lead. */
	readonly term: number | null;
	/** Hands over to whoever is next. */
	close(): Promise<void>;
}

/** Of a process that shares with no other. */
export const ALONE: Leadership = { term: 0, close: async () => {} };

export interface LeadershipOptions {
	/** A leader that gives no sign of life for so long is one no more. */
	readonly leaseMs?: number;
	/** Between signs of life, and between the others' attempts to take over. */
	readonly renewMs?: number;
	/** By a clock that no one sets. */
	readonly now?: () => number;
}

/** Together less than 30 seconds: so long nobody leads after a leader has died. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;

/** The leader stops so much earlier than others may begin, should its clock run slower than the server's. */
const MARGIN = 0.1;

const KEY = 'hantei:leader';
const TERMS = 'hantei:leader-terms';

/** Takes or keeps the lease. */
const LEAD = `
local holder = redis.call('HGET', KEYS[1], 'holder')
if holder == ARGV[1] then
	redis.call('PEXPIRE', KEYS[1], ARGV[2])
	return tonumber(redis.call('HGET', KEYS[1], 'term'))
end
if holder then return 0 end
${raise('KEYS[2]')}
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'term', number)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return number`;

const HAND_OVER = `
if redis.call('HGET', KEYS[1], 'holder') == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/** One leader of all processes with the same Redis server. While the server is away, nobody leads. */
export class SharedLeadership implements Leadership {
	readonly #redis: RedisServer;
	readonly #logger: Pick<Logger, 'info' | 'warn'>;
	readonly #leaseMs: number;
	readonly #now: () => number;
	readonly #holder = randomUUID();
	readonly #renewing: NodeJS.Timeout;
	#term = 0;
	/** Until when it leads, unless it renews that. */
	#until = 0;
	#isAsking = false;
	#isClosed = false;

	constructor(
		redis: RedisServer,
		logger: Pick<Logger, 'info' | 'warn'>,
		{ leaseMs = LEASE_MS, renewMs = RENEW_MS, now = () => performance.now() }: LeadershipOptions = {},
	) {
		this.#redis = redis;
		this.#logger = logger;
		this.#leaseMs = leaseMs;
		this.#now = now;
		void this.#renew();
		this.#renewing = setInterval(() => void this.#renew(), renewMs).unref();
	}

	get term(): number | null {
		return this.#now() < this.#until ? this.#term : null;
	}

	async close(): Promise<void> {
		clearInterval(this.#renewing);
		this.#isClosed = true;
		this.#until = 0;
		if (this.#redis.client.status !== 'ready') return;
		await this.#redis.client.eval(HAND_OVER, 1, KEY, this.#holder);
	}

	/** Never rejects. */
	async #renew(): Promise<void> {
		// One that is not answered yet waits for the server; more would wait beside it.
		if (this.#isAsking) return;
		this.#isAsking = true;
		// The lease is counted from before it was asked for: the server may count from later.
		const asked = this.#now();
		try {
			const term = Number(
				await this.#redis.client.eval(LEAD, 2, KEY, TERMS, this.#holder, String(this.#leaseMs)),
			);
			if (term > 0 && !this.#isClosed) {
				if (term !== this.#term) this.#logger.info({ term }, 'this process leads');
				this.#term = term;
				this.#until = asked + this.#leaseMs * (1 - MARGIN);
			} else {
				this.#until = 0;
			}
		} catch (error) {
			this.#logger.warn({ err: error }, 'the leader cannot be told');
		} finally {
			this.#isAsking = false;
		}
	}
}
