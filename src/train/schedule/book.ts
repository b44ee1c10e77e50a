import type { Keyv } from 'keyv';
import { UserError } from '../../errors.ts';
import { changeValue } from '../../store/change-value.ts';
import { SCHEDULE, type Schedule } from './schedule.ts';

/** The schedules that are kept, by classifier. What an older Hantei wrote and nobody understands is not there. */
export class ScheduleBook {
	readonly #keyv: Keyv<unknown>;

	constructor(keyv: Keyv<unknown>) {
		this.#keyv = keyv;
	}

	async get(classifier: string): Promise<Schedule | undefined> {
		return SCHEDULE.safeParse(await this.#keyv.get(classifier)).data;
	}

	/** @throws {UserError} `no-schedule` */
	async require(classifier: string): Promise<Schedule> {
		const schedule = await this.get(classifier);
		if (!schedule) throw new UserError('no-schedule', {});
		return schedule;
	}

	/** All of them, in small pages that let other work through. */
	async *each(): AsyncGenerator<[classifier: string, schedule: Schedule]> {
		for await (const [classifier, stored] of this.#keyv.iterator?.({}) ?? []) {
			const { data } = SCHEDULE.safeParse(stored);
			if (data) yield [String(classifier), data];
		}
	}

	/**
	 * @param change asked again where another process changed it meanwhile
	 * @throws what `change` throws, or the store's error; nothing is changed then
	 */
	change(classifier: string, change: (before: Schedule | undefined) => Schedule): Promise<Schedule> {
		return changeValue(this.#keyv, classifier, (stored) => change(SCHEDULE.safeParse(stored).data));
	}

	/** @throws {UserError} `no-schedule` */
	changeExisting(classifier: string, change: (before: Schedule) => Partial<Schedule>): Promise<Schedule> {
		return this.change(classifier, (before) => {
			if (!before) throw new UserError('no-schedule', {});
			return { ...before, ...change(before) };
		});
	}

	async remove(classifier: string): Promise<void> {
		await this.#keyv.delete(classifier);
	}
}
