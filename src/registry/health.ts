import { wilsonInterval } from '../model/statistics/proportion-intervals.ts';
import type { HealthReason } from './predictor.ts';

/** What became of one photo. */
export interface Observation {
	readonly outcome: 'answered' | 'unknown' | 'error' | 'not-a-number';
	/** Of the head alone: the backbone is the same before and after a swap, and so is the queue. */
	readonly milliseconds: number;
}

export interface HealthPolicy {
	/** Photos after which a new model is trusted. */
	readonly photos: number;
	/** Or, where few are posted, milliseconds. */
	readonly milliseconds: number;
}

/** An evening on a lively server; half an hour elsewhere. */
export const HEALTH_POLICY: HealthPolicy = { photos: 200, milliseconds: 30 * 60_000 };

/** Photos on each side from which shares and durations are compared. */
const ENOUGH = 20;
const MOST_TIMES_SLOWER = 3;
/** Slower than that is felt; three times next to nothing is not. */
const FELT_MS = 20;
/** More unknown photos than before, beyond chance: what people post varies, too. */
const UNKNOWN_JUMP = 0.2;
const FEWEST_ERRORS = 3;

export type Health = 'watching' | 'healthy' | HealthReason;

/**
 * Whether a model that has just begun to serve goes on: by what became of photos before the swap and since.
 * @param elapsedMs since the swap
 */
export function judgeHealth(
	before: readonly Observation[],
	after: readonly Observation[],
	elapsedMs: number,
	policy: HealthPolicy = HEALTH_POLICY,
): Health {
	if (after.some(({ outcome }) => outcome === 'not-a-number')) return 'not-a-number';
	if (hasMoreErrors(before, after)) return 'errors';
	if (Math.min(before.length, after.length) >= ENOUGH) {
		if (isSlower(before, after)) return 'slow';
		if (hasMoreUnknowns(before, after)) return 'unknowns';
	}
	return after.length >= policy.photos || elapsedMs >= policy.milliseconds ? 'healthy' : 'watching';
}

function hasMoreErrors(before: readonly Observation[], after: readonly Observation[]): boolean {
	const errors = after.filter(({ outcome }) => outcome === 'error').length;
	return errors >= FEWEST_ERRORS && shareOf(after, 'error').low > shareOf(before, 'error').value;
}

function isSlower(before: readonly Observation[], after: readonly Observation[]): boolean {
	const now = medianDuration(after);
	return now > FELT_MS && now > MOST_TIMES_SLOWER * medianDuration(before);
}

function hasMoreUnknowns(before: readonly Observation[], after: readonly Observation[]): boolean {
	const then = shareOf(before, 'unknown');
	const now = shareOf(after, 'unknown');
	return now.low > then.high && now.value - then.value >= UNKNOWN_JUMP;
}

function shareOf(observations: readonly Observation[], outcome: Observation['outcome']) {
	return wilsonInterval(
		observations.filter((observation) => observation.outcome === outcome).length,
		observations.length,
	);
}

function medianDuration(observations: readonly Observation[]): number {
	const sorted = observations.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)];
}
