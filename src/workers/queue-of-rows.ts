import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Keyv } from 'keyv';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { changeValue } from '../store/change-value.ts';
import { type Holder, isDead } from '../store/process-lock.ts';
import type { RedisServer } from '../store/redis.ts';

/** Between two signs of life. */
const BEAT_MS = 2_000;

/** Signs of life that are missed before those who gave them count as gone; and where the last has gone, should others be there. */
const GONE_BEATS = 5;
const LEFT_BEATS = 1.5;

const LOOKS_PER_BEAT = 4;

/** Signs of life, each given after the queue's own id was written again, that say that this queue is another. */
const ENOUGH_BEATS = 2;

/** On the Redis server; and the row. */
const ID = 'hantei:queue-id';
const ROW = 'claim';

const claimSchema = z.object({
	/** Which all have that share a Redis server; a process without one has one of its own. */
	queue: z.string(),
	isShared: z.boolean(),
	/** Who gave the last sign of life, and another text for each. */
	by: z.object({ processId: z.int(), host: z.string() }),
	beat: z.string(),
	hasLeft: z.boolean().optional(),
});

type Claim = Readonly<z.infer<typeof claimSchema>>;

export interface QueueOfRowsOptions {
	/** Of the rows. */
	readonly keyv: Keyv<unknown>;
	/** Absent where this process shares no work. */
	readonly redis: RedisServer | undefined;
	/** Told once, should others come to work on the rows through another queue all the same. */
	readonly onOthers: (error: UserError) => void;
	readonly beatMs?: number;
	readonly me?: Holder;
}

/**
 * Makes sure that rows are worked on through one queue: two would each have a leader, who begins the same trainings, and
 * neither knew what the other does. The rows say which it is, for as long as somebody gives signs of life.
 * @returns leaves
 * @throws {UserError} `queue-differs`
 */
export async function claimRows(options: QueueOfRowsOptions): Promise<() => Promise<void>> {
	const queue = new QueueOfRows(options);
	await queue.claim();
	return queue.keep();
}

class QueueOfRows {
	readonly #options: QueueOfRowsOptions;
	readonly #beatMs: number;
	readonly #me: Holder;
	/** Of a process without a server; of one with a server, what that says. */
	#id: string = randomUUID();
	#seen = '';
	#hasToldOfOthers = false;

	constructor(options: QueueOfRowsOptions) {
		this.#options = options;
		this.#beatMs = options.beatMs ?? BEAT_MS;
		this.#me = options.me ?? { processId: process.pid, host: hostname() };
	}

	async claim(): Promise<void> {
		let last: Claim | undefined;
		let beats = 0;
		// Not by a clock: while this process stands still, it cannot hear of others.
		let silentLooks = 0;
		for (;;) {
			const claim = await this.#read();
			if (claim && claim.queue !== (await this.#idIfKnown())) {
				if (last && claim.beat !== last.beat) {
					beats++;
					silentLooks = 0;
				}
				last = claim;
				if (beats >= ENOUGH_BEATS) throw this.#differs(claim);
				if (!isGone(claim, silentLooks / LOOKS_PER_BEAT)) {
					await delay(this.#beatMs / LOOKS_PER_BEAT);
					silentLooks++;
					continue;
				}
			}
			this.#id = await this.#idFromNow();
			if (await this.#write(claim)) return;
		}
	}

	keep(): () => Promise<void> {
		const beating = setInterval(() => void this.#beat().catch(() => {}), this.#beatMs).unref();
		return async () => {
			clearInterval(beating);
			const claim = await this.#read();
			if (claim?.beat === this.#seen && isSame(claim.by, this.#me)) await this.#write(claim, true);
		};
	}

	async #beat(): Promise<void> {
		const { redis, onOthers } = this.#options;
		// A server that lost its data has lost this, too. While it is away nobody can tell whose it is.
		if (redis?.client.status !== undefined && redis.client.status !== 'ready') return;
		await redis?.client.set(ID, this.#id, 'NX');
		const claim = await this.#read();
		if (claim && claim.queue !== this.#id) {
			if (!this.#hasToldOfOthers) onOthers(this.#differs(claim));
			this.#hasToldOfOthers = true;
		} else if (claim && claim.beat !== this.#seen && !claim.hasLeft) {
			// Somebody's sign of life is everybody's.
			this.#seen = claim.beat;
		} else {
			await this.#write(claim);
		}
	}

	async #read(): Promise<Claim | undefined> {
		return claimSchema.safeParse(await this.#options.keyv.get(ROW)).data;
	}

	/** @returns false, and changes nothing, where what is there is not what was `before` */
	async #write(before: Claim | undefined, hasLeft = false): Promise<boolean> {
		const { keyv, redis } = this.#options;
		const claim: Claim = {
			queue: this.#id,
			isShared: redis !== undefined,
			by: this.#me,
			beat: randomUUID(),
			...(hasLeft && { hasLeft }),
		};
		const written = await changeValue(keyv, ROW, (stored) => {
			const now = claimSchema.safeParse(stored).data;
			return now?.beat === before?.beat ? claim : now;
		});
		if (written === claim) this.#seen = claim.beat;
		return written === claim;
	}

	async #idIfKnown(): Promise<string | null> {
		const { redis } = this.#options;
		return redis ? redis.client.get(ID) : this.#id;
	}

	async #idFromNow(): Promise<string> {
		const { redis } = this.#options;
		await redis?.client.set(ID, this.#id, 'NX');
		return (await this.#idIfKnown()) ?? this.#id;
	}

	#differs({ isShared, by }: Claim): UserError {
		return new UserError('queue-differs', {
			redis: 'HANTEI_REDIS_URL',
			rows: 'HANTEI_DATABASE_URL',
			process: `${by.processId} on ${by.host}`,
			here: this.#options.redis !== undefined,
			there: isShared,
		});
	}
}

function isGone({ by, isShared, hasLeft = isDead(by) }: Claim, missedBeats: number): boolean {
	// Whoever shared with nobody was the only one.
	if (hasLeft && !isShared) return true;
	return missedBeats >= (hasLeft ? LEFT_BEATS : GONE_BEATS);
}

function isSame(one: Holder, other: Holder): boolean {
	return one.processId === other.processId && one.host === other.host;
}
