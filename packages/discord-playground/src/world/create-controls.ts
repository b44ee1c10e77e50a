import { presentChannel } from '../present/channel.ts';
import { presentGuild, presentMember } from '../present/guild.ts';
import { presentUser, presentWebhook } from '../present/user.ts';
import { channelPermissions } from './access.ts';
import { addChannel, addThread, changeChannel, deleteChannel, openDm } from './channels.ts';
import type { WorldControls } from './controls.ts';
import {
	addGuild,
	addMember,
	addRole,
	changeGuild,
	changeMember,
	changeRole,
	deleteGuild,
	deleteRole,
	removeMember,
	setAvailable,
	setBotMember,
} from './guilds.ts';
import { channelAt, guildAt, idOf, messageAt, userAt } from './lookup.ts';
import { attachmentsOf } from './messages.ts';
import { addSticker } from './stickers.ts';
import { addUser, setInstalled, setLocale } from './users.ts';
import { addWebhook } from './webhooks.ts';
import type { World } from './world.ts';

export function createControls(world: World): WorldControls {
	return {
		addUser: (user) => presentUser(addUser(world, user)),
		setLocale: (user, locale) => setLocale(world, userAt(world, user), locale),
		setInstalled: (user, installed) => setInstalled(world, userAt(world, user), installed),

		addGuild: (guild) => presentGuild(addGuild(world, guild)),
		changeGuild: (guild, change) => changeGuild(world, guildAt(world, guild), change),
		deleteGuild: (guild) => deleteGuild(world, guildAt(world, guild)),
		setBotMember: (guild, member) => setBotMember(world, guildAt(world, guild), member),
		setAvailable: (guild, available) => setAvailable(world, guildAt(world, guild), available),

		addRole: (role) => addRole(world, role),
		changeRole: (role, change) => changeRole(world, idOf(role), change),
		deleteRole: (role) => deleteRole(world, idOf(role)),

		addMember: (member) => presentMember(world, addMember(world, member)),
		changeMember: (guild, user, change) => {
			changeMember(world, guildAt(world, guild), idOf(user), change);
		},
		removeMember(guild, user) {
			if (idOf(user) === world.botId) setBotMember(world, guildAt(world, guild), false);
			else removeMember(world, guildAt(world, guild), idOf(user));
		},

		addChannel: (channel) => presentChannel(world, addChannel(world, channel), null),
		addThread: (thread) => presentChannel(world, addThread(world, thread), null),
		changeChannel: (channel, change) => changeChannel(world, channelAt(world, channel), change),
		deleteChannel: (channel) => deleteChannel(world, channelAt(world, channel)),
		openDm: (users) => presentChannel(world, openDm(world, users.map(idOf)), null),

		addSticker: (guild, sticker) => addSticker(world, guildAt(world, guild), sticker),
		addWebhook(channel, name) {
			const record = channelAt(world, channel);
			const creatorId = guildAt(world, record.guildId ?? '').ownerId;
			return presentWebhook(world, addWebhook(world, record, name, creatorId));
		},

		permissions: (user, channel) => channelPermissions(world, idOf(user), channelAt(world, channel)),
		expireAttachments(message) {
			const attachments = message
				? attachmentsOf(messageAt(world, message))
				: [...world.attachments.values()];
			for (const attachment of attachments) attachment.generation += 1;
		},
	};
}
