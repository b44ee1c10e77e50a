import { beforeEach, describe, expect, it } from 'vitest';
import { NIGHTLY, Nights, PARK, refusal, ZOO } from './nights.ts';

let nights: Nights;

beforeEach(async () => {
	nights = await Nights.open();
});

describe('planning', () => {
	it('keeps what was chosen, and says when it is next', async () => {
		await nights.plan();
		const status = await nights.schedules.status(PARK);
		expect(status).toMatchObject({ paused: false, isRunning: false, schedule: { ...NIGHTLY, setBy: 'ann' } });
		expect(status.nextRun?.toISOString()).toBe('2026-11-25T03:00:00.000Z');
		expect(status.lastRun).toBeUndefined();
		expect(await nights.schedules.classifiers()).toEqual([PARK]);
		expect(await nights.schedules.status(ZOO)).toEqual({ paused: false, isRunning: false });
	});

	it('refuses nonsense, and what is more often than the host allows', async () => {
		expect(await refusal(nights.plan(PARK, { cron: 'nightly' }))).toBe('cron-invalid');
		expect(await refusal(nights.plan(PARK, { cron: '0 * * * *' }))).toBe('schedule-too-often');
		expect(await refusal(nights.plan(PARK, { timezone: 'Mars/Olympus' }))).toBe('timezone-unknown');
		expect(await nights.schedules.get(PARK)).toBeUndefined();
		expect(await refusal(nights.schedules.pause(PARK, 'ann'))).toBe('no-schedule');
		expect(await refusal(nights.schedules.resume(PARK, 'ann'))).toBe('no-schedule');
		expect(await refusal(nights.schedules.runNow(PARK, 'ann'))).toBe('no-schedule');
		expect(await refusal(nights.schedules.request(PARK, 'ann'))).toBe('no-schedule');
	});

	it('is entered in the audit log of that classifier alone', async () => {
		await nights.plan();
		await nights.schedules.pause(PARK, 'ben');
		await nights.schedules.resume(PARK, 'ben');
		const entries = await nights.catalogue.dataset(PARK).audit.list();
		expect(entries.map(({ action, by }) => [action, by])).toEqual([
			['schedule-resume', 'ben'],
			['schedule-pause', 'ben'],
			['schedule-set', 'ann'],
			['fork', 'ann'],
		]);
		expect(entries[2].detail).toMatchObject({ cron: '0 3 * * *', timezone: 'UTC', crawl: 100 });
		expect(await nights.catalogue.dataset(ZOO).audit.list()).toEqual([]);
	});

	it('gives a server its own classifier', async () => {
		expect(await nights.catalogue.dataset(PARK).isOwn()).toBe(false);
		await nights.plan();
		expect(await nights.catalogue.dataset(PARK).isOwn()).toBe(true);
	});
});

describe('a server that took the bot out', () => {
	it('has no schedule any more, and its run is stopped', async () => {
		await nights.plan(PARK);
		await nights.plan(ZOO);
		await nights.tickAt('2026-11-25T03:00:00Z');
		await nights.schedules.remove(PARK);
		nights.trainings.end(ZOO, 'kept');
		await nights.runner.idle();
		expect(await nights.schedules.classifiers()).toEqual([ZOO]);
		expect(nights.ended.map(({ classifier }) => classifier)).toEqual([ZOO]);
		expect(await nights.schedules.get(PARK)).toBeUndefined();
	});
});
