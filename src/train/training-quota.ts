import type { Keyv } from 'keyv';
import { z } from 'zod';
import { granted, type Quotas } from '../dataset/quotas.ts';
import { UserError } from '../errors.ts';
import { changeValue } from '../store/change-value.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** When trainings were begun, the latest last. */
const MOMENTS = z.array(z.number()).catch([]);

/** How often a day somebody may have a server's classifier trained; what was planned comes rarely enough. */
export class TrainingQuota {
	readonly #keyv: Keyv<unknown>;
	readonly #quotas: Quotas;
	readonly #now: () => number;

	/** @param keyv what was begun, by classifier */
	constructor(keyv: Keyv<unknown>, quotas: Quotas, now: () => number = Date.now) {
		this.#keyv = keyv;
		this.#quotas = quotas;
		this.#now = now;
	}

	/** @throws {UserError} `training-quota` when it was trained often enough within a day */
	async require(classifier: string): Promise<void> {
		if (granted(classifier, this.#quotas)) this.#withRoom(await this.#keyv.get(classifier));
	}

	/**
	 * Spends one of the day's trainings on what begins, and has it back where nothing does. Asked and spent at once: of
	 * two who see the last one left, one has it.
	 * @throws {UserError} `training-quota`; as `begin`
	 */
	async spend<Begun>(classifier: string, begin: () => Promise<Begun>): Promise<Begun> {
		if (!granted(classifier, this.#quotas)) return begin();
		const at = this.#now();
		await changeValue(this.#keyv, classifier, (stored) => [...this.#withRoom(stored), at], DAY_MS);
		try {
			return await begin();
		} catch (error) {
			await changeValue(this.#keyv, classifier, (stored) => without(at, MOMENTS.parse(stored)), DAY_MS);
			throw error;
		}
	}

	/** Those of the last day. */
	#withRoom(stored: unknown): readonly number[] {
		const limit = this.#quotas.trainingsPerDay;
		const now = this.#now();
		const today = MOMENTS.parse(stored).filter((at) => now - at < DAY_MS);
		if (today.length < limit) return today;
		// When the earliest of as many as there may be is a day ago.
		const freeAt = today[today.length - limit] + DAY_MS;
		const hours = Math.max(1, Math.ceil((freeAt - now) / HOUR_MS));
		throw new UserError('training-quota', { limit, hours });
	}
}

function without(moment: number, moments: readonly number[]): number[] {
	return moments.toSpliced(moments.lastIndexOf(moment), moments.includes(moment) ? 1 : 0);
}
