import type { Reference, Upload } from '../acts.ts';
import { presentChannel } from '../present/channel.ts';
import { presentGuild, presentMember } from '../present/guild.ts';
import { presentUser, presentWebhook } from '../present/user.ts';
import { channelPermissions } from './access.ts';
import type {
	ChannelChange,
	MemberChange,
	NewChannel,
	NewGuild,
	NewMember,
	NewRole,
	NewThread,
	NewUser,
	RoleChange,
} from './changes.ts';
import { addChannel, addThread, addWebhook, changeChannel, deleteChannel, openDm } from './channels.ts';
import {
	addGuild,
	addMember,
	addRole,
	changeMember,
	changeRole,
	deleteGuild,
	deleteRole,
	removeMember,
	setAvailable,
	setBotMember,
} from './guilds.ts';
import { channelAt, guildAt, idOf, messageAt } from './lookup.ts';
import { attachmentsOf } from './messages.ts';
import { addSticker } from './stickers.ts';
import { addUser } from './users.ts';
import type { World } from './world.ts';

/** Changes of the world that people and Discord make outside the chat; the bot hears of them over the gateway. */
export function createControls(world: World) {
	return {
		addUser: (user: NewUser) => presentUser(addUser(world, user)),

		addGuild: (guild: NewGuild) => presentGuild(addGuild(world, guild)),
		deleteGuild: (guild: Reference) => deleteGuild(world, guildAt(world, guild)),
		/** Adds the bot to a guild, or removes it. */
		setBotMember: (guild: Reference, isMember: boolean) =>
			setBotMember(world, guildAt(world, guild), isMember),
		/** An outage: the guild becomes unavailable to the bot, or comes back. */
		setAvailable: (guild: Reference, available: boolean) =>
			setAvailable(world, guildAt(world, guild), available),

		addRole: (role: NewRole) => addRole(world, role),
		changeRole: (role: Reference, change: RoleChange) => changeRole(world, idOf(role), change),
		deleteRole: (role: Reference) => deleteRole(world, idOf(role)),

		addMember: (member: NewMember) => presentMember(world, addMember(world, member)),
		changeMember: (guild: Reference, user: Reference, change: MemberChange) =>
			presentMember(world, changeMember(world, guildAt(world, guild), idOf(user), change)),
		removeMember: (guild: Reference, user: Reference) =>
			removeMember(world, guildAt(world, guild), idOf(user)),

		addChannel: (channel: NewChannel) => presentChannel(world, addChannel(world, channel), null),
		addThread: (thread: NewThread) => presentChannel(world, addThread(world, thread), null),
		changeChannel: (channel: Reference, change: ChannelChange) =>
			changeChannel(world, channelAt(world, channel), change),
		deleteChannel: (channel: Reference) => deleteChannel(world, channelAt(world, channel)),
		/** A DM of two, or a group DM of more. */
		openDm: (users: readonly Reference[]) => presentChannel(world, openDm(world, users.map(idOf)), null),

		addSticker: (guild: Reference, sticker: Upload) => addSticker(world, guildAt(world, guild), sticker),
		addWebhook: (channel: Reference, name: string) =>
			presentWebhook(world, addWebhook(world, channelAt(world, channel), name)),

		/** What a user may do in a channel, as Discord computes it. */
		permissions: (user: Reference, channel: Reference) =>
			channelPermissions(world, idOf(user), channelAt(world, channel)),
		/** All addresses given out so far for the attachments of a message (of every message) stop working; fresh ones do. */
		expireAttachments(message?: Reference): void {
			const attachments = message ? attachmentsOf(messageAt(world, message)) : world.attachments.values();
			for (const attachment of attachments) attachment.generation += 1;
		},
	};
}
