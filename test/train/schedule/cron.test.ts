import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { parseCron, shortestGap, timesAfter } from '../../../src/train/schedule/cron.ts';

function times(cron: string, timezone: string, after: string, count = 3): string[] {
	return timesAfter(parseCron(cron), timezone, new Date(after), count).map((time) => time.toISOString());
}

function problem(cron: string): unknown {
	try {
		parseCron(cron);
	} catch (error) {
		return error instanceof UserError ? { code: error.code, ...error.details } : error;
	}
	return undefined;
}

const HOUR = 3_600_000;

describe('the next times', () => {
	it('are those that the wall clock of the time zone shows', () => {
		expect(times('0 3 * * *', 'Asia/Tokyo', '2026-11-24T10:00:00Z')).toEqual([
			'2026-11-24T18:00:00.000Z',
			'2026-11-25T18:00:00.000Z',
			'2026-11-26T18:00:00.000Z',
		]);
		expect(times('0 3 * * *', 'America/St_Johns', '2026-11-24T10:00:00Z', 1)).toEqual([
			'2026-11-25T06:30:00.000Z',
		]);
	});

	it('come after the moment, not at it', () => {
		expect(times('0 3 * * *', 'UTC', '2026-11-24T03:00:00Z', 1)).toEqual(['2026-11-25T03:00:00.000Z']);
		expect(times('0 3 * * *', 'UTC', '2026-11-24T02:59:59.999Z', 1)).toEqual(['2026-11-24T03:00:00.000Z']);
	});

	it('keep their place on the clock when it is set forward or back', () => {
		expect(times('0 12 * * *', 'Europe/Berlin', '2026-03-27T12:00:00Z')).toEqual([
			'2026-03-28T11:00:00.000Z',
			'2026-03-29T10:00:00.000Z',
			'2026-03-30T10:00:00.000Z',
		]);
		expect(times('0 12 * * *', 'Europe/Berlin', '2026-10-23T12:00:00Z')).toEqual([
			'2026-10-24T10:00:00.000Z',
			'2026-10-25T11:00:00.000Z',
			'2026-10-26T11:00:00.000Z',
		]);
	});

	it('are not lost when the clock skips them', () => {
		expect(times('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
			'2026-03-29T01:30:00.000Z',
			'2026-03-30T00:30:00.000Z',
		]);
		// Chile sets its clocks forward at midnight, which that day does not have.
		expect(times('0 0 * * *', 'America/Santiago', '2026-09-05T12:00:00Z', 2)).toEqual([
			'2026-09-06T04:00:00.000Z',
			'2026-09-07T03:00:00.000Z',
		]);
	});

	it('are not lost on a day that the calendar leaves out', () => {
		// Samoa had no 30th of December 2011: noon there is that of the 31st, a day later.
		expect(times('0 12 30 12 *', 'Pacific/Apia', '2011-12-30T21:00:00Z', 1)).toEqual([
			'2011-12-30T22:00:00.000Z',
		]);
		expect(times('0 12 * * *', 'Pacific/Apia', '2011-12-28T12:00:00Z', 4)).toEqual([
			'2011-12-28T22:00:00.000Z',
			'2011-12-29T22:00:00.000Z',
			'2011-12-30T22:00:00.000Z',
			'2011-12-31T22:00:00.000Z',
		]);
	});

	it('are as many as asked for, in their order, however the hours were written', () => {
		expect(times('45,15 20,4 * * *', 'UTC', '2026-11-24T04:30:00Z')).toEqual([
			'2026-11-24T04:45:00.000Z',
			'2026-11-24T20:15:00.000Z',
			'2026-11-24T20:45:00.000Z',
		]);
		expect(times('* * * * *', 'UTC', '2026-11-24T04:30:00Z', 2)).toHaveLength(2);
	});

	it('are in order where a skipped time falls behind a later one', () => {
		// Lord Howe skips half an hour: 2:15 becomes 2:45.
		expect(times('15,31 2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00:00Z', 2)).toEqual([
			'2026-10-03T15:31:00.000Z',
			'2026-10-03T15:45:00.000Z',
		]);
	});

	it('come once when the clock shows them twice', () => {
		expect(times('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
			'2026-10-25T00:30:00.000Z',
			'2026-10-26T01:30:00.000Z',
		]);
		expect(times('30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z', 1)).toEqual([
			'2026-10-26T01:30:00.000Z',
		]);
	});

	it('are each a moment of its own where a skipped time falls on another', () => {
		expect(times('30 2,3 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 3)).toEqual([
			'2026-03-29T01:30:00.000Z',
			'2026-03-30T00:30:00.000Z',
			'2026-03-30T01:30:00.000Z',
		]);
	});

	it('understand weekdays, last days and leap years as node-cron does', () => {
		expect(times('0 4 * * mon', 'UTC', '2026-11-24T00:00:00Z', 2)).toEqual([
			'2026-11-30T04:00:00.000Z',
			'2026-12-07T04:00:00.000Z',
		]);
		expect(times('0 4 L * *', 'UTC', '2026-11-24T00:00:00Z', 2)).toEqual([
			'2026-11-30T04:00:00.000Z',
			'2026-12-31T04:00:00.000Z',
		]);
		expect(times('0 4 29 2 *', 'UTC', '2096-03-01T00:00:00Z', 1)).toEqual(['2104-02-29T04:00:00.000Z']);
		expect(times('@weekly', 'UTC', '2026-11-24T00:00:00Z', 1)).toEqual(['2026-11-29T00:00:00.000Z']);
	});
});

it('an expression is kept with single spaces', () => {
	expect(parseCron(' 0   3\t* * *\n').text).toBe('0 3 * * *');
});

describe('an expression that makes no sense', () => {
	it.each([
		['0 25 * * *', 'hour', '25'],
		['x 3 * * *', 'minute', 'x'],
		['0 3 32 * *', 'dayOfMonth', '32'],
		['0 3 * 13 *', 'month', '13'],
		['0 3 * * 9', 'dayOfWeek', '9'],
		['every night', 'expression', 'every night'],
		['0 0 3 * * *', 'expression', '0 0 3 * * *'],
		['', 'expression', ''],
		['@never', 'expression', '@never'],
		['\n; rm -rf /', 'expression', '; rm -rf /'],
	])('%j is refused with the field that is wrong', (expression, field, value) => {
		expect(problem(expression)).toMatchObject({ code: 'cron-invalid', field, value });
	});

	it('is refused where it has no day at all', () => {
		expect(problem('0 3 31 2 *')).toMatchObject({ field: 'dayOfMonth' });
	});
});

describe('the shortest time between two runs', () => {
	it.each([
		['0 3 * * *', 24],
		['0 */6 * * *', 6],
		['0 */5 * * *', 4],
		['0 1,23 * * *', 2],
		['0 1,23 * * mon', 22],
		['0 1,23 * * thu', 22],
		['0 3,15 * * *', 12],
	])('of %s is %d hours', (cron, hours) => {
		expect(shortestGap(parseCron(cron))).toBe(hours * HOUR);
	});

	it('of every minute is a minute', () => {
		expect(shortestGap(parseCron('* * * * *'))).toBe(60_000);
	});

	it('of once a week is more than a day', () => {
		expect(shortestGap(parseCron('0 3 * * sun'))).toBeGreaterThan(24 * HOUR);
	});
});
