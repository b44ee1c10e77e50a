import { beforeEach, describe, expect, it } from 'vitest';
import { HostThrottled, HostTurns } from '../../../src/crawl/politeness/host-turns.ts';
import { FakeClock } from '../fake-clock.ts';
import { MemoryHostLedger } from '../host-ledger.ts';

const inaturalist = new URL('https://api.inaturalist.org/v1/observations');
const openverse = new URL('https://api.openverse.org/v1/images/');
const wikimedia = new URL('https://upload.wikimedia.org/wikipedia/commons/a/ab/Crow.jpg');
const local = new URL('http://127.0.0.1:8019/photo.jpg');

let clock: FakeClock;
let ledger: MemoryHostLedger;
let turns: HostTurns;

beforeEach(() => {
	clock = new FakeClock();
	ledger = new MemoryHostLedger();
	turns = new HostTurns({ hosts: ledger, clock, localOrigins: [local.origin] });
});

const nothing = async () => {};

async function ask(url: URL, times: number): Promise<void> {
	for (let n = 0; n < times; n++) await turns.run(url, nothing);
}

describe('turns', () => {
	it('keep to the limit of a minute after the first burst', async () => {
		const start = clock.now();
		await ask(inaturalist, 65);
		expect(clock.now() - start).toBeCloseTo(60_000, 6);
	});

	it('save up no more than one burst in a quiet time', async () => {
		await ask(inaturalist, 1);
		clock.advance(3_600_000);
		const start = clock.now();
		await ask(inaturalist, 10);
		expect(clock.now() - start).toBeCloseTo(5_000, 6);
	});

	it('let a host wait for nothing that happens to another', async () => {
		await ask(openverse, 3);
		const start = clock.now();
		await ask(wikimedia, 3);
		expect(clock.now() - start).toBe(0);
	});

	it('keep few in flight', async () => {
		let inFlight = 0;
		let most = 0;
		const work = async () => {
			most = Math.max(most, ++inFlight);
			await new Promise(setImmediate);
			inFlight--;
		};
		await Promise.all(Array.from({ length: 8 }, () => turns.run(wikimedia, work)));
		expect(most).toBe(2);
		await Promise.all(Array.from({ length: 4 }, () => turns.run(inaturalist, work)));
		expect(inFlight).toBe(0);
	});

	it('count what the day allows, and stop there until it ends', async () => {
		await ledger.count('api.openverse.org', { requests: 199, bytes: 0 });
		await ask(openverse, 1);
		const refusal = await turns.run(openverse, nothing).catch((error: unknown) => error);
		expect(refusal).toBeInstanceOf(HostThrottled);
		expect((refusal as HostThrottled).until).toEqual(new Date('2026-11-25T00:00:00Z'));
	});

	it('count thumbnails of Openverse apart from its searches', async () => {
		await ledger.count('api.openverse.org', { requests: 200, bytes: 0 });
		await turns.run(new URL('https://api.openverse.org/v1/images/4bc43a04/thumb/'), nothing);
		expect(ledger.counts.get('api.openverse.org/thumb')?.requests).toBe(1);
	});

	it('stop at the bytes that iNaturalist gives in an hour', async () => {
		const photos = new URL('https://inaturalist-open-data.s3.amazonaws.com/photos/1/medium.jpg');
		await turns.countBytes(photos, 4e9);
		const refusal = await turns.run(photos, nothing).catch((error: unknown) => error);
		expect((refusal as HostThrottled).until).toEqual(new Date('2026-11-24T13:00:00Z'));
	});

	it('count what is on its way as heavy as it may be, and then as it is', async () => {
		const photos = new URL('https://static.inaturalist.org/photos/1/medium.jpg');
		await turns.countBytes(photos, 4e9 - 20e6);
		const work = () => turns.countBytes(photos, 1e6);
		const asked = await Promise.allSettled([turns.run(photos, work), turns.run(photos, work)]);
		expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
		await turns.run(photos, work);
		expect(ledger.counts.get(photos.host)).toEqual({ requests: 2, bytes: 4e9 - 18e6 });
	});

	it('wait out a short cool-down to its end, also one that comes while others wait', async () => {
		await turns.coolDown(wikimedia, 39_000);
		const start = clock.now();
		await turns.run(wikimedia, () => turns.coolDown(wikimedia, 20_000));
		expect(clock.now() - start).toBe(39_000);
		await ask(wikimedia, 1);
		expect(clock.now() - start).toBe(59_000);
	});

	it('refuse a host whose cool-down is longer than a run waits, also after a restart', async () => {
		await expect(turns.coolDown(wikimedia, 301_000)).rejects.toBeInstanceOf(HostThrottled);
		const restarted = new HostTurns({ hosts: ledger, clock, localOrigins: [] });
		await expect(restarted.run(wikimedia, nothing)).rejects.toBeInstanceOf(HostThrottled);
		clock.advance(301_000);
		await restarted.run(wikimedia, nothing);
	});

	it('survive a server that asks for a million years', async () => {
		await expect(turns.coolDown(wikimedia, 1e300)).rejects.toBeInstanceOf(HostThrottled);
	});

	it('do not slow a server on this machine', async () => {
		await ask(local, 1_000);
		expect(clock.sleeps).toEqual([]);
	});

	it('end with the signal while waiting, without the work', async () => {
		const stop = new AbortController();
		let worked = false;
		stop.abort(new Error('enough'));
		const asked = turns.run(
			wikimedia,
			async () => {
				worked = true;
			},
			stop.signal,
		);
		await expect(asked).rejects.toThrow('enough');
		expect(worked).toBe(false);
	});
});
