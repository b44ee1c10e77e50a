import type { Message, MessageComponentInteraction } from 'discord.js';
import { UserError } from '../../errors.ts';
import { discordFailure } from '../discord-errors.ts';

/**
 * The message with the pictures that a button is about, in the channel of the button.
 * @throws {UserError} `message-gone`
 */
export async function fetchSource(
	{ client, channelId }: MessageComponentInteraction,
	sourceId: string,
): Promise<Message> {
	try {
		const channel = await client.channels.fetch(channelId);
		if (!channel?.isTextBased()) throw new UserError('message-gone', {});
		return await channel.messages.fetch(sourceId);
	} catch (error) {
		if (['gone', 'forbidden'].includes(discordFailure(error))) {
			throw new UserError('message-gone', {}, { cause: error });
		}
		throw error;
	}
}
