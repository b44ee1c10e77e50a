import type { Keyv } from 'keyv';
import PQueue from 'p-queue';
import { UserError } from '../../errors.ts';
import { SCHEDULE, type Schedule } from './schedule.ts';

/** The schedules that are kept, by classifier. What an older Hantei wrote and nobody understands is not there. */
export class ScheduleBook {
	readonly #keyv: Keyv<unknown>;
	/** Changes one after the other: each is a reading and a writing. */
	readonly #changes = new PQueue({ concurrency: 1 });

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

	/** @throws what `change` throws, or the store's error; nothing is changed then */
	async change(classifier: string, change: (before: Schedule | undefined) => Schedule): Promise<Schedule> {
		return this.#changes.add(async () => {
			const changed = change(await this.get(classifier));
			await this.#keyv.set(classifier, changed);
			return changed;
		});
	}

	/** @throws {UserError} `no-schedule` */
	changeExisting(classifier: string, change: (before: Schedule) => Partial<Schedule>): Promise<Schedule> {
		return this.change(classifier, (before) => {
			if (!before) throw new UserError('no-schedule', {});
			return { ...before, ...change(before) };
		});
	}

	async remove(classifier: string): Promise<void> {
		await this.#changes.add(() => this.#keyv.delete(classifier));
	}
}
