import { DiscordAPIError, HTTPError } from 'discord.js';
import { describe, expect, test, vi } from 'vitest';
import { discordFailure } from '../../../src/bot/discord-errors.ts';
import { CoolDown } from '../../../src/bot/flow/cool-down.ts';
import { Lanes } from '../../../src/bot/flow/lanes.ts';
import { Remembered } from '../../../src/bot/flow/recent.ts';
import { retry } from '../../../src/bot/flow/retry.ts';

describe('lanes', () => {
	test('keep the order of a lane, also after a failure, and let others pass', async () => {
		const lanes = new Lanes();
		const order: string[] = [];
		let finishFirst = () => {};
		const first = lanes.run('a', async () => {
			await new Promise<void>((resolve) => {
				finishFirst = resolve;
			});
			order.push('a1');
			throw new Error('no');
		});
		const second = lanes.run('a', async () => order.push('a2'));
		await lanes.run('b', async () => order.push('b1'));
		finishFirst();
		await expect(first).rejects.toThrow('no');
		await second;
		expect(order).toEqual(['b1', 'a1', 'a2']);
	});

	test('are idle when the last task has ended, one that came late included', async () => {
		const lanes = new Lanes();
		let late = false;
		void lanes.run('a', async () => {
			void lanes.run('b', async () => {
				late = true;
			});
		});
		await lanes.idle();
		expect(late).toBe(true);
	});
});

describe('a remembered key', () => {
	test('is forgotten when so many others have come', () => {
		const seen = new Remembered({ size: 2 });
		expect(['a', 'b', 'a', 'c', 'b', 'a'].map((key) => seen.add(key))).toEqual([
			true,
			true,
			false,
			true,
			false,
			true,
		]);
	});

	test('is forgotten after its time', () => {
		let now = 1;
		const remembered = new Remembered({ forMs: 1_000, now: () => now });
		expect(remembered.add('a')).toBe(true);
		now = 1_001;
		expect(remembered.add('a')).toBe(false);
		now = 1_002;
		expect(remembered.has('a')).toBe(false);
		expect(remembered.add('a')).toBe(true);
	});
});

describe('a cool-down', () => {
	test('allows bursts, refills with time, and tells once a minute', () => {
		let now = 1;
		const coolDown = new CoolDown({ burst: 3, perSecond: 0.5 }, () => now);
		expect([1, 2, 3].map(() => coolDown.take('a'))).toEqual([undefined, undefined, undefined]);
		expect(coolDown.take('a')).toEqual({ seconds: 2, tell: true });
		expect(coolDown.take('a')).toEqual({ seconds: 2, tell: false });
		expect(coolDown.take('b')).toBeUndefined();
		now = 2_001;
		expect(coolDown.take('a')).toBeUndefined();
		expect(coolDown.take('a')).toEqual({ seconds: 2, tell: false });
		now = 60_002;
		expect(coolDown.take('a', 3)).toBeUndefined();
		expect(coolDown.take('a')).toEqual({ seconds: 2, tell: true });
	});

	test('lets a message with more pictures than a burst through when nothing went before', () => {
		const coolDown = new CoolDown({ burst: 3, perSecond: 1 }, () => 0);
		expect(coolDown.take('a', 10)).toBeUndefined();
		expect(coolDown.take('a', 10)).toMatchObject({ seconds: 3 });
	});
});

describe('retrying', () => {
	const policy = { firstDelayMs: 100, maxDelayMs: 1_000, deadlineMs: 10_000 };

	test('goes on until it succeeds', async () => {
		vi.useFakeTimers();
		try {
			let attempts = 0;
			const result = retry(
				async () => {
					attempts += 1;
					if (attempts < 5) throw new Error('not yet');
					return attempts;
				},
				{ policy, isTransient: () => true },
			);
			await vi.runAllTimersAsync();
			expect(await result).toBe(5);
		} finally {
			vi.useRealTimers();
		}
	});

	test('ends with the last error once its time is over', async () => {
		vi.useFakeTimers();
		try {
			let attempts = 0;
			const result = retry(
				async () => {
					attempts += 1;
					throw new Error(`attempt ${attempts}`);
				},
				{ policy, isTransient: () => true },
			).catch((error: Error) => error.message);
			await vi.runAllTimersAsync();
			expect(await result).toBe(`attempt ${attempts}`);
			expect(attempts).toBeGreaterThan(10);
		} finally {
			vi.useRealTimers();
		}
	});

	test('stops at once at what will not pass, and when told to', async () => {
		let attempts = 0;
		const fail = async () => {
			attempts += 1;
			throw new Error('no');
		};
		await expect(retry(fail, { policy, isTransient: () => false })).rejects.toThrow('no');
		expect(attempts).toBe(1);
		const controller = new AbortController();
		const stopped = retry(fail, { policy, isTransient: () => true, signal: controller.signal });
		controller.abort(new Error('stop'));
		await expect(stopped).rejects.toThrow('stop');
	});
});

describe('a failed call', () => {
	const api = (status: number, code: number) =>
		new DiscordAPIError({ code, message: '' }, code, status, 'POST', 'https://discord.com', {
			files: undefined,
			body: undefined,
		});

	test.each([
		['an unknown message', api(404, 10008), 'gone'],
		['an expired interaction', api(404, 10062), 'gone'],
		['missing access', api(403, 50001), 'forbidden'],
		['missing permissions', api(403, 50013), 'forbidden'],
		['an invalid form body', api(400, 50035), 'bug'],
		['a bad gateway', new HTTPError(502, 'Bad Gateway', 'POST', 'https://discord.com', {}), 'transient'],
		['a cut connection', Object.assign(new Error('x'), { code: 'UND_ERR_SOCKET' }), 'transient'],
		['a time-out', Object.assign(new Error('x'), { name: 'AbortError' }), 'transient'],
		['a failed look-up', new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } }), 'transient'],
		['a mistake of ours', new TypeError('x is undefined'), 'bug'],
	])('for %s is told apart', (_, error, failure) => {
		expect(discordFailure(error)).toBe(failure);
	});
});
