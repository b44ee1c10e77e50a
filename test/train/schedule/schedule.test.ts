import { describe, expect, it } from 'vitest';
import {
	dueRun,
	isMissed,
	nextRun,
	nextRuns,
	offsetOf,
	SCHEDULE,
	type Schedule,
} from '../../../src/train/schedule/schedule.ts';

const HOUR = 3_600_000;
const at = (time: string) => Date.parse(time);

function planned(more: Partial<Schedule> = {}): Schedule {
	return {
		cron: '0 3 * * *',
		timezone: 'Asia/Tokyo',
		crawl: null,
		channelId: null,
		isQuiet: false,
		fineTunes: true,
		isPaused: false,
		setBy: 'ann',
		handledUntil: at('2026-11-24T10:00:00Z'),
		attempt: null,
		request: null,
		lastRun: null,
		...more,
	};
}

/** The run that is due at a moment. */
function dueAt(time: string, schedule = planned()) {
	return dueRun(schedule, nextRun(schedule, 0), at(time));
}

describe('the offset of a server', () => {
	const guilds = Array.from({ length: 1_000 }, (_, n) => String(400_000_000_000_000_000n + BigInt(n)));

	it('is always the same, and none for the host', () => {
		expect(offsetOf(guilds[7], HOUR)).toBe(offsetOf(guilds[7], HOUR));
		expect(offsetOf('default', HOUR)).toBe(0);
		expect(offsetOf(guilds[7], 0)).toBe(0);
	});

	it('spreads servers evenly over the window, in whole minutes', () => {
		const minutes = guilds.map((guild) => offsetOf(guild, HOUR) / 60_000);
		for (const minute of minutes) {
			expect(Number.isInteger(minute)).toBe(true);
			expect(minute).toBeGreaterThanOrEqual(0);
			expect(minute).toBeLessThan(60);
		}
		for (let quarter = 0; quarter < 60; quarter += 15) {
			const share = minutes.filter((minute) => minute >= quarter && minute < quarter + 15).length;
			expect(share).toBeGreaterThan(200);
		}
	});

	it('moves every run, and none is lost or doubled where it reaches into the next day', () => {
		const schedule = planned({ cron: '55 23 * * *', timezone: 'UTC' });
		expect(nextRuns(schedule, 30 * 60_000, 2).map((run) => run.toISOString())).toEqual([
			'2026-11-25T00:25:00.000Z',
			'2026-11-26T00:25:00.000Z',
		]);
		const handled = planned({ ...schedule, handledUntil: at('2026-11-25T00:25:00Z') });
		expect(nextRun(handled, 30 * 60_000)?.toISOString()).toBe('2026-11-26T00:25:00.000Z');
		const before = planned({ ...schedule, handledUntil: at('2026-11-25T00:24:00Z') });
		expect(nextRun(before, 30 * 60_000)?.toISOString()).toBe('2026-11-25T00:25:00.000Z');
	});
});

describe('what is due', () => {
	it('is nothing before its time', () => {
		expect(dueAt('2026-11-24T17:59:59Z')).toBeUndefined();
	});

	it('is the planned run from its time on', () => {
		const due = at('2026-11-24T18:00:00Z');
		expect(dueAt('2026-11-24T18:00:00Z')).toEqual({ due, by: 'schedule', isLate: false, starts: 0 });
	});

	it('is a missed run once, however many nights were missed', () => {
		const due = dueAt('2026-12-20T12:00:00Z');
		expect(due).toMatchObject({ due: at('2026-11-24T18:00:00Z'), isLate: true });
		const handled = planned({ handledUntil: at('2026-12-20T12:30:00Z') });
		expect(dueAt('2026-12-20T12:31:00Z', handled)).toBeUndefined();
		expect(nextRun(handled, 0)?.toISOString()).toBe('2026-12-20T18:00:00.000Z');
	});

	it('is nothing while it is paused, but what somebody asks for', () => {
		const paused = planned({ isPaused: true });
		expect(nextRun(paused, 0)).toBeUndefined();
		expect(dueAt('2026-12-20T12:00:00Z', paused)).toBeUndefined();
		const request = { at: at('2026-12-20T11:59:00Z'), by: 'cli' };
		expect(dueAt('2026-12-20T12:00:00Z', { ...paused, request })).toEqual({
			due: request.at,
			by: 'cli',
			isLate: false,
			starts: 0,
		});
	});

	it('is first what a dead process had begun', () => {
		const attempt = {
			due: at('2026-11-24T18:00:00Z'),
			by: 'schedule',
			isLate: false,
			starts: 1,
			term: 0,
			id: '',
		};
		expect(dueAt('2026-11-24T18:05:00Z', planned({ attempt }))).toEqual(attempt);
		expect(dueAt('2026-11-24T18:05:00Z', planned({ attempt, isPaused: true }))).toBeUndefined();
	});

	it('is late when Hantei was not there, not when a minute was busy', () => {
		const due = at('2026-11-24T18:00:00Z');
		expect(isMissed(due, due + 60_000)).toBe(false);
		expect(isMissed(due, due + 10 * 60_000)).toBe(false);
		expect(isMissed(due, due + 10 * 60_000 + 1)).toBe(true);
		expect(isMissed(due, due + HOUR)).toBe(true);
	});
});

describe('a schedule that was kept', () => {
	const whole = planned({
		crawl: { wanted: 200 },
		channelId: '200',
		attempt: { due: 1, by: 'schedule', isLate: true, starts: 2, term: 0, id: '' },
		request: { at: 2, by: 'cli' },
		lastRun: {
			at: 3,
			result: 'failed',
			version: 'default/v2',
			refusal: { code: 'too-few-labels', details: { labels: 1 } },
		},
	});

	it('is read as it was written', () => {
		expect(SCHEDULE.parse(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
		expect(SCHEDULE.parse(JSON.parse(JSON.stringify(planned())))).toEqual(planned());
	});

	it.each([
		{ cron: undefined },
		{ crawl: { wanted: 0 } },
		{ attempt: { ...whole.attempt, starts: 0 } },
		{ request: { at: 2.5, by: 'cli' } },
		{ lastRun: { at: 3, result: 'perhaps' } },
		{ handledUntil: '2026' },
	])('is not taken for one with %j', (change) => {
		expect(SCHEDULE.safeParse({ ...whole, ...change }).success).toBe(false);
	});
});
