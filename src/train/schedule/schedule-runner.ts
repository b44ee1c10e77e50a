import { randomUUID } from 'node:crypto';
import { schedule as scheduleTask } from 'node-cron';
import { isUserError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { ALONE, type Leadership } from '../../store/leadership.ts';
import type { TrainingEnd, TrainingJob, TrainingJobs } from '../jobs.ts';
import type { ScheduleBook } from './book.ts';
import { quietCron } from './cron.ts';
import { recordOf } from './last-run.ts';
import { isTaken, RunTaken } from './run-taken.ts';
import { type DueRun, dueRun, MAX_STARTS, nextRun, offsetOf, type Schedule } from './schedule.ts';

/** Scheduled trainings under way or waiting at once: the rest of the queue is for people. */
const CONCURRENCY = 2;

/** So that not every Hantei asks photo services in the same second. */
const JITTER_MS = 20_000;

export interface ScheduleRunnerParts {
	readonly book: ScheduleBook;
	readonly jobs: Pick<TrainingJobs, 'start' | 'get'>;
	/** Only the leader begins what is due. This process leads, when absent. */
	readonly leadership?: Pick<Leadership, 'term'>;
	readonly logger: Logger;
	/** Over which servers that plan the same time are spread. */
	readonly spreadMs: number;
	readonly now?: () => number;
}

/** A run under way. */
interface BegunRun {
	readonly schedule: Schedule;
	readonly run: DueRun;
	/** As it is written down. */
	readonly id: string;
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
 * Trains classifiers when their time has come, each by itself and never twice at once. How far it is lies in the book,
 * so that a night without Hantei is caught up once, a run that the end of the process cut short begins again, and the
 * command line can change what the bot keeps to. A training that fails changes nothing: the champion serves on, and the
 * next time it is tried again.
 */
export class ScheduleRunner {
	readonly #parts: ScheduleRunnerParts;
	readonly #now: () => number;
	readonly #listeners = new Set<(run: EndedRun) => void>();
	/** Runs begun here, by classifier. */
	readonly #running = new Map<string, Promise<void>>();
	/** Reckoning out when the next one is takes longer than to look whether it has come. */
	readonly #next = new Map<string, { readonly schedule: string; readonly at: Date | undefined }>();
	#stop: () => Promise<void> = async () => {};

	constructor(parts: ScheduleRunnerParts) {
		this.#parts = parts;
		this.#now = parts.now ?? Date.now;
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
		const { logger, leadership = ALONE } = this.#parts;
		if (leadership.term === null) return;
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

	/**
	 * Begins a run now, whether or not it is due.
	 * @throws {UserError} `training-running`, `trainings-full`, `engine-closed`
	 */
	async begin(classifier: string, schedule: Schedule, run: DueRun): Promise<TrainingJob> {
		const { crawl, fineTunes } = schedule;
		const job = await this.#parts.jobs.start({
			classifier,
			by: run.by,
			reason: 'schedule',
			...(crawl && { crawl: { labels: [], wanted: crawl.wanted } }),
			...(fineTunes && { fineTune: 'if-better' }),
		});
		const running = this.#follow(classifier, schedule, run, job).finally(() =>
			this.#running.delete(classifier),
		);
		this.#running.set(classifier, running);
		return job;
	}

	isRunning(classifier: string): boolean {
		return this.#running.has(classifier);
	}

	/** Stops a run that was begun here. @returns whether there was one */
	async cancel(classifier: string): Promise<boolean> {
		const job = this.#running.has(classifier) ? await this.#parts.jobs.get(classifier) : undefined;
		job?.cancel();
		return job !== undefined;
	}

	/** For a classifier that has no schedule any more: a run of it that is under way is stopped. */
	async forget(classifier: string): Promise<void> {
		this.#next.delete(classifier);
		await this.cancel(classifier);
	}

	async #due() {
		const now = this.#now();
		const found: { classifier: string; schedule: Schedule; run: DueRun }[] = [];
		for await (const [classifier, schedule] of this.#parts.book.each()) {
			if (this.#running.has(classifier)) continue;
			const run = dueRun(schedule, this.#nextRun(classifier, schedule), now);
			if (run) found.push({ classifier, schedule, run });
		}
		return found.sort((a, b) => a.run.due - b.run.due);
	}

	async #beginDue(classifier: string, schedule: Schedule, run: DueRun): Promise<void> {
		const { logger } = this.#parts;
		try {
			if (run.starts < MAX_STARTS) await this.begin(classifier, schedule, run);
			else {
				const error = new Error(`the training did not come to its end in ${run.starts} starts of Hantei`);
				const id = schedule.attempt?.id ?? '';
				await this.#conclude(classifier, { schedule, run, id }, { kind: 'failed', error });
			}
		} catch (error) {
			// It stays due: someone trains this classifier by hand, or many others wait.
			if (isUserError(error)) logger.debug({ classifier, code: error.code }, 'a planned training waits');
			else logger.error({ classifier, err: error }, 'a planned training did not begin');
		}
	}

	/** Never rejects. */
	async #follow(classifier: string, schedule: Schedule, run: DueRun, job: TrainingJob): Promise<void> {
		const id = randomUUID();
		try {
			await this.#parts.book.changeExisting(classifier, (before) => {
				if (isTaken(before, schedule, this.#term)) throw new RunTaken();
				return {
					attempt: { ...plainRun(run), starts: run.starts + 1, term: this.#term, id },
					request: null,
				};
			});
			const end = await job.ended;
			// The next start of Hantei begins it again.
			if (end.kind !== 'interrupted') await this.#conclude(classifier, { schedule, run, id }, end);
		} catch (error) {
			// Taken out meanwhile, with its server; or another process is its leader by now.
			if (isUserError(error, 'no-schedule') || error instanceof RunTaken) job.cancel();
			else this.#parts.logger.error({ classifier, err: error }, 'a planned training cannot be recorded');
		}
	}

	/** @throws {RunTaken} where another process has begun it anew: the end is that one's to tell */
	async #conclude(classifier: string, { schedule, run, id }: BegunRun, end: TrainingEnd): Promise<void> {
		const { by, isLate } = run;
		const now = this.#now();
		if (end.kind === 'failed' && !isUserError(end.error)) {
			this.#parts.logger.error({ classifier, err: end.error }, 'a planned training failed');
		}
		await this.#parts.book.changeExisting(classifier, ({ attempt }) => {
			if (attempt && attempt.id !== id) throw new RunTaken();
			return { attempt: null, request: null, handledUntil: now, lastRun: recordOf(end, now) };
		});
		for (const listener of this.#listeners) listener({ classifier, schedule, by, isLate, end });
	}

	/** Of a process where people ask, but that does not lead: the oldest. */
	get #term(): number {
		return (this.#parts.leadership ?? ALONE).term ?? 0;
	}

	#nextRun(classifier: string, schedule: Schedule): Date | undefined {
		const { cron, timezone, isPaused, handledUntil } = schedule;
		const key = JSON.stringify([cron, timezone, isPaused, handledUntil]);
		const known = this.#next.get(classifier);
		if (known?.schedule === key) return known.at;
		const at = nextRun(schedule, offsetOf(classifier, this.#parts.spreadMs));
		this.#next.set(classifier, { schedule: key, at });
		return at;
	}
}

/** Without what else is written down of it. */
function plainRun({ due, by, isLate }: DueRun): Pick<DueRun, 'due' | 'by' | 'isLate'> {
	return { due, by, isLate };
}
