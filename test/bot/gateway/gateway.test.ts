import { type GuildTextBasedChannel, type Message, SnowflakeUtil } from 'discord.js';
import { Keyv } from 'keyv';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { fetchMissed } from '../../../src/bot/gateway/catch-up.ts';
import { DirectChannels } from '../../../src/bot/gateway/direct-channels.ts';
import { MessageFeed } from '../../../src/bot/gateway/feed.ts';
import { Inbox } from '../../../src/bot/gateway/inbox.ts';
import { ReconnectPace } from '../../../src/bot/gateway/reconnect-pace.ts';
import type { Shards } from '../../../src/bot/gateway/shards.ts';
import { Watermarks } from '../../../src/bot/gateway/watermarks.ts';
import type { Logger } from '../../../src/log.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { openStore } from '../../../src/store/store.ts';
import { client, message } from '../fixtures.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const idAt = (ms: number) => String(SnowflakeUtil.generate({ timestamp: ms }));
const timeOf = (id: bigint | undefined) =>
	id === undefined ? undefined : SnowflakeUtil.timestampFrom(id) - NOW;

function watermarks(
	now = NOW,
	keyv = openStore(openDatabase(':memory:'), { error: vi.fn() }).keyv<string>('watermarks'),
	shards: Shards = 'auto',
) {
	return { marks: new Watermarks(keyv, shards, () => now), keyv };
}

describe('watermarks', () => {
	test('know of nothing missed before the very first start', () => {
		expect(watermarks().marks.missedAfter('1')).toBeUndefined();
	});

	test('look back from the newest message of the guild, a little further for safety', () => {
		const { marks } = watermarks();
		marks.see('1', idAt(NOW - 60_000));
		marks.see('1', idAt(NOW - 90_000));
		marks.see('2', idAt(NOW - 30_000));
		expect(timeOf(marks.missedAfter('1'))).toBe(-70_000);
		expect(timeOf(marks.missedAfter('2'))).toBe(-40_000);
	});

	test('look back to the start in a guild without a message, and never further than ten minutes', () => {
		const { marks } = watermarks();
		marks.begin();
		expect(timeOf(marks.missedAfter('1'))).toBe(-10_000);
		marks.see('1', idAt(NOW - 3_600_000));
		expect(timeOf(marks.missedAfter('1'))).toBe(-600_000);
	});

	test('outlive the process, up to the oldest message without an answer', async () => {
		const { marks, keyv } = watermarks();
		const unanswered = idAt(NOW - 120_000);
		marks.see('1', unanswered);
		marks.see('1', idAt(NOW - 60_000));
		await marks.save([unanswered]);
		const { marks: next } = watermarks(NOW, keyv);
		await next.load();
		const after = next.missedAfter('1');
		expect(after !== undefined && after < BigInt(unanswered)).toBe(true);
		expect(timeOf(after)).toBeGreaterThanOrEqual(-130_001);
	});

	test('are each process’s own where several have shards, and go on when these are dealt anew', async () => {
		const { marks: first, keyv } = watermarks(NOW, undefined, { first: 0, last: 1, count: 4 });
		const { marks: second } = watermarks(NOW, keyv, { first: 2, last: 3, count: 4 });
		first.see('1', idAt(NOW - 60_000));
		second.see('2', idAt(NOW - 90_000));
		await first.save([]);
		await second.save([]);
		const lookingBack = async (shards: Shards) => {
			const { marks } = watermarks(NOW, keyv, shards);
			await marks.load();
			return timeOf(marks.missedAfter('3'));
		};
		expect(await lookingBack({ first: 0, last: 1, count: 4 })).toBe(-70_000);
		expect(await lookingBack({ first: 2, last: 3, count: 4 })).toBe(-100_000);
		expect(await lookingBack({ first: 0, last: 7, count: 8 })).toBe(-100_000);
		expect(await lookingBack('auto')).toBe(-100_000);
	});

	test('ignore nonsense in the store', async () => {
		const { marks, keyv } = watermarks();
		await keyv.set('newest-message', 'nonsense');
		await marks.load();
		expect(marks.missedAfter('1')).toBeUndefined();
	});
});

describe('the pace of reconnecting', () => {
	test('is at once, then slower with each failure up to a minute, and anew once it worked', () => {
		const pace = new ReconnectPace(() => 1);
		const waits = Array.from({ length: 9 }, () => {
			const wait = pace.waitMs();
			pace.failed();
			return wait / 1_000;
		});
		expect(waits).toEqual([0, 1, 2, 4, 8, 16, 32, 60, 60]);
		pace.worked();
		expect(pace.waitMs()).toBe(0);
	});

	test('is partly chance, so that not all come back together', () => {
		const pace = new ReconnectPace(() => 0);
		pace.failed();
		expect(pace.waitMs()).toBe(500);
	});
});

describe('the inbox', () => {
	const [first, second, third, fourth] = [message(), message(), message(), message()];

	test('passes messages on at once', () => {
		const passed: string[] = [];
		new Inbox(({ id }) => passed.push(id)).receive(first);
		expect(passed).toEqual([first.id]);
	});

	test('holds a channel until what was missed there has been fetched, then passes all in order', async () => {
		const passed: string[] = [];
		const inbox = new Inbox(({ id }) => passed.push(id));
		const held = inbox.hold('200', Promise.resolve([second, first]));
		inbox.receive(third);
		expect(inbox.isHolding).toBe(true);
		expect(passed).toEqual([]);
		await held;
		expect(passed).toEqual([first.id, second.id, third.id]);
		expect(inbox.isHolding).toBe(false);
		inbox.receive(fourth);
		expect(passed).toHaveLength(4);
	});

	test('waits for every fetch when a second connection was lost meanwhile', async () => {
		const passed: string[] = [];
		const inbox = new Inbox(({ id }) => passed.push(id));
		let finish = () => {};
		const slow = new Promise<void>((resolve) => {
			finish = resolve;
		});
		const held = inbox.hold(
			'200',
			slow.then(() => [first]),
		);
		await inbox.hold('200', Promise.resolve([second]));
		expect(passed).toEqual([]);
		finish();
		await held;
		expect(passed).toEqual([first.id, second.id]);
	});
});

describe('what was missed in a channel', () => {
	/** A channel with so many messages, one of which discord.js cannot make sense of. */
	function channelWith(messages: readonly Message[], damaged: string) {
		const find = (id: string) => messages.find((message) => message.id === id);
		const byNewest = messages.toReversed();
		return {
			id: '200',
			client: { rest: { get: async () => byNewest.map(({ id }) => ({ id })) } },
			messages: {
				async fetch({ message: id }: { readonly message?: string }) {
					if (id === undefined || id === damaged) throw new TypeError('cannot read properties of null');
					return find(id);
				},
			},
		} as unknown as GuildTextBasedChannel;
	}

	test('is all but a message that cannot be parsed', async () => {
		Object.assign(client, { user: { id: '1' } });
		onTestFinished(() => {
			Object.assign(client, { user: null });
		});
		const all = Array.from({ length: 5 }, () => message());
		const { messages } = await fetchMissed(channelWith(all, all[2].id), 0n);
		expect(messages.map(({ id }) => id)).toEqual(all.filter((_, n) => n !== 2).map(({ id }) => id));
	});
});

describe('the feed', () => {
	test('passes on what follows a message that nobody can make sense of', () => {
		const taken: string[] = [];
		const error = vi.fn();
		const [first, odd, last] = [message(), message(), message()];
		const answerer = {
			accept({ id }: Message) {
				if (id === odd.id) throw new TypeError('cannot read properties of null');
				taken.push(id);
			},
			skip() {},
			inFlight: [],
		};
		const memory = { watermarks: watermarks().marks, directChannels: new DirectChannels(new Keyv()) };
		const feed = new MessageFeed(answerer, memory, { error } as unknown as Logger);
		for (const one of [first, odd, last]) feed.receive(one);
		expect(taken).toEqual([first.id, last.id]);
		expect(error).toHaveBeenCalledWith(expect.objectContaining({ message: odd.id }), expect.anything());
	});
});
