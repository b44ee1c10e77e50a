import type { Message } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TypingIndicator } from '../../../src/bot/messages/typing.ts';

const sendTyping = vi.fn(async () => {});
const message = { channel: { id: '200', isSendable: () => true, sendTyping } } as unknown as Message;

beforeEach(() => {
	vi.useFakeTimers();
	sendTyping.mockClear();
});

afterEach(() => {
	vi.useRealTimers();
});

describe('the typing indicator', () => {
	test('is not shown for an answer that comes soon', () => {
		const stop = new TypingIndicator().start(message);
		vi.advanceTimersByTime(1_000);
		stop();
		vi.advanceTimersByTime(10_000);
		expect(sendTyping).not.toHaveBeenCalled();
	});

	test('is shown once in a channel, however many answers are awaited there', () => {
		const indicator = new TypingIndicator();
		for (let index = 0; index < 5; index += 1) indicator.start(message);
		vi.advanceTimersByTime(5_000);
		expect(sendTyping).toHaveBeenCalledTimes(1);
	});
});
