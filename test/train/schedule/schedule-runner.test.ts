import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { ScheduleBook } from '../../../src/train/schedule/book.ts';
import { Schedules } from '../../../src/train/schedule/schedules.ts';
import { LIMITS, NIGHTLY, Nights, PARK, refusal, ZOO } from './nights.ts';

let nights: Nights;

beforeEach(async () => {
	nights = await Nights.open();
});

describe('a planned run', () => {
	it('begins when its time has come, once, and trains what was planned', async () => {
		await nights.plan();
		await nights.tickAt('2026-11-25T02:59:00Z');
		expect(nights.trainings.requests).toEqual([]);
		await nights.tickAt('2026-11-25T03:00:00Z');
		await nights.tickAt('2026-11-25T03:01:00Z');
		expect(nights.trainings.requests).toEqual([
			{
				classifier: PARK,
				by: 'schedule',
				reason: 'schedule',
				crawl: { labels: [], wanted: 100 },
				fineTune: 'if-better',
			},
		]);
		nights.trainings.end(PARK, 'promoted');
		await nights.runner.idle();
		await nights.tickAt('2026-11-25T03:30:00Z');
		expect(nights.trainings.requests).toHaveLength(1);
		expect(await nights.schedules.status(PARK)).toMatchObject({
			lastRun: { result: 'promoted', version: `${PARK}/v2`, at: new Date('2026-11-25T03:01:00Z') },
			nextRun: new Date('2026-11-26T03:00:00Z'),
			isRunning: false,
		});
	});

	it('is begun by the leader alone', async () => {
		await nights.plan();
		nights.leadership.term = null;
		await nights.tickAt('2026-11-25T03:00:00Z');
		expect(nights.trainings.requests).toEqual([]);
		nights.leadership.term = 2;
		await nights.tickAt('2026-11-25T03:01:00Z');
		expect(nights.trainings.requests).toHaveLength(1);
	});

	it('collects nothing and tries no fine-tuning where that was not wanted', async () => {
		await nights.plan(PARK, { crawl: null, fineTunes: false });
		await nights.tickAt('2026-11-25T03:00:00Z');
		expect(nights.trainings.requests).toEqual([{ classifier: PARK, by: 'schedule', reason: 'schedule' }]);
	});

	it('is told with its end', async () => {
		await nights.plan();
		await nights.tickAt('2026-11-25T03:00:00Z');
		nights.trainings.end(PARK, 'kept');
		await nights.runner.idle();
		expect(nights.ended).toMatchObject([
			{ classifier: PARK, by: 'schedule', isLate: false, schedule: NIGHTLY, end: { kind: 'finished' } },
		]);
	});

	it('that fails is told, and tried again the next night', async () => {
		await nights.plan();
		await nights.tickAt('2026-11-25T03:00:00Z');
		nights.trainings.fail(PARK, new UserError('crawler-contact-needed', { contact: '' }));
		await nights.runner.idle();
		expect(nights.ended).toMatchObject([{ end: { kind: 'failed' } }]);
		await nights.tickAt('2026-11-25T03:10:00Z');
		expect(nights.trainings.requests).toHaveLength(1);
		expect(await nights.schedules.status(PARK)).toMatchObject({
			lastRun: { result: 'failed', refusal: { code: 'crawler-contact-needed', details: { contact: '' } } },
		});
		await nights.tickAt('2026-11-26T03:00:00Z');
		expect(nights.trainings.requests).toHaveLength(2);
	});

	it('that is cancelled waits for the next night', async () => {
		await nights.plan();
		await nights.tickAt('2026-11-25T03:00:00Z');
		(await nights.trainings.get(PARK))?.cancel();
		await nights.runner.idle();
		expect(await nights.schedules.status(PARK)).toMatchObject({ lastRun: { result: 'cancelled' } });
		await nights.tickAt('2026-11-25T03:10:00Z');
		expect(nights.trainings.requests).toHaveLength(1);
	});

	it('waits until a training by hand is done', async () => {
		await nights.plan();
		await nights.trainings.start({ classifier: PARK, by: 'ann' });
		await nights.tickAt('2026-11-25T03:00:00Z');
		expect(nights.trainings.requests).toHaveLength(1);
		nights.trainings.end(PARK, 'kept');
		await nights.tickAt('2026-11-25T03:05:00Z');
		expect(nights.trainings.requests).toHaveLength(2);
		expect(nights.ended).toEqual([]);
	});

	it('is one of few at a time, the longest due first', async () => {
		for (const [n, hour] of [3, 2, 1].entries())
			await nights.plan(`40000000000000000${n}`, { cron: `0 ${hour} * * *` });
		await nights.tickAt('2026-11-25T03:00:00Z');
		expect(nights.trainings.requests.map(({ classifier }) => classifier)).toEqual([
			'400000000000000002',
			'400000000000000001',
		]);
		nights.trainings.end('400000000000000002', 'kept');
		await nights.trainings.settled();
		await nights.tickAt('2026-11-25T03:01:00Z');
		expect(nights.trainings.requests).toHaveLength(3);
	});

	it('does not begin while it is paused, nor when it is resumed', async () => {
		await nights.plan();
		await nights.schedules.pause(PARK, 'ann');
		await nights.tickAt('2026-11-27T03:00:00Z');
		expect(nights.trainings.requests).toEqual([]);
		expect((await nights.schedules.status(PARK)).nextRun).toBeUndefined();
		await nights.schedules.resume(PARK, 'ann');
		await nights.runner.tick();
		expect(nights.trainings.requests).toEqual([]);
		await nights.tickAt('2026-11-28T03:00:00Z');
		expect(nights.trainings.requests).toHaveLength(1);
	});

	it('of one server does not keep another’s from its own', async () => {
		await nights.plan(PARK);
		await nights.plan(ZOO);
		await nights.keyv.set('400000000000000003', { cron: 'rubbish' });
		nights.trainings.refuse(PARK, new TypeError('a bug'));
		await nights.tickAt('2026-11-25T03:00:00Z');
		expect(nights.trainings.requests.map(({ classifier }) => classifier)).toEqual([ZOO]);
	});
});

describe('downtime', () => {
	it('is made up for by one run', async () => {
		await nights.plan();
		nights.restart();
		await nights.tickAt('2026-12-20T12:00:00Z');
		expect(nights.trainings.requests).toHaveLength(1);
		nights.trainings.end(PARK, 'promoted');
		await nights.runner.idle();
		expect(nights.ended).toMatchObject([{ isLate: true }]);
		await nights.tickAt('2026-12-20T12:10:00Z');
		expect(nights.trainings.requests).toHaveLength(1);
		expect((await nights.schedules.status(PARK)).nextRun?.toISOString()).toBe('2026-12-21T03:00:00.000Z');
	});

	it('lets a run that it cut short begin again', async () => {
		await nights.plan();
		await nights.tickAt('2026-11-25T03:00:00Z');
		await nights.trainings.close();
		await nights.runner.idle();
		expect(nights.ended).toEqual([]);
		nights.restart();
		await nights.tickAt('2026-11-25T03:20:00Z');
		expect(nights.trainings.requests).toHaveLength(1);
		nights.trainings.end(PARK, 'kept');
		await nights.runner.idle();
		expect(await nights.schedules.status(PARK)).toMatchObject({ lastRun: { result: 'kept' } });
	});

	it('gives up a run that ends the process each time, until the next night', async () => {
		await nights.plan();
		for (let starts = 0; starts < 3; starts++) {
			await nights.tickAt('2026-11-25T03:00:00Z');
			expect(nights.trainings.requests).toHaveLength(1);
			await nights.trainings.close();
			await nights.runner.idle();
			nights.restart();
		}
		await nights.tickAt('2026-11-25T04:00:00Z');
		expect(nights.trainings.requests).toEqual([]);
		expect(nights.ended).toMatchObject([{ end: { kind: 'failed' } }]);
		await nights.tickAt('2026-11-26T03:00:00Z');
		expect(nights.trainings.requests).toHaveLength(1);
	});
});

describe('running now', () => {
	it('trains at once, and leaves what is planned as it is', async () => {
		await nights.plan();
		await nights.schedules.runNow(PARK, 'ann');
		expect(nights.trainings.requests).toMatchObject([{ by: 'ann', reason: 'schedule' }]);
		expect(await refusal(nights.schedules.runNow(PARK, 'ben'))).toBe('training-running');
		nights.trainings.end(PARK, 'unchanged');
		await nights.runner.idle();
		expect(nights.ended).toMatchObject([{ by: 'ann' }]);
		expect((await nights.schedules.status(PARK)).nextRun?.toISOString()).toBe('2026-11-25T03:00:00.000Z');
		expect(await nights.catalogue.dataset(PARK).audit.list({ action: 'schedule-run' })).toMatchObject([
			{ by: 'ann' },
		]);
	});

	it('can be asked of the process that trains', async () => {
		await nights.plan();
		const { keyv, catalogue } = nights;
		const commandLine = new Schedules({ book: new ScheduleBook(keyv), catalogue, limits: LIMITS });
		expect(await refusal(commandLine.runNow(PARK, 'cli'))).toBe('engine-closed');
		await commandLine.request(PARK, 'cli');
		await nights.runner.tick();
		expect(nights.trainings.requests).toMatchObject([{ by: 'cli' }]);
		nights.trainings.end(PARK, 'kept');
		await nights.runner.idle();
		await nights.runner.tick();
		expect(nights.trainings.requests).toHaveLength(1);
	});
});

describe('a thousand servers', () => {
	it('are looked after without keeping others from the event loop', async () => {
		const schedule = await nights.plan();
		for (let n = 1; n < 1_000; n++)
			await nights.keyv.set(String(400_000_000_000_000_000n + BigInt(n)), schedule);
		let turns = 0;
		let isDone = false;
		const count = () => {
			turns++;
			if (!isDone) setImmediate(count);
		};
		setImmediate(count);
		await nights.tickAt('2026-11-25T03:00:00Z');
		isDone = true;
		expect(nights.trainings.requests).toHaveLength(2);
		// One turn a page of a hundred.
		expect(turns).toBeGreaterThanOrEqual(9);
	});
});

describe('of two processes that both believe to lead', () => {
	const THREE = '2026-11-25T03:00:00Z';

	/** One whose clock stood still, and who took over from it. */
	async function two() {
		await nights.plan();
		nights.leadership.term = 1;
		return nights.beside({ term: 2 });
	}

	/** A run is written down beside what it begins. */
	const begunIn = (term: number) =>
		expect.poll(async () => (await nights.schedules.get(PARK))?.attempt?.term).toBe(term);

	it('one does a planned run, though both begin at once', async () => {
		const other = await two();
		await Promise.all([nights.tickAt(THREE), other.runner.tick()]);
		const jobs = [await nights.trainings.get(PARK), await other.trainings.get(PARK)];
		for (const [n, job] of jobs.entries()) {
			if (job) (n === 0 ? nights : other).trainings.end(PARK, 'promoted');
		}
		await Promise.all([nights.runner.idle(), other.runner.idle()]);
		expect([...nights.ended, ...other.ended]).toHaveLength(1);
		expect(await nights.schedules.status(PARK)).toMatchObject({ lastRun: { result: 'promoted' } });
		await Promise.all([nights.tickAt('2026-11-25T03:05:00Z'), other.runner.tick()]);
		expect([...nights.ended, ...other.ended]).toHaveLength(1);
	});

	it('the older one takes no run from the later one', async () => {
		const other = await two();
		nights.now = Date.parse(THREE);
		await other.runner.tick();
		await begunIn(2);
		await nights.runner.tick();
		await nights.runner.idle();
		expect(nights.ended).toEqual([]);
		other.trainings.end(PARK, 'promoted');
		await other.runner.idle();
		expect(other.ended).toHaveLength(1);
	});

	it('the end of a run that the later one began anew is not recorded by the older one', async () => {
		const other = await two();
		await nights.tickAt(THREE);
		await begunIn(1);
		await other.runner.tick();
		await begunIn(2);
		nights.trainings.end(PARK, 'promoted');
		await nights.runner.idle();
		expect(nights.ended).toEqual([]);
		expect((await nights.schedules.status(PARK)).lastRun).toBeUndefined();
		other.trainings.end(PARK, 'kept');
		await other.runner.idle();
		expect(other.ended).toHaveLength(1);
		expect(await nights.schedules.status(PARK)).toMatchObject({ lastRun: { result: 'kept' } });
	});

	it('who leads alone again, without a lease, goes on with what a leader began', async () => {
		const other = await two();
		nights.now = Date.parse(THREE);
		await other.runner.tick();
		await begunIn(2);
		nights.leadership.term = 0;
		await nights.runner.tick();
		await begunIn(0);
		nights.trainings.end(PARK, 'promoted');
		await nights.runner.idle();
		expect(nights.ended).toHaveLength(1);
	});
});
