import type { Catalogue } from '../../dataset/catalogue/catalogue.ts';
import { UserError } from '../../errors.ts';
import type { TrainingJob } from '../jobs.ts';
import type { ScheduleBook } from './book.ts';
import { parseCron, shortestGap } from './cron.ts';
import { type LastRun, lastRunOf } from './last-run.ts';
import { nextRun, nextRuns, offsetOf, type Schedule } from './schedule.ts';
import type { ScheduleRunner } from './schedule-runner.ts';
import { isTimezone } from './zoned-time.ts';

const HOUR_MS = 3_600_000;

/** What the host allows. */
export interface ScheduleLimits {
	/** Least hours between two runs of a classifier. */
	readonly everyHours: number;
	/** Minutes over which servers that plan the same time are spread. */
	readonly spreadMinutes: number;
}

export const DEFAULT_SCHEDULE_LIMITS: ScheduleLimits = { everyHours: 6, spreadMinutes: 60 };

export interface SchedulesParts {
	readonly book: ScheduleBook;
	readonly catalogue: Pick<Catalogue, 'dataset' | 'own'>;
	/** Over the same book; absent in a process that cannot train: there, a run is only asked for. */
	readonly runner?: Pick<ScheduleRunner, 'begin' | 'isRunning' | 'cancel' | 'forget'>;
	readonly limits?: ScheduleLimits;
	readonly now?: () => number;
}

/** What people choose. */
export type ScheduleDraft = Pick<
	Schedule,
	'cron' | 'timezone' | 'crawl' | 'fineTunes' | 'channelId' | 'isQuiet'
>;

export interface ScheduleStatus {
	readonly schedule?: Schedule;
	readonly paused: boolean;
	readonly lastRun?: LastRun;
	readonly nextRun?: Date;
	/** Whether a run that the schedule began is under way. */
	readonly isRunning: boolean;
}

/** What people plan, and ask of it: each change is entered in the classifier's audit log. */
export class Schedules {
	readonly #parts: SchedulesParts;
	readonly #limits: ScheduleLimits;
	readonly #now: () => number;

	constructor(parts: SchedulesParts) {
		this.#parts = parts;
		this.#limits = parts.limits ?? DEFAULT_SCHEDULE_LIMITS;
		this.#now = parts.now ?? Date.now;
	}

	get(classifier: string): Promise<Schedule | undefined> {
		return this.#parts.book.get(classifier);
	}

	/**
	 * Whether this can be planned.
	 * @returns the cron text with single spaces
	 * @throws {UserError} `cron-invalid`, `schedule-too-often`, `timezone-unknown`
	 */
	check({ cron, timezone }: Pick<ScheduleDraft, 'cron' | 'timezone'>): string {
		const parsed = parseCron(cron);
		if (!isTimezone(timezone)) throw new UserError('timezone-unknown', { timezone });
		const { everyHours } = this.#limits;
		if (shortestGap(parsed) < everyHours * HOUR_MS) {
			throw new UserError('schedule-too-often', { hours: everyHours });
		}
		return parsed.text;
	}

	/**
	 * Plans anew; what was missed before is not caught up. A server that followed the host's classifier gets its own.
	 * @throws {UserError} `cron-invalid`, `schedule-too-often`, `timezone-unknown`
	 */
	async set(classifier: string, draft: ScheduleDraft, by: string): Promise<Schedule> {
		const cron = this.check(draft);
		await this.#parts.catalogue.own(classifier, by);
		const schedule = await this.#parts.book.change(classifier, (before) => ({
			lastRun: before?.lastRun ?? null,
			...this.#afresh(classifier, before),
			...draft,
			cron,
			setBy: by,
		}));
		await this.#audit(classifier, 'schedule-set', by, {
			cron,
			timezone: draft.timezone,
			crawl: draft.crawl?.wanted ?? 0,
			fineTunes: draft.fineTunes,
			quiet: draft.isQuiet,
		});
		return schedule;
	}

	/** A run that is under way is finished. @throws {UserError} `no-schedule` */
	async pause(classifier: string, by: string): Promise<Schedule> {
		const schedule = await this.#parts.book.changeExisting(classifier, (before) => ({
			...this.#afresh(classifier, before),
			isPaused: true,
		}));
		await this.#audit(classifier, 'schedule-pause', by);
		return schedule;
	}

	/** What came due meanwhile is not caught up. @throws {UserError} `no-schedule` */
	async resume(classifier: string, by: string): Promise<Schedule> {
		const schedule = await this.#parts.book.changeExisting(classifier, (before) =>
			this.#afresh(classifier, before),
		);
		await this.#audit(classifier, 'schedule-resume', by);
		return schedule;
	}

	/**
	 * Runs at once, as if its time had come.
	 * @throws {UserError} `no-schedule`, `training-running`, `trainings-full`, `engine-closed`
	 */
	async runNow(classifier: string, by: string): Promise<TrainingJob> {
		const schedule = await this.#parts.book.require(classifier);
		const { runner } = this.#parts;
		if (!runner) throw new UserError('engine-closed', {});
		const job = await runner.begin(classifier, schedule, { due: this.#now(), by, isLate: false, starts: 0 });
		await this.#audit(classifier, 'schedule-run', by);
		return job;
	}

	/** Stops a run that was begun here; the models are as they were. @returns whether there was one */
	async cancel(classifier: string, by: string): Promise<boolean> {
		if (!(await this.#parts.runner?.cancel(classifier))) return false;
		await this.#audit(classifier, 'retrain-cancel', by);
		return true;
	}

	/** Has the process that trains run it within a minute or so. @throws {UserError} `no-schedule` */
	async request(classifier: string, by: string): Promise<void> {
		await this.#parts.book.changeExisting(classifier, () => ({ request: { at: this.#now(), by } }));
		await this.#audit(classifier, 'schedule-run', by);
	}

	/** For a server that took the bot out; a run of it that is under way is stopped. */
	async remove(classifier: string): Promise<void> {
		await this.#parts.book.remove(classifier);
		await this.#parts.runner?.forget(classifier);
	}

	/** Classifiers that have a schedule. */
	async classifiers(): Promise<string[]> {
		const names: string[] = [];
		for await (const [classifier] of this.#parts.book.each()) names.push(classifier);
		return names;
	}

	async status(classifier: string): Promise<ScheduleStatus> {
		const schedule = await this.#parts.book.get(classifier);
		if (!schedule) return { paused: false, isRunning: false };
		const { lastRun, isPaused } = schedule;
		const next = nextRun(schedule, this.#offsetOf(classifier));
		return {
			schedule,
			paused: isPaused,
			...(lastRun && { lastRun: lastRunOf(lastRun) }),
			...(next && { nextRun: next }),
			isRunning: schedule.attempt !== null,
		};
	}

	/** When a schedule comes due next. */
	nextRuns(classifier: string, schedule: Schedule, count: number): Date[] {
		return nextRuns(schedule, this.#offsetOf(classifier), count);
	}

	/** How much later than planned a classifier is trained. */
	offsetMinutes(classifier: string): number {
		return this.#offsetOf(classifier) / 60_000;
	}

	#offsetOf(classifier: string): number {
		return offsetOf(classifier, this.#limits.spreadMinutes * 60_000);
	}

	/** From now on: nothing of before is caught up, and a run goes on only if it is under way. */
	#afresh(classifier: string, before: Schedule | undefined) {
		const attempt = this.#parts.runner?.isRunning(classifier) ? (before?.attempt ?? null) : null;
		return { isPaused: false, request: null, attempt, handledUntil: this.#now() };
	}

	async #audit(
		classifier: string,
		action: 'schedule-set' | 'schedule-pause' | 'schedule-resume' | 'schedule-run' | 'retrain-cancel',
		by: string,
		detail: Readonly<Record<string, string | number | boolean>> = {},
	): Promise<void> {
		await this.#parts.catalogue.dataset(classifier).audit.record({ action, by, detail });
	}
}
