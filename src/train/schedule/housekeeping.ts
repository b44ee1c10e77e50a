import type { Keyv } from 'keyv';
import { schedule as scheduleTask } from 'node-cron';
import { z } from 'zod';
import type { Catalogue } from '../../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../../dataset/photo-store.ts';
import type { Logger } from '../../log.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import { addValue, changeValue } from '../../store/change-value.ts';
import { ALONE, type Leadership } from '../../store/leadership.ts';
import { sweepEmbeddings } from '../embedding-files.ts';
import { sweepTuned } from '../fine-tuning/sweep-tuned.ts';
import { parseCron, quietCron, timesAfter } from './cron.ts';
import type { Departures } from './departures.ts';
import { hostTimezone } from './zoned-time.ts';

const DAY_MS = 86_400_000;

/** When few people are about and, by default, trainings are done. */
const NIGHTLY = parseCron('30 4 * * *');

/** Where it is kept when it was last done. */
const DONE = 'done';
const MOMENT = z.number().int();

/** How long what nobody needs is kept. */
export interface Retention {
	/** Days for which a removed photo can be had back. */
	readonly removedDays: number;
	/** Days after the bot left a server until what was kept for it is deleted. */
	readonly leftDays: number;
	/** Model versions of a classifier, those with an alias besides. */
	readonly versions: number;
}

/** The models of classifiers, as far as housekeeping is concerned. */
export interface PrunedModels {
	/** Deletes all but the newest versions and those with an alias. */
	prune(classifier: string, keep: number): Promise<unknown>;
	/** Deletes all of a classifier. */
	forget(classifier: string): Promise<void>;
	/** Ids of the backbones that versions were made on, of all classifiers. */
	readonly backbones: { ids(): Promise<ReadonlySet<string>> };
}

export interface HousekeepingParts {
	readonly keyv: Keyv<unknown>;
	/** Only the leader clears away. This process leads, when absent. */
	readonly leadership?: Pick<Leadership, 'term'>;
	readonly departures: Pick<Departures, 'before' | 'forget'>;
	readonly catalogue: Pick<Catalogue, 'classifiers' | 'dataset' | 'forget' | 'needsFile'>;
	readonly photoStore: Pick<PhotoStore, 'sweep'>;
	readonly models: PrunedModels;
	/** Where embeddings lie. */
	readonly dataFolder: string;
	/** Where backbones of fine-tuned versions lie for other machines, too. */
	readonly tunedBackbones?: ObjectStore;
	readonly retention: Retention;
	readonly logger: Logger;
	readonly now?: () => number;
	/** Of the machine, when absent. */
	readonly timezone?: string;
}

/** What was cleared away. */
export interface Cleared {
	/** Servers whose data is deleted. */
	readonly forgotten: readonly string[];
	/** Removed photos that can no longer be had back. */
	readonly erased: number;
	/** Files of photos that nothing needs. */
	readonly files: number;
	readonly embeddings: number;
	/** Backbones that were tuned for versions that are gone. */
	readonly backbones: number;
}

/**
 * Clears away, once a night and whatever the servers: data of servers that the bot left long ago, removed photos, files
 * that nothing needs, old model versions. In small steps, since the bot answers meanwhile; a step that fails is
 * reported and does not keep the others from being done.
 */
export class Housekeeping {
	readonly #parts: HousekeepingParts;
	readonly #now: () => number;
	readonly #stop = new AbortController();
	#running: Promise<Cleared> | undefined;
	#stopTicking: () => Promise<void> = async () => {};

	constructor(parts: HousekeepingParts) {
		this.#parts = parts;
		this.#now = parts.now ?? Date.now;
	}

	/** Looks now and then whether it is time, from now on. */
	start(): void {
		const task = scheduleTask('*/10 * * * *', () => this.tick(), {
			noOverlap: true,
			suppressMissedWarning: true,
			logger: quietCron,
		});
		this.#stopTicking = async () => {
			await task.destroy();
		};
		void this.tick();
	}

	/** Leaves off soon; the next night goes on. */
	async close(): Promise<void> {
		this.#stop.abort(new Error('the housekeeping is closing'));
		await this.#stopTicking();
		await this.#running;
	}

	/** Does it when a night's time has come since it was last done; never rejects. */
	async tick(): Promise<void> {
		const { keyv, leadership = ALONE, logger, timezone = hostTimezone() } = this.#parts;
		if (leadership.term === null) return;
		try {
			const now = this.#now();
			const done = MOMENT.safeParse(await keyv.get(DONE)).data;
			// The first night, not the first start.
			if (done === undefined) await addValue(keyv, DONE, now);
			const [due] = timesAfter(NIGHTLY, timezone, new Date(done ?? now), 1);
			if (!due || due.getTime() > now) return;
			// One process does a night, though two may believe to lead.
			const taken = await changeValue(keyv, DONE, (before) => (before === done ? now : before));
			if (taken !== now) return;
			const cleared = await this.run();
			logger.info({ ...cleared }, 'cleared away what nobody needs');
		} catch (error) {
			logger.error({ err: error }, 'housekeeping failed');
		}
	}

	/** Does it now; once at a time. */
	run(): Promise<Cleared> {
		this.#running ??= this.#clear().finally(() => {
			this.#running = undefined;
		});
		return this.#running;
	}

	async #clear(): Promise<Cleared> {
		const { catalogue, photoStore, models, dataFolder, tunedBackbones, retention } = this.#parts;
		const now = this.#now();
		const forgotten = await this.#forgetLeftGuilds(now - retention.leftDays * DAY_MS);
		let erased = 0;
		for (const classifier of await catalogue.classifiers()) {
			const before = new Date(now - retention.removedDays * DAY_MS);
			erased += await this.#attempt('erase', 0, () => catalogue.dataset(classifier).photos.erase(before));
			await this.#attempt('prune', undefined, () => models.prune(classifier, retention.versions));
		}
		const needs = (sha256: string) => {
			this.#stop.signal.throwIfAborted();
			return catalogue.needsFile(sha256);
		};
		const files = await this.#attempt('sweep', 0, async () => {
			const { orphans, parts } = await photoStore.sweep(needs, { now });
			return orphans + parts;
		});
		const embeddings = await this.#attempt('embeddings', 0, () => sweepEmbeddings(dataFolder, needs, now));
		const backbones = await this.#attempt('backbones', 0, async () =>
			sweepTuned(dataFolder, await models.backbones.ids(), now, tunedBackbones),
		);
		return { forgotten, erased, files, embeddings, backbones };
	}

	async #forgetLeftGuilds(leftBefore: number): Promise<string[]> {
		const { catalogue, models, departures } = this.#parts;
		const forgotten: string[] = [];
		for (const guildId of await departures.before(leftBefore)) {
			const isDone = await this.#attempt('forget', false, async () => {
				await catalogue.forget(guildId);
				await models.forget(guildId);
				await departures.forget(guildId);
				return true;
			});
			if (isDone) forgotten.push(guildId);
		}
		return forgotten;
	}

	async #attempt<Result>(step: string, otherwise: Result, work: () => Promise<Result>): Promise<Result> {
		if (this.#stop.signal.aborted) return otherwise;
		try {
			return await work();
		} catch (error) {
			if (!this.#stop.signal.aborted)
				this.#parts.logger.error({ step, err: error }, 'a step of housekeeping failed');
			return otherwise;
		}
	}
}
