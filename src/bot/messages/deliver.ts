import type { Message } from 'discord.js';
import { discordFailure, isTransient } from '../discord-errors.ts';
import { type RetryPolicy, retry } from '../flow/retry.ts';
import type { Attached, MessageContent } from '../ui/components.ts';

/**
 * How long an answer is worth sending. Discord remembers a nonce for a few minutes only: trying for longer could
 * answer twice.
 */
export const DELIVERY: RetryPolicy = { firstDelayMs: 250, maxDelayMs: 10_000, deadlineMs: 180_000 };

/** A reply, with pictures if there are any. */
export interface Reply extends MessageContent {
	readonly files?: readonly Attached[];
}

/**
 * Sends the one reply to a message. The nonce is the message's id: however often Discord's answer is lost and the
 * call repeated, it creates no second reply.
 * @param quote whether to refer to the message, which takes the permission to read the history
 * @returns the reply
 */
export async function sendReply(
	message: Message,
	content: Reply,
	{ quote, signal }: { readonly quote: boolean; readonly signal: AbortSignal },
): Promise<Message> {
	const options = { ...content, files: content.files ?? [], nonce: message.id, enforceNonce: true };
	const send = (): Promise<Message> =>
		quote || !message.channel.isSendable()
			? message.reply({ ...options, failIfNotExists: false })
			: message.channel.send(options);
	const sent = await retry(send, { policy: DELIVERY, isTransient, signal });
	// The photo was deleted a moment ago: an answer to nothing would puzzle everybody.
	if (quote && !sent.reference) await ignoreGone(sent.delete());
	return sent;
}

/** Puts reactions on a message, in order. Discord keeps each of them once, however often it is told. */
export async function addReactions(
	message: Message,
	emojis: readonly string[],
	signal: AbortSignal,
): Promise<void> {
	for (const emoji of emojis) {
		await retry(() => message.react(emoji), { policy: DELIVERY, isTransient, signal });
	}
}

async function ignoreGone(action: Promise<unknown>): Promise<void> {
	try {
		await action;
	} catch (error) {
		if (discordFailure(error) !== 'gone') throw error;
	}
}
