import type { Keyv } from 'keyv';
import { beforeEach, describe, expect, it } from 'vitest';
import { Catalogue } from '../../../src/dataset/catalogue/catalogue.ts';
import { UserError } from '../../../src/errors.ts';
import { createLogger } from '../../../src/log.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { openStore } from '../../../src/store/store.ts';
import { type EndedRun, type ScheduleDraft, Schedules } from '../../../src/train/schedule/schedules.ts';
import { FakeTrainings } from './fake-trainings.ts';

const logger = createLogger('silent');
const PARK = '400000000000000001';
const ZOO = '400000000000000002';

let now: number;
let keyv: Keyv<unknown>;
let catalogue: Catalogue;
let trainings: FakeTrainings;
let schedules: Schedules;
let ended: EndedRun[];

beforeEach(() => {
	now = Date.parse('2026-11-24T10:00:00Z');
	keyv = openStore(':memory:', logger).keyv('schedules');
	catalogue = new Catalogue(openDatabase(':memory:'), { now: () => new Date(now) });
	start();
});

/** A (new) process over the same data. */
function start(): void {
	trainings = new FakeTrainings();
	schedules = open();
	ended = [];
	schedules.onEnd((run) => ended.push(run));
}

function open(parts: { jobs?: FakeTrainings } = { jobs: trainings }): Schedules {
	const limits = { everyHours: 6, spreadMinutes: 0 };
	return new Schedules({ keyv, catalogue, logger, limits, now: () => now, ...parts });
}

const NIGHTLY: ScheduleDraft = {
	cron: '0 3 * * *',
	timezone: 'UTC',
	crawl: { wanted: 100 },
	channelId: '500000000000000001',
	isQuiet: false,
};

function plan(classifier = PARK, draft: Partial<ScheduleDraft> = {}) {
	return schedules.set(classifier, { ...NIGHTLY, ...draft }, 'ann');
}

/** Lets time pass to a moment, and what is then due begin. */
async function tickAt(time: string): Promise<void> {
	now = Date.parse(time);
	await schedules.tick();
}

async function code(action: Promise<unknown>): Promise<string | undefined> {
	try {
		await action;
	} catch (error) {
		return error instanceof UserError ? error.code : String(error);
	}
	return undefined;
}

describe('planning', () => {
	it('keeps what was chosen, and says when it is next', async () => {
		await plan();
		const status = await schedules.status(PARK);
		expect(status).toMatchObject({ paused: false, isRunning: false, schedule: { ...NIGHTLY, setBy: 'ann' } });
		expect(status.nextRun?.toISOString()).toBe('2026-11-25T03:00:00.000Z');
		expect(status.lastRun).toBeUndefined();
		expect(await schedules.classifiers()).toEqual([PARK]);
		expect(await schedules.status(ZOO)).toEqual({ paused: false, isRunning: false });
	});

	it('refuses nonsense, and what is more often than the host allows', async () => {
		expect(await code(plan(PARK, { cron: 'nightly' }))).toBe('cron-invalid');
		expect(await code(plan(PARK, { cron: '0 * * * *' }))).toBe('schedule-too-often');
		expect(await code(plan(PARK, { timezone: 'Mars/Olympus' }))).toBe('timezone-unknown');
		expect(await schedules.get(PARK)).toBeUndefined();
		expect(await code(schedules.pause(PARK, 'ann'))).toBe('no-schedule');
		expect(await code(schedules.resume(PARK, 'ann'))).toBe('no-schedule');
		expect(await code(schedules.runNow(PARK, 'ann'))).toBe('no-schedule');
		expect(await code(schedules.request(PARK, 'ann'))).toBe('no-schedule');
	});

	it('is entered in the audit log of that classifier alone', async () => {
		await plan();
		await schedules.pause(PARK, 'ben');
		await schedules.resume(PARK, 'ben');
		const entries = catalogue.dataset(PARK).audit.list();
		expect(entries.map(({ action, by }) => [action, by])).toEqual([
			['schedule-resume', 'ben'],
			['schedule-pause', 'ben'],
			['schedule-set', 'ann'],
		]);
		expect(entries[2].detail).toMatchObject({ cron: '0 3 * * *', timezone: 'UTC', crawl: 100 });
		expect(catalogue.dataset(ZOO).audit.list()).toEqual([]);
	});

	it('gives a server its own classifier', async () => {
		expect(catalogue.dataset(PARK).isOwn).toBe(false);
		await plan();
		expect(catalogue.dataset(PARK).isOwn).toBe(true);
	});
});

describe('a planned run', () => {
	it('begins when its time has come, once, and trains what was planned', async () => {
		await plan();
		await tickAt('2026-11-25T02:59:00Z');
		expect(trainings.requests).toEqual([]);
		await tickAt('2026-11-25T03:00:00Z');
		await tickAt('2026-11-25T03:01:00Z');
		expect(trainings.requests).toEqual([
			{ classifier: PARK, by: 'schedule', reason: 'schedule', crawl: { labels: [], wanted: 100 } },
		]);
		trainings.end(PARK, 'promoted');
		await schedules.idle();
		await tickAt('2026-11-25T03:30:00Z');
		expect(trainings.requests).toHaveLength(1);
		expect(await schedules.status(PARK)).toMatchObject({
			lastRun: { result: 'promoted', version: `${PARK}/v2`, at: new Date('2026-11-25T03:01:00Z') },
			nextRun: new Date('2026-11-26T03:00:00Z'),
			isRunning: false,
		});
	});

	it('collects nothing where that was not wanted', async () => {
		await plan(PARK, { crawl: null });
		await tickAt('2026-11-25T03:00:00Z');
		expect(trainings.requests).toEqual([{ classifier: PARK, by: 'schedule', reason: 'schedule' }]);
	});

	it('is told with its end', async () => {
		await plan();
		await tickAt('2026-11-25T03:00:00Z');
		trainings.end(PARK, 'kept');
		await schedules.idle();
		expect(ended).toMatchObject([
			{ classifier: PARK, by: 'schedule', isLate: false, schedule: NIGHTLY, end: { kind: 'finished' } },
		]);
	});

	it('that fails is told, and tried again the next night', async () => {
		await plan();
		await tickAt('2026-11-25T03:00:00Z');
		trainings.fail(PARK, new UserError('crawler-contact-needed', { contact: '' }));
		await schedules.idle();
		expect(ended).toMatchObject([{ end: { kind: 'failed' } }]);
		await tickAt('2026-11-25T03:10:00Z');
		expect(trainings.requests).toHaveLength(1);
		expect(await schedules.status(PARK)).toMatchObject({
			lastRun: { result: 'failed', refusal: { code: 'crawler-contact-needed', details: { contact: '' } } },
		});
		await tickAt('2026-11-26T03:00:00Z');
		expect(trainings.requests).toHaveLength(2);
	});

	it('that is cancelled waits for the next night', async () => {
		await plan();
		await tickAt('2026-11-25T03:00:00Z');
		trainings.get(PARK)?.cancel();
		await schedules.idle();
		expect(await schedules.status(PARK)).toMatchObject({ lastRun: { result: 'cancelled' } });
		await tickAt('2026-11-25T03:10:00Z');
		expect(trainings.requests).toHaveLength(1);
	});

	it('waits until a training by hand is done', async () => {
		await plan();
		trainings.start({ classifier: PARK, by: 'ann' });
		await tickAt('2026-11-25T03:00:00Z');
		expect(trainings.requests).toHaveLength(1);
		trainings.end(PARK, 'kept');
		await tickAt('2026-11-25T03:05:00Z');
		expect(trainings.requests).toHaveLength(2);
		expect(ended).toEqual([]);
	});

	it('is one of few at a time, the longest due first', async () => {
		for (const [n, hour] of [3, 2, 1].entries())
			await plan(`40000000000000000${n}`, { cron: `0 ${hour} * * *` });
		await tickAt('2026-11-25T03:00:00Z');
		expect(trainings.requests.map(({ classifier }) => classifier)).toEqual([
			'400000000000000002',
			'400000000000000001',
		]);
		trainings.end('400000000000000002', 'kept');
		await trainings.settled();
		await tickAt('2026-11-25T03:01:00Z');
		expect(trainings.requests).toHaveLength(3);
	});

	it('does not begin while it is paused, nor when it is resumed', async () => {
		await plan();
		await schedules.pause(PARK, 'ann');
		await tickAt('2026-11-27T03:00:00Z');
		expect(trainings.requests).toEqual([]);
		expect((await schedules.status(PARK)).nextRun).toBeUndefined();
		await schedules.resume(PARK, 'ann');
		await schedules.tick();
		expect(trainings.requests).toEqual([]);
		await tickAt('2026-11-28T03:00:00Z');
		expect(trainings.requests).toHaveLength(1);
	});

	it('of one server does not keep another’s from its own', async () => {
		await plan(PARK);
		await plan(ZOO);
		await keyv.set('400000000000000003', { cron: 'rubbish' });
		trainings.refuse(PARK, new TypeError('a bug'));
		await tickAt('2026-11-25T03:00:00Z');
		expect(trainings.requests.map(({ classifier }) => classifier)).toEqual([ZOO]);
	});
});

describe('downtime', () => {
	it('is made up for by one run', async () => {
		await plan();
		start();
		await tickAt('2026-12-20T12:00:00Z');
		expect(trainings.requests).toHaveLength(1);
		trainings.end(PARK, 'promoted');
		await schedules.idle();
		expect(ended).toMatchObject([{ isLate: true }]);
		await tickAt('2026-12-20T12:10:00Z');
		expect(trainings.requests).toHaveLength(1);
		expect((await schedules.status(PARK)).nextRun?.toISOString()).toBe('2026-12-21T03:00:00.000Z');
	});

	it('lets a run that it cut short begin again', async () => {
		await plan();
		await tickAt('2026-11-25T03:00:00Z');
		trainings.interrupt(PARK);
		await schedules.idle();
		expect(ended).toEqual([]);
		start();
		await tickAt('2026-11-25T03:20:00Z');
		expect(trainings.requests).toHaveLength(1);
		trainings.end(PARK, 'kept');
		await schedules.idle();
		expect(await schedules.status(PARK)).toMatchObject({ lastRun: { result: 'kept' } });
	});

	it('gives up a run that ends the process each time, until the next night', async () => {
		await plan();
		for (let starts = 0; starts < 3; starts++) {
			await tickAt('2026-11-25T03:00:00Z');
			expect(trainings.requests).toHaveLength(1);
			trainings.interrupt(PARK);
			await schedules.idle();
			start();
		}
		await tickAt('2026-11-25T04:00:00Z');
		expect(trainings.requests).toEqual([]);
		expect(ended).toMatchObject([{ end: { kind: 'failed' } }]);
		await tickAt('2026-11-26T03:00:00Z');
		expect(trainings.requests).toHaveLength(1);
	});
});

describe('running now', () => {
	it('trains at once, and leaves what is planned as it is', async () => {
		await plan();
		await schedules.runNow(PARK, 'ann');
		expect(trainings.requests).toMatchObject([{ by: 'ann', reason: 'schedule' }]);
		expect(await code(schedules.runNow(PARK, 'ben'))).toBe('training-running');
		trainings.end(PARK, 'unchanged');
		await schedules.idle();
		expect(ended).toMatchObject([{ by: 'ann' }]);
		expect((await schedules.status(PARK)).nextRun?.toISOString()).toBe('2026-11-25T03:00:00.000Z');
		expect(catalogue.dataset(PARK).audit.list({ action: 'schedule-run' })).toMatchObject([{ by: 'ann' }]);
	});

	it('can be asked of the process that trains', async () => {
		await plan();
		const commandLine = open({});
		expect(await code(commandLine.runNow(PARK, 'cli'))).toBe('engine-closed');
		await commandLine.request(PARK, 'cli');
		await schedules.tick();
		expect(trainings.requests).toMatchObject([{ by: 'cli' }]);
		trainings.end(PARK, 'kept');
		await schedules.idle();
		await schedules.tick();
		expect(trainings.requests).toHaveLength(1);
	});
});

describe('a server that took the bot out', () => {
	it('has no schedule any more, and its run is stopped', async () => {
		await plan(PARK);
		await plan(ZOO);
		await tickAt('2026-11-25T03:00:00Z');
		await schedules.remove(PARK);
		trainings.end(ZOO, 'kept');
		await schedules.idle();
		expect(await schedules.classifiers()).toEqual([ZOO]);
		expect(ended.map(({ classifier }) => classifier)).toEqual([ZOO]);
		expect(await schedules.get(PARK)).toBeUndefined();
	});
});

describe('a thousand servers', () => {
	it('are looked after without keeping others from the event loop', async () => {
		const schedule = await plan();
		for (let n = 1; n < 1_000; n++) await keyv.set(String(400_000_000_000_000_000n + BigInt(n)), schedule);
		let turns = 0;
		let isDone = false;
		const count = () => {
			turns++;
			if (!isDone) setImmediate(count);
		};
		setImmediate(count);
		await tickAt('2026-11-25T03:00:00Z');
		isDone = true;
		expect(trainings.requests).toHaveLength(2);
		// One turn a page of a hundred.
		expect(turns).toBeGreaterThanOrEqual(9);
	});
});
