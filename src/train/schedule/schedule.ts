import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DEFAULT_CLASSIFIER } from '../../registry/version-name.ts';
import { parseCron, timesAfter } from './cron.ts';

/** How a scheduled training ended. `unchanged`: there was nothing new to learn. */
export const RUN_RESULTS = ['promoted', 'kept', 'unchanged', 'failed', 'cancelled'] as const;
export type RunResult = (typeof RUN_RESULTS)[number];

const MOMENT = z.number().int();

/** When a classifier is trained by itself, and how far that is; plain JSON, times in milliseconds since 1970. */
export const SCHEDULE = z.object({
	cron: z.string(),
	timezone: z.string(),
	/** Photos that each label is to have, collected before the training; null to train on what is there. */
	crawl: z.object({ wanted: z.number().int().positive() }).nullable(),
	/** Whether fine-tuning is tried where photos are enough. */
	fineTunes: z.boolean().default(true),
	/** Where the result is told; null for where the server's log goes. */
	channelId: z.string().nullable(),
	/** Whether nothing is told when nothing changed. */
	isQuiet: z.boolean(),
	isPaused: z.boolean(),
	setBy: z.string(),
	/** What was planned up to here was done, or is not to be. */
	handledUntil: MOMENT,
	/** A run that has begun and not ended. */
	attempt: z
		.object({
			due: MOMENT,
			by: z.string(),
			isLate: z.boolean(),
			starts: z.number().int().positive(),
			/** Of the process that began it last: its term as leader, and a name for that beginning. */
			term: z.number().int().default(0),
			id: z.string().default(''),
		})
		.nullable(),
	/** A run that was asked for by a process that cannot train. */
	request: z.object({ at: MOMENT, by: z.string() }).nullable(),
	lastRun: z
		.object({
			at: MOMENT,
			result: z.enum(RUN_RESULTS),
			version: z.string().optional(),
			/** Why it failed, if that is something a person can act on. */
			refusal: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) }).optional(),
		})
		.nullable(),
});

export type Schedule = Readonly<z.infer<typeof SCHEDULE>>;

/** A run whose time has come. */
export interface DueRun {
	readonly due: number;
	/** Who asked for it, or `schedule`. */
	readonly by: string;
	/** Whether Hantei was not running when its time came. */
	readonly isLate: boolean;
	/** Starts of it before, each of which the end of the process cut short. */
	readonly starts: number;
}

/** Who trains when nobody asks. */
export const BY_SCHEDULE = 'schedule';

/** Later than this is not a busy minute, but a time at which Hantei was not there. */
const LATE_MS = 10 * 60_000;

/** Starts of a run after which it is given up until the next one: perhaps it is what ends the process each time. */
export const MAX_STARTS = 3;

/**
 * How much later than planned a classifier is trained, so that not all are at once: always the same for a server,
 * spread evenly over the window. The host's own is on time.
 */
export function offsetOf(classifier: string, windowMs: number): number {
	if (classifier === DEFAULT_CLASSIFIER || windowMs === 0) return 0;
	const hash = createHash('sha256').update(classifier).digest().readUInt32BE(0);
	// In whole minutes, since that is how often it is looked after.
	return Math.floor((hash / 2 ** 32) * (windowMs / 60_000)) * 60_000;
}

/** When a schedule's next runs are due, those that were missed among them; none while it is paused. */
export function nextRuns(schedule: Schedule, offsetMs: number, count: number): Date[] {
	if (schedule.isPaused) return [];
	const after = new Date(schedule.handledUntil - offsetMs);
	const times = timesAfter(parseCron(schedule.cron), schedule.timezone, after, count);
	return times.map((time) => new Date(time.getTime() + offsetMs));
}

export function nextRun(schedule: Schedule, offsetMs: number): Date | undefined {
	return nextRuns(schedule, offsetMs, 1)[0];
}

/** Whether a run was due while Hantei was not there. */
export function isMissed(due: number, now: number): boolean {
	return now - due > LATE_MS;
}

/**
 * The run that is to begin now, if there is one: what a dead process had begun, what somebody asked for, or what was
 * planned. Of several nights that were missed, one is caught up.
 * @param next the schedule's `nextRun`
 */
export function dueRun(schedule: Schedule, next: Date | undefined, now: number): DueRun | undefined {
	const { attempt, request, isPaused } = schedule;
	if (attempt && !isPaused) return attempt;
	if (request) return { due: request.at, by: request.by, isLate: false, starts: 0 };
	if (!next || next.getTime() > now) return undefined;
	return { due: next.getTime(), by: BY_SCHEDULE, isLate: isMissed(next.getTime(), now), starts: 0 };
}
