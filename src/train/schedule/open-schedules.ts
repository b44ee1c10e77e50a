import type { Keyv } from 'keyv';
import type { Catalogue } from '../../dataset/catalogue/catalogue.ts';
import type { Logger } from '../../log.ts';
import type { Leadership } from '../../store/leadership.ts';
import type { TrainingJobs } from '../jobs.ts';
import { ScheduleBook } from './book.ts';
import { ScheduleRunner } from './schedule-runner.ts';
import { DEFAULT_SCHEDULE_LIMITS, type ScheduleLimits, Schedules } from './schedules.ts';

export interface OpenSchedulesParts {
	/** Where schedules lie. */
	readonly keyv: Keyv<unknown>;
	readonly catalogue: Pick<Catalogue, 'dataset' | 'own'>;
	readonly jobs: Pick<TrainingJobs, 'start' | 'get'>;
	/** Of the processes that have these schedules; this one alone leads, when absent. */
	readonly leadership?: Pick<Leadership, 'term'>;
	readonly logger: Logger;
	readonly limits?: ScheduleLimits;
	readonly now?: () => number;
}

/** What people plan, and what runs it. */
export interface OpenSchedules {
	readonly schedules: Schedules;
	/** Runs nothing by itself before it is started. */
	readonly runner: ScheduleRunner;
}

/** Schedules in a process that trains. */
export function openSchedules(parts: OpenSchedulesParts): OpenSchedules {
	const { keyv, catalogue, jobs, leadership, logger, limits = DEFAULT_SCHEDULE_LIMITS, now } = parts;
	const book = new ScheduleBook(keyv);
	const runner = new ScheduleRunner({
		book,
		jobs,
		leadership,
		logger,
		spreadMs: limits.spreadMinutes * 60_000,
		now,
	});
	return { schedules: new Schedules({ book, catalogue, runner, limits, now }), runner };
}
