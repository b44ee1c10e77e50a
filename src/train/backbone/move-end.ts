import { isUserError } from '../../errors.ts';
import type { TrainingEnd } from '../jobs.ts';
import type { MoveEnd } from './in-use.ts';

/** What a classifier was served by when its training began, and is by now. */
export interface ServedAround {
	/** `classifier/version`; undefined where nothing serves. */
	readonly before: string | undefined;
	readonly serving: string | undefined;
}

/** Why there is nothing to train with: nobody has done anything wrong. */
const WITHOUT_PHOTOS = ['too-few-labels', 'labels-not-ready'] as const;

/** What the training that was to move a classifier has come to; undefined where it was stopped and is left to do. */
export function moveEndOf(end: TrainingEnd, { before, serving }: ServedAround): MoveEnd | undefined {
	const served = { ...(before && { before }), ...(serving && { serving }) };
	switch (end.kind) {
		case 'cancelled':
		case 'interrupted':
			return undefined;
		case 'failed': {
			const { error } = end;
			if (isUserError(error, ...WITHOUT_PHOTOS)) return { kind: 'no-photos', ...served };
			if (!isUserError(error)) return { kind: 'failed', ...served };
			return { kind: 'failed', ...served, refusal: { code: error.code, details: { ...error.details } } };
		}
		case 'finished': {
			const { result: outcome } = end;
			if (outcome.kind === 'unchanged') {
				return {
					kind: outcome.champion === before ? 'kept' : 'returned',
					...served,
					serving: outcome.champion,
				};
			}
			const { version, promoted, verdict } = outcome;
			return promoted
				? { kind: 'moved', ...served, serving: version }
				: { kind: 'kept', ...served, candidate: version, verdict: { ...verdict } };
		}
	}
}
