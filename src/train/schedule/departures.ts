import type { Keyv } from 'keyv';
import { z } from 'zod';
import type { Catalogue } from '../../dataset/catalogue/catalogue.ts';
import { DEFAULT_CLASSIFIER } from '../../registry/version-name.ts';
import { addValue } from '../../store/change-value.ts';

const LEFT = 'left-';
const MOMENT = z.number().int();

export interface DeparturesParts {
	readonly keyv: Keyv<unknown>;
	readonly catalogue: Pick<Catalogue, 'classifiers'>;
	readonly now?: () => number;
}

/**
 * Since when the bot is no longer in which servers: what is kept for one stays for a while, in case the bot comes back.
 */
export class Departures {
	readonly #keyv: Keyv<unknown>;
	readonly #catalogue: Pick<Catalogue, 'classifiers'>;
	readonly #now: () => number;

	constructor({ keyv, catalogue, now = Date.now }: DeparturesParts) {
		this.#keyv = keyv;
		this.#catalogue = catalogue;
		this.#now = now;
	}

	/** That it is still away does not begin its time anew. */
	async guildLeft(guildId: string): Promise<void> {
		await addValue(this.#keyv, LEFT + guildId, this.#now());
	}

	async guildJoined(guildId: string): Promise<void> {
		await this.#keyv.delete(LEFT + guildId);
	}

	/**
	 * Asks of each server whether the bot is in it, since it may have been taken out of one, or back in, while it was not
	 * running. Of one that is `elsewhere` nobody here can tell.
	 */
	async guildsPresent(of: (guildId: string) => 'present' | 'absent' | 'elsewhere'): Promise<void> {
		for (const classifier of await this.#catalogue.classifiers()) {
			if (classifier === DEFAULT_CLASSIFIER || !isGuild(classifier)) continue;
			const where = of(classifier);
			if (where === 'present') await this.guildJoined(classifier);
			else if (where === 'absent') await this.guildLeft(classifier);
		}
	}

	/** Servers that the bot left before a moment, or at it. */
	async before(moment: number): Promise<string[]> {
		const guildIds: string[] = [];
		for await (const [key, stored] of this.#keyv.iterator?.({}) ?? []) {
			const { data: leftAt } = MOMENT.safeParse(stored);
			const guildId = String(key).startsWith(LEFT) ? String(key).slice(LEFT.length) : '';
			if (leftAt !== undefined && leftAt <= moment && isGuild(guildId)) guildIds.push(guildId);
		}
		return guildIds;
	}

	/** For a server for which nothing is kept any more. */
	async forget(guildId: string): Promise<void> {
		await this.#keyv.delete(LEFT + guildId);
	}
}

/** Nobody leaves the host's own classifiers. */
function isGuild(classifier: string): boolean {
	return /^\d{17,20}$/.test(classifier);
}
