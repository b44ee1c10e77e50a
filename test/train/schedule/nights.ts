import type { Keyv } from 'keyv';
import { Catalogue } from '../../../src/dataset/catalogue/catalogue.ts';
import { UserError } from '../../../src/errors.ts';
import { createLogger } from '../../../src/log.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { openStore } from '../../../src/store/store.ts';
import { openSchedules } from '../../../src/train/schedule/open-schedules.ts';
import type { EndedRun, ScheduleRunner } from '../../../src/train/schedule/schedule-runner.ts';
import type { ScheduleDraft, ScheduleLimits, Schedules } from '../../../src/train/schedule/schedules.ts';
import { ScriptedTrainings } from './scripted-trainings.ts';

export const PARK = '400000000000000001';
export const ZOO = '400000000000000002';

export const NIGHTLY: ScheduleDraft = {
	cron: '0 3 * * *',
	timezone: 'UTC',
	crawl: { wanted: 100 },
	channelId: '500000000000000001',
	isQuiet: false,
	fineTunes: true,
};

export const LIMITS: ScheduleLimits = { everyHours: 6, spreadMinutes: 0 };

/** Schedules, and what runs them, over time that passes when it is told to. */
export class Nights {
	now = Date.parse('2026-11-24T10:00:00Z');
	readonly keyv: Keyv<unknown>;
	readonly catalogue: Catalogue;
	trainings = new ScriptedTrainings();
	/** Of the process that runs now. */
	readonly leadership: { term: number | null } = { term: 1 };
	schedules: Schedules;
	runner: ScheduleRunner;
	/** Runs whose end this process has told. */
	ended: EndedRun[] = [];

	static async open(): Promise<Nights> {
		const clock = { now: () => new Date() };
		const catalogue = await Catalogue.open(openDatabase(':memory:'), { now: () => clock.now() });
		const nights = new Nights(catalogue);
		clock.now = () => new Date(nights.now);
		return nights;
	}

	private constructor(catalogue: Catalogue) {
		this.keyv = openStore(openDatabase(':memory:'), createLogger('silent')).keyv('schedules');
		this.catalogue = catalogue;
		({ schedules: this.schedules, runner: this.runner } = this.#open());
	}

	/** A new process over the same data. */
	restart(): void {
		this.trainings = new ScriptedTrainings();
		this.ended = [];
		({ schedules: this.schedules, runner: this.runner } = this.#open());
	}

	plan(classifier = PARK, draft: Partial<ScheduleDraft> = {}) {
		return this.schedules.set(classifier, { ...NIGHTLY, ...draft }, 'ann');
	}

	/** Lets time pass to a moment, and what is then due begin. */
	async tickAt(time: string): Promise<void> {
		this.now = Date.parse(time);
		await this.runner.tick();
	}

	/** Another process over the same data at the same time. */
	beside(leadership: { term: number | null }) {
		const [trainings, ended] = [new ScriptedTrainings(), [] as EndedRun[]];
		return { trainings, ended, leadership, ...this.#open({ trainings, ended, leadership }) };
	}

	#open({ trainings, leadership, ended }: Pick<Nights, 'trainings' | 'leadership' | 'ended'> = this) {
		const { keyv, catalogue } = this;
		const logger = createLogger('silent');
		const now = () => this.now;
		const opened = openSchedules({
			...{ keyv, catalogue, jobs: trainings, leadership, logger },
			limits: LIMITS,
			now,
		});
		opened.runner.onEnd((run) => ended.push(run));
		return opened;
	}
}

/** The code of the refusal that an action ends with. */
export async function refusal(action: Promise<unknown>): Promise<string | undefined> {
	try {
		await action;
	} catch (error) {
		return error instanceof UserError ? error.code : String(error);
	}
	return undefined;
}
