import { deleteChannel } from './channels.ts';
import { deleteGuild } from './guilds.ts';
import type { World } from './world.ts';

/** Takes away everyone and everything but the bot and its global commands, as if all servers were deleted. */
export function clearWorld(world: World): void {
	const { state } = world;
	for (const guild of [...state.guilds.values()]) deleteGuild(world, guild);
	for (const channel of [...state.channels.values()]) deleteChannel(world, channel);
	for (const id of [...state.users.keys()]) if (id !== world.botId) state.users.delete(id);
	for (const things of [state.messages, state.webhooks, state.interactions, world.interactionsByToken]) {
		things.clear();
	}
	for (const things of [world.files, world.attachments]) things.clear();
}
