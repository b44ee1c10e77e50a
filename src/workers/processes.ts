import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { z } from 'zod';
import type { RedisServer } from '../store/redis.ts';
import { installationSchema, keepInstallation } from './installation.ts';

/** Between two signs of life, and two looks for others. */
const BEAT_MS = 2_000;

/** Whoever gives none for so long is gone. */
const GONE_SECONDS = 7;

const KEY = 'hantei:process:';

const factsSchema = z.object({
	role: z.enum(['bot', 'worker']),
	/** As `1234 on host`. */
	process: z.string(),
	version: z.string(),
	startedAt: z.number(),
	/** How much of each kind of work it takes at once; of a bot: while there is no worker for it. */
	takes: z.object({ embed: z.int(), crawl: z.int(), train: z.int() }),
	/** Of a bot: which shards, such as `0-3/16`; absent where it has all. */
	shards: z.string().optional(),
	/** Whether it leads. */
	leads: z.boolean().optional(),
	/** Whose rows and files it has, where it has any. */
	installation: installationSchema.optional(),
});

/** A process of Hantei that shares a Redis server with others. */
export type ProcessFacts = Readonly<z.infer<typeof factsSchema>>;

export type Work = keyof ProcessFacts['takes'];

/** Tells the others that this process is here, and what it takes, and knows the others by the same. */
export class Processes {
	readonly id = randomUUID();
	readonly #redis: RedisServer;
	readonly #facts: ProcessFacts;
	readonly #leads: () => boolean;
	readonly #beating: NodeJS.Timeout;
	readonly #listeners: (() => void)[] = [];
	#known: readonly ProcessFacts[] = [];

	private constructor(redis: RedisServer, facts: ProcessFacts, leads: () => boolean) {
		this.#redis = redis;
		this.#facts = facts;
		this.#leads = leads;
		this.#beating = setInterval(() => {
			// While the server is away nobody is heard of, and what was known holds.
			if (redis.client.status === 'ready') this.#beat().catch(() => {});
		}, BEAT_MS).unref();
	}

	static async join(
		redis: RedisServer,
		facts: Pick<ProcessFacts, 'role' | 'version' | 'takes' | 'shards' | 'installation'>,
		/** Asked at each sign of life. */
		leads: () => boolean = () => false,
	): Promise<Processes> {
		const known = { ...facts, process: `${process.pid} on ${hostname()}`, startedAt: Date.now() };
		const processes = new Processes(redis, known, leads);
		await processes.#beat();
		return processes;
	}

	/** All that are there, this one too. */
	list(): readonly ProcessFacts[] {
		return this.#known;
	}

	/** How much of some work all workers together take at once. */
	takenByWorkers(work: Work): number {
		return this.#known.reduce((sum, { role, takes }) => sum + (role === 'worker' ? takes[work] : 0), 0);
	}

	/** Hears of every look at who is there. */
	onLook(listener: () => void): void {
		this.#listeners.push(listener);
	}

	/** Says goodbye, so that nobody counts on this one. */
	async leave(): Promise<void> {
		clearInterval(this.#beating);
		if (this.#redis.client.status === 'ready') await this.#redis.client.del(KEY + this.id);
	}

	async #beat(): Promise<void> {
		const { client } = this.#redis;
		const facts: ProcessFacts = { ...this.#facts, leads: this.#leads() };
		await client.set(KEY + this.id, JSON.stringify(facts), 'EX', GONE_SECONDS);
		if (facts.installation) await keepInstallation(this.#redis, facts.installation);
		this.#known = await lookForProcesses(this.#redis);
		for (const listener of this.#listeners) listener();
	}
}

/** Those that are there. */
export async function lookForProcesses({ client }: RedisServer): Promise<readonly ProcessFacts[]> {
	const keys: string[] = [];
	for await (const found of client.scanStream({ match: `${KEY}*`, count: 1_000 })) keys.push(...found);
	const values = keys.length > 0 ? await client.mget([...new Set(keys)]) : [];
	return values.flatMap((value) => {
		// Of another version of Hantei, perhaps.
		const facts = factsSchema.safeParse(JSON.parse(value ?? 'null'));
		return facts.success ? [facts.data] : [];
	});
}
