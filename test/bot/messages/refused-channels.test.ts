import { beforeEach, describe, expect, test } from 'vitest';
import { RefusedChannels } from '../../../src/bot/messages/refused-channels.ts';

const SECOND = 1_000;

let now: number;
let refused: RefusedChannels;
beforeEach(() => {
	now = 0;
	refused = new RefusedChannels(() => now);
});

/** Refuses an answer, and tells after how many seconds the channel is tried again. */
function waitAfterRefusal(): number {
	refused.add('200', '100');
	const refusedAt = now;
	while (refused.has('200')) now += SECOND;
	return (now - refusedAt) / SECOND;
}

describe('a channel that refused an answer', () => {
	test('is left alone for seconds, then for longer each time, at most ten minutes', () => {
		const waits = Array.from({ length: 9 }, waitAfterRefusal);
		expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600]);
	});

	test('counts the refusals that come together as one', () => {
		for (let answer = 0; answer < 5; answer++) refused.add('200', '100');
		now += 5 * SECOND;
		expect(refused.has('200')).toBe(false);
	});

	test('begins anew once an answer got through', () => {
		waitAfterRefusal();
		waitAfterRefusal();
		refused.answered('200');
		expect(waitAfterRefusal()).toBe(5);
	});

	test('is tried again at once when something changes in its guild, and in no other', () => {
		refused.add('200', '100');
		refused.add('201', '101');
		refused.add('202', null);
		refused.guildChanged('100');
		expect(['200', '201', '202'].map((channel) => refused.has(channel))).toEqual([false, true, true]);
	});
});
