import type { Schedule } from './schedule.ts';

/** Another process has the run. */
export class RunTaken extends Error {}

/**
 * Whether another process did something about a run since its schedule was read, or a later leader has it.
 * @param term of this process as leader; 0 where it leads alone, without a lease that it could have lost
 */
export function isTaken(now: Schedule, asRead: Schedule, term: number): boolean {
	if (now.handledUntil !== asRead.handledUntil) return true;
	if (now.attempt === null) return false;
	return now.attempt.id !== asRead.attempt?.id || (term > 0 && now.attempt.term > term);
}
