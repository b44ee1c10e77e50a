import type { MessageRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import type { MessageViewer } from './message.ts';

/**
 * How the bot sees messages. Without the Message Content intent it still reads its own, those in DMs with it and
 * those that mention it; a reply to it mentions it, unless the author turned that off.
 */
export function botViewer(world: World, messageContent: boolean): MessageViewer {
	return {
		userId: world.botId,
		reads: (message) => messageContent || isMeantForBot(world, message),
	};
}

function isMeantForBot(world: World, message: MessageRecord): boolean {
	if (message.authorId === world.botId || message.mentionIds.includes(world.botId)) return true;
	const channel = world.state.channels.get(message.channelId);
	return message.guildId === null && (channel?.recipientIds.includes(world.botId) ?? false);
}
