import { OverwriteType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { addChannel, addThread, openDm } from './channels.ts';
import type { DemoWorld } from './demo-world.ts';
import { addGuild, addMember, addRole } from './guilds.ts';
import { encodePng, type Rgba } from './png.ts';
import type { GuildRecord } from './state.ts';
import { addSticker } from './stickers.ts';
import { addUser } from './users.ts';
import { addWebhook } from './webhooks.ts';
import type { World } from './world.ts';

/** The world every playground starts with; what is what is told by `DemoWorld`. */
export function buildDemoWorld(world: World): DemoWorld {
	const users = addUsers(world);
	const park = addGuild(world, { name: 'Wildlife Park', owner: users.owner });
	const zoo = addGuild(world, { name: '動物園', owner: users.owner, preferredLocale: 'ja' });
	const elsewhere = addGuild(world, { name: 'Elsewhere', owner: users.owner, bot: false });

	const adminRole = addRole(world, {
		guild: park,
		name: 'Keeper',
		permissions: P.ManageGuild | P.ManageMessages | P.ManageChannels,
		color: 0x2e8b57,
	});
	const moderator = addRole(world, { guild: park, name: 'Moderator', permissions: P.ManageMessages });
	const zooAdmin = addRole(world, { guild: zoo, name: '飼育員', permissions: P.ManageGuild });

	addMember(world, { guild: park, user: users.admin, roles: [adminRole] });
	addMember(world, { guild: park, user: users.member });
	addMember(world, { guild: park, user: users.japanese });
	addMember(world, { guild: park, user: users.otherBot });
	addMember(world, { guild: zoo, user: users.admin, roles: [zooAdmin] });
	addMember(world, { guild: zoo, user: users.japanese, nick: 'はると' });
	addMember(world, { guild: elsewhere, user: users.traveller });
	addMember(world, { guild: elsewhere, user: users.member });

	const channels = addParkChannels(world, park, adminRole.id, users.member);
	return {
		guilds: { park: park.id, zoo: zoo.id, elsewhere: elsewhere.id },
		channels: {
			...channels,
			zooGeneral: addChannel(world, { guild: zoo, name: '雑談', topic: 'なんでもどうぞ' }).id,
			zooPhotos: addChannel(world, { guild: zoo, name: '写真' }).id,
			elsewhereGeneral: addChannel(world, { guild: elsewhere, name: 'general' }).id,
			botDm: openDm(world, [users.member, world.botId]).id,
			privateDm: openDm(world, [users.traveller, users.member]).id,
		},
		users,
		webhooks: {
			photos: addWebhook(world, channelOf(world, channels.photos), 'Trail Camera', users.admin).id,
		},
		stickers: {
			crow: addSticker(world, park, {
				name: 'crow',
				description: 'A crow, looking left',
				bytes: encodePng(160, 160, paintCrow),
				format: 'png',
			}).id,
		},
		roles: { admin: adminRole.id, moderator: moderator.id },
	};
}

function addUsers(world: World): DemoWorld['users'] {
	const add = (
		username: string,
		globalName: string,
		rest: { locale?: 'ja'; bot?: true; installed?: true } = {},
	) => addUser(world, { username, globalName, ...rest }).id;
	return {
		owner: add('robin', 'Robin (owner)'),
		admin: add('sage', 'Sage (admin)'),
		member: add('wren', 'Wren'),
		japanese: add('haruto', 'ハルト', { locale: 'ja' }),
		traveller: add('teal', 'Teal (traveller)', { installed: true }),
		otherBot: add('echo', 'Echo', { bot: true }),
	};
}

function addParkChannels(world: World, guild: GuildRecord, adminRoleId: string, threadOwner: string) {
	const add = (name: string, rest: Omit<Parameters<typeof addChannel>[1], 'guild' | 'name'> = {}) =>
		addChannel(world, { guild, name, ...rest });
	const denyBot = (permissions: bigint) => ({
		overwrites: [
			{ id: world.botId, type: OverwriteType.Member, allow: '0', deny: permissions.toString() } as const,
		],
	});
	const general = add('general', { topic: 'Say hello' });
	const photos = add('photos', { topic: 'Photos of what you met in the park' });
	return {
		general: general.id,
		photos: photos.id,
		thread: addThread(world, { parent: photos, name: 'Bird of the week', owner: threadOwner }).id,
		ageRestricted: add('after-dark', { nsfw: true }).id,
		readOnly: add('bot-cannot-send', denyBot(P.SendMessages)).id,
		hidden: add('bot-cannot-see', denyBot(P.ViewChannel)).id,
		plainText: add('bot-cannot-attach', denyBot(P.EmbedLinks | P.AttachFiles)).id,
		adminLog: add('keepers-log', {
			overwrites: [
				{ id: guild.id, type: OverwriteType.Role, allow: '0', deny: P.ViewChannel.toString() },
				{ id: adminRoleId, type: OverwriteType.Role, allow: P.ViewChannel.toString(), deny: '0' },
				{ id: world.botId, type: OverwriteType.Member, allow: P.ViewChannel.toString(), deny: '0' },
			],
		}).id,
	};
}

function channelOf(world: World, id: string) {
	const channel = world.state.channels.get(id);
	if (!channel) throw new Error(`the demo world lacks channel ${id}`);
	return channel;
}

const CLEAR: Rgba = [0, 0, 0, 0];
const FEATHERS: Rgba = [26, 26, 32, 255];
const BEAK: Rgba = [90, 90, 96, 255];
const EYE: Rgba = [240, 240, 240, 255];

/** A crow of two ellipses, a beak, a tail and legs. */
function paintCrow(x: number, y: number): Rgba {
	const inside = (cx: number, cy: number, rx: number, ry: number) =>
		((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;
	if (inside(48, 48, 4, 4)) return EYE;
	if (inside(56, 54, 25, 22) || inside(92, 88, 44, 28)) return FEATHERS;
	if (x >= 14 && x <= 40 && Math.abs(y - 56) <= (x - 14) / 3) return BEAK;
	if (x >= 120 && x <= 152 && Math.abs(y - 96 - (x - 120) / 3) <= 10) return FEATHERS;
	const isLeg = Math.abs(x - 80) <= 2 || Math.abs(x - 102) <= 2;
	return isLeg && y >= 108 && y <= 146 ? BEAK : CLEAR;
}
