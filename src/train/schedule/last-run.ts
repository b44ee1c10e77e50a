import { type ErrorCode, type ErrorDetails, isUserError, UserError } from '../../errors.ts';
import type { TrainingEnd } from '../jobs.ts';
import type { RunResult, Schedule } from './schedule.ts';

/** How a classifier's last scheduled training ended. */
export interface LastRun {
	readonly at: Date;
	readonly result: RunResult;
	readonly version?: string;
	/** Why it failed, if that is something a person can act on. */
	readonly refusal?: UserError;
}

type RunRecord = NonNullable<Schedule['lastRun']>;

/** What is kept of an end. */
export function recordOf(end: TrainingEnd, at: number): RunRecord {
	if (end.kind === 'failed') {
		const { error } = end;
		if (!isUserError(error)) return { at, result: 'failed' };
		return { at, result: 'failed', refusal: { code: error.code, details: { ...error.details } } };
	}
	if (end.kind !== 'finished') return { at, result: 'cancelled' };
	const { result: outcome } = end;
	if (outcome.kind === 'unchanged') return { at, result: 'unchanged', version: outcome.champion };
	return { at, result: outcome.promoted ? 'promoted' : 'kept', version: outcome.version };
}

export function lastRunOf(record: RunRecord): LastRun {
	return { ...record, at: new Date(record.at), refusal: refusalOf(record) };
}

/** Another version of Hantei may have written it. */
function refusalOf({ refusal }: RunRecord): UserError | undefined {
	if (!refusal) return undefined;
	const code = refusal.code as ErrorCode;
	return new UserError(code, refusal.details as ErrorDetails[typeof code]);
}
