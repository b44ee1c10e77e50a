import type { Keyv } from 'keyv';
import { schedule as scheduleTask } from 'node-cron';
import type { Catalogue } from '../../dataset/catalogue/catalogue.ts';
import { type ErrorCode, type ErrorDetails, isUserError, UserError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { TrainingJobs } from '../jobs.ts';
import type { TrainingEnd, TrainingJob } from '../training.ts';
import { ScheduleBook } from './book.ts';
import { parseCron, shortestGap } from './cron.ts';
import { quietCron } from './quiet-cron.ts';
import {
	type DueRun,
	dueRun,
	MAX_STARTS,
	nextRun,
	nextRuns,
	offsetOf,
	type RunResult,
	type Schedule,
} from './schedule.ts';
import { isTimezone } from './zoned-time.ts';

const HOUR_MS = 3_600_000;

/** Scheduled trainings under way or waiting at once: the rest of the queue is for people. */
const CONCURRENCY = 2;

/** So that not every Hantei asks photo services in the same second. */
const JITTER_MS = 20_000;

/** What the host allows. */
export interface ScheduleLimits {
	/** Least hours between two runs of a classifier. */
	readonly everyHours: number;
	/** Minutes over which servers that plan the same time are spread. */
	readonly spreadMinutes: number;
}

export const DEFAULT_SCHEDULE_LIMITS: ScheduleLimits = { everyHours: 6, spreadMinutes: 60 };

export interface SchedulesParts {
	readonly keyv: Keyv<unknown>;
	readonly catalogue: Pick<Catalogue, 'dataset' | 'own'>;
	/** Absent in a process that cannot train: there, a run is only asked for. */
	readonly jobs?: Pick<TrainingJobs, 'start' | 'get'>;
	readonly logger: Logger;
	readonly limits?: ScheduleLimits;
	readonly now?: () => number;
}

/** What people choose. */
export type ScheduleDraft = Pick<Schedule, 'cron' | 'timezone' | 'crawl' | 'channelId' | 'isQuiet'>;

export interface ScheduleStatus {
	readonly schedule?: Schedule;
	readonly paused: boolean;
	readonly lastRun?: {
		readonly at: Date;
		readonly result: RunResult;
		readonly version?: string;
		/** Why it failed, if that is something a person can act on. */
		readonly refusal?: UserError;
	};
	readonly nextRun?: Date;
	/** Whether a run that the schedule began is under way. */
	readonly isRunning: boolean;
}

/** A scheduled training that has ended. */
export interface EndedRun {
	readonly classifier: string;
	readonly schedule: Schedule;
	readonly by: string;
	/** Whether it was caught up after Hantei had not been running. */
	readonly isLate: boolean;
	readonly end: TrainingEnd;
}

/**
 * Trains classifiers at the times that their admins planned, each by itself and never twice at once. What is planned
 * and how far it is lies in Keyv, so that a night without Hantei is caught up once, a run that the end of the process
 * cut short begins again, and the command line can change what the bot keeps to. A training that fails changes
 * nothing: the champion serves on, and the next time it is tried again.
 */
export class Schedules {
	readonly #parts: SchedulesParts;
	readonly #limits: ScheduleLimits;
	readonly #book: ScheduleBook;
	readonly #now: () => number;
	readonly #listeners = new Set<(run: EndedRun) => void>();
	/** Runs begun here, by classifier. */
	readonly #running = new Map<string, Promise<void>>();
	/** Reckoning out when the next one is takes longer than to look whether it has come. */
	readonly #next = new Map<string, { readonly schedule: string; readonly at: Date | undefined }>();
	#stop: () => Promise<void> = async () => {};

	constructor(parts: SchedulesParts) {
		this.#parts = parts;
		this.#limits = parts.limits ?? DEFAULT_SCHEDULE_LIMITS;
		this.#book = new ScheduleBook(parts.keyv);
		this.#now = parts.now ?? Date.now;
	}

	get(classifier: string): Promise<Schedule | undefined> {
		return this.#book.get(classifier);
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
		const schedule = await this.#book.change(classifier, (before) => ({
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
			quiet: draft.isQuiet,
		});
		return schedule;
	}

	/** A run that is under way is finished. @throws {UserError} `no-schedule` */
	async pause(classifier: string, by: string): Promise<Schedule> {
		const schedule = await this.#changeExisting(classifier, (before) => ({
			...this.#afresh(classifier, before),
			isPaused: true,
		}));
		await this.#audit(classifier, 'schedule-pause', by);
		return schedule;
	}

	/** What came due meanwhile is not caught up. @throws {UserError} `no-schedule` */
	async resume(classifier: string, by: string): Promise<Schedule> {
		const schedule = await this.#changeExisting(classifier, (before) => this.#afresh(classifier, before));
		await this.#audit(classifier, 'schedule-resume', by);
		return schedule;
	}

	/**
	 * Runs at once, as if its time had come.
	 * @throws {UserError} `no-schedule`, `training-running`, `trainings-full`, `engine-closed`
	 */
	async runNow(classifier: string, by: string): Promise<TrainingJob> {
		const schedule = await this.#require(classifier);
		const run: DueRun = { due: this.#now(), by, isLate: false, starts: 0 };
		const job = await this.#begin(classifier, schedule, run);
		await this.#audit(classifier, 'schedule-run', by);
		return job;
	}

	/** Stops a run that was begun here; the models are as they were. @returns whether there was one */
	async cancel(classifier: string, by: string): Promise<boolean> {
		if (!this.#stopRun(classifier)) return false;
		await this.#audit(classifier, 'retrain-cancel', by);
		return true;
	}

	/** Has the process that trains run it within a minute or so. @throws {UserError} `no-schedule` */
	async request(classifier: string, by: string): Promise<void> {
		await this.#changeExisting(classifier, () => ({ request: { at: this.#now(), by } }));
		await this.#audit(classifier, 'schedule-run', by);
	}

	/** For a server that took the bot out; a run of it that is under way is stopped. */
	async remove(classifier: string): Promise<void> {
		await this.#book.remove(classifier);
		this.#next.delete(classifier);
		this.#stopRun(classifier);
	}

	#stopRun(classifier: string): boolean {
		const job = this.#running.has(classifier) ? this.#parts.jobs?.get(classifier) : undefined;
		job?.cancel();
		return job !== undefined;
	}

	/** Classifiers that have a schedule. */
	async classifiers(): Promise<string[]> {
		const names: string[] = [];
		for await (const [classifier] of this.#book.each()) names.push(classifier);
		return names;
	}

	async status(classifier: string): Promise<ScheduleStatus> {
		const schedule = await this.#book.get(classifier);
		if (!schedule) return { paused: false, isRunning: false };
		const { lastRun, isPaused } = schedule;
		const next = this.#nextRun(classifier, schedule);
		return {
			schedule,
			paused: isPaused,
			...(lastRun && { lastRun: { ...lastRun, at: new Date(lastRun.at), refusal: refusalOf(lastRun) } }),
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

	/** @returns how to hear of nothing any more */
	onEnd(listener: (run: EndedRun) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Looks every minute what is due, from now on. */
	start(): void {
		const task = scheduleTask('* * * * *', () => this.tick(), {
			noOverlap: true,
			maxRandomDelay: JITTER_MS,
			suppressMissedWarning: true,
			logger: quietCron,
		});
		this.#stop = async () => {
			await task.destroy();
		};
		// What was missed need not wait for the next minute.
		void this.tick();
	}

	/** Begins what is due now, the longest due first, a few at a time; never rejects. */
	async tick(): Promise<void> {
		const { logger } = this.#parts;
		try {
			const due = await this.#due();
			for (const { classifier, schedule, run } of due) {
				if (this.#running.size >= CONCURRENCY) return;
				await this.#beginDue(classifier, schedule, run);
			}
		} catch (error) {
			logger.error({ err: error }, 'what is due to be trained cannot be told');
		}
	}

	/** Begins nothing any more. What is under way is stopped by whoever closes the trainings, and begins again later. */
	async close(): Promise<void> {
		await this.#stop();
	}

	/** Resolves once every run that has ended is recorded. */
	async idle(): Promise<void> {
		while (this.#running.size > 0) await Promise.all(this.#running.values());
	}

	async #due() {
		const now = this.#now();
		const found: { classifier: string; schedule: Schedule; run: DueRun }[] = [];
		for await (const [classifier, schedule] of this.#book.each()) {
			if (this.#running.has(classifier)) continue;
			const run = dueRun(schedule, this.#nextRun(classifier, schedule), now);
			if (run) found.push({ classifier, schedule, run });
		}
		return found.sort((a, b) => a.run.due - b.run.due);
	}

	async #beginDue(classifier: string, schedule: Schedule, run: DueRun): Promise<void> {
		const { logger } = this.#parts;
		try {
			if (run.starts < MAX_STARTS) await this.#begin(classifier, schedule, run);
			else {
				const error = new Error(`the training did not come to its end in ${run.starts} starts of Hantei`);
				await this.#conclude(classifier, schedule, run, { kind: 'failed', error });
			}
		} catch (error) {
			// It stays due: someone trains this classifier by hand, or many others wait.
			if (isUserError(error)) logger.debug({ classifier, code: error.code }, 'a planned training waits');
			else logger.error({ classifier, err: error }, 'a planned training did not begin');
		}
	}

	async #begin(classifier: string, schedule: Schedule, run: DueRun): Promise<TrainingJob> {
		const { jobs } = this.#parts;
		if (!jobs) throw new UserError('engine-closed', {});
		const { crawl } = schedule;
		const job = jobs.start({
			classifier,
			by: run.by,
			reason: 'schedule',
			...(crawl && { crawl: { labels: [], wanted: crawl.wanted } }),
		});
		const running = this.#follow(classifier, schedule, run, job).finally(() =>
			this.#running.delete(classifier),
		);
		this.#running.set(classifier, running);
		return job;
	}

	/** Never rejects. */
	async #follow(classifier: string, schedule: Schedule, run: DueRun, job: TrainingJob): Promise<void> {
		try {
			await this.#changeExisting(classifier, () => ({
				attempt: { ...run, starts: run.starts + 1 },
				request: null,
			}));
			const end = await job.ended;
			// The next start of Hantei begins it again.
			if (end.kind !== 'interrupted') await this.#conclude(classifier, schedule, run, end);
		} catch (error) {
			// Taken out meanwhile, with its server.
			if (isUserError(error, 'no-schedule')) job.cancel();
			else this.#parts.logger.error({ classifier, err: error }, 'a planned training cannot be recorded');
		}
	}

	async #conclude(
		classifier: string,
		schedule: Schedule,
		{ by, isLate }: DueRun,
		end: TrainingEnd,
	): Promise<void> {
		const now = this.#now();
		if (end.kind === 'failed' && !isUserError(end.error)) {
			this.#parts.logger.error({ classifier, err: end.error }, 'a planned training failed');
		}
		await this.#changeExisting(classifier, () => ({
			attempt: null,
			request: null,
			handledUntil: now,
			lastRun: { at: now, ...resultOf(end) },
		}));
		for (const listener of this.#listeners) listener({ classifier, schedule, by, isLate, end });
	}

	#nextRun(classifier: string, schedule: Schedule): Date | undefined {
		const { cron, timezone, isPaused, handledUntil } = schedule;
		const key = JSON.stringify([cron, timezone, isPaused, handledUntil]);
		const known = this.#next.get(classifier);
		if (known?.schedule === key) return known.at;
		const at = nextRun(schedule, this.#offsetOf(classifier));
		this.#next.set(classifier, { schedule: key, at });
		return at;
	}

	#offsetOf(classifier: string): number {
		return offsetOf(classifier, this.#limits.spreadMinutes * 60_000);
	}

	/** @throws {UserError} `no-schedule` */
	async #require(classifier: string): Promise<Schedule> {
		const schedule = await this.#book.get(classifier);
		if (!schedule) throw new UserError('no-schedule', {});
		return schedule;
	}

	/** @throws {UserError} `no-schedule` */
	#changeExisting(classifier: string, change: (before: Schedule) => Partial<Schedule>): Promise<Schedule> {
		return this.#book.change(classifier, (before) => {
			if (!before) throw new UserError('no-schedule', {});
			return { ...before, ...change(before) };
		});
	}

	/** From now on: nothing of before is caught up, and a run goes on only if it is under way. */
	#afresh(classifier: string, before: Schedule | undefined) {
		const attempt = this.#running.has(classifier) ? (before?.attempt ?? null) : null;
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

function resultOf(end: TrainingEnd): Omit<NonNullable<Schedule['lastRun']>, 'at'> {
	if (end.kind === 'failed') {
		const { error } = end;
		if (!isUserError(error)) return { result: 'failed' };
		return { result: 'failed', refusal: { code: error.code, details: { ...error.details } } };
	}
	if (end.kind !== 'finished') return { result: 'cancelled' };
	const { outcome } = end;
	if (outcome.kind === 'unchanged') return { result: 'unchanged', version: outcome.champion };
	return { result: outcome.promoted ? 'promoted' : 'kept', version: outcome.version };
}

/** Another version of Hantei may have written it. */
function refusalOf({ refusal }: NonNullable<Schedule['lastRun']>): UserError | undefined {
	if (!refusal) return undefined;
	const code = refusal.code as ErrorCode;
	return new UserError(code, refusal.details as ErrorDetails[typeof code]);
}
