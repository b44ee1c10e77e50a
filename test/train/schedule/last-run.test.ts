import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import type { TrainingEnd } from '../../../src/train/jobs.ts';
import { lastRunOf, recordOf } from '../../../src/train/schedule/last-run.ts';
import { outcomeOf } from './scripted-trainings.ts';

const AT = Date.parse('2026-11-24T18:20:00Z');

/** What is told of an end after it was stored. */
function remembered(end: TrainingEnd) {
	return lastRunOf(JSON.parse(JSON.stringify(recordOf(end, AT))));
}

const finished = (result: 'promoted' | 'kept' | 'unchanged'): TrainingEnd => ({
	kind: 'finished',
	result: outcomeOf('default', result),
});

describe('a scheduled training', () => {
	it('that ended is remembered with the version it came to, and when', () => {
		expect(remembered(finished('promoted'))).toEqual({
			at: new Date(AT),
			result: 'promoted',
			version: 'default/v2',
			refusal: undefined,
		});
		expect(remembered(finished('kept'))).toMatchObject({ result: 'kept', version: 'default/v2' });
	});

	it('that had nothing new to learn is remembered with the version that serves', () => {
		expect(remembered(finished('unchanged'))).toMatchObject({ result: 'unchanged', version: 'default/v1' });
	});

	it('that was cancelled, or that the end of the process cut short, is remembered as cancelled', () => {
		expect(remembered({ kind: 'cancelled' }).result).toBe('cancelled');
		expect(remembered({ kind: 'interrupted' }).result).toBe('cancelled');
	});

	it('that failed for what a person can mend is remembered with that', () => {
		const error = new UserError('too-few-labels', { labels: 1 });
		const run = remembered({ kind: 'failed', error });
		expect(run).toMatchObject({ at: new Date(AT), result: 'failed' });
		expect(run.refusal).toBeInstanceOf(UserError);
		expect(run.refusal).toMatchObject({ code: 'too-few-labels', details: { labels: 1 } });
	});

	it('that failed for a fault of ours is remembered without a reason', () => {
		const run = remembered({ kind: 'failed', error: new TypeError('x is not a function') });
		expect(run).toMatchObject({ result: 'failed' });
		expect(run.refusal).toBeUndefined();
		expect(run.version).toBeUndefined();
	});
});
