import { readFileSync } from 'node:fs';
import { Refusal } from '../refusal.ts';
import { buildWorld, guildNamed } from './build-world.ts';
import { BOT, EVERYONE, type WorldDescription, worldDescription } from './description.ts';
import { addSticker } from './stickers.ts';
import type { World } from './world.ts';

/** As far from the sources as from the compiled output. */
const CROW = new URL('../../page/samples/crow-sticker.png', import.meta.url);

const PARK = 'Wildlife Park';
const ZOO = '動物園';
const ELSEWHERE = 'Elsewhere';

/** What every playground starts with unless told otherwise; `demoIds` tells what is what. */
const DEMO: WorldDescription = {
	users: {
		robin: { name: 'Robin (owner)' },
		sage: { name: 'Sage (admin)' },
		wren: { name: 'Wren' },
		haruto: { name: 'ハルト', locale: 'ja' },
		tsubaki: { name: 'ツバキ（管理者）', locale: 'ja' },
		teal: { name: 'Teal (traveller)', installed: true },
		echo: { name: 'Echo', bot: true },
	},
	servers: [
		{
			name: PARK,
			owner: 'robin',
			roles: {
				Keeper: { permissions: ['ManageGuild', 'ManageMessages', 'ManageChannels'], color: 0x2e8b57 },
				Moderator: { permissions: ['ManageMessages'] },
			},
			members: {
				...{ sage: { roles: ['Keeper'] }, tsubaki: { roles: ['Keeper'] } },
				...{ wren: {}, haruto: {}, echo: {} },
			},
			channels: [
				{ name: 'general', topic: 'Say hello' },
				{
					name: 'photos',
					topic: 'Photos of what you met in the park',
					threads: [{ name: 'Bird of the week', owner: 'wren' }],
					webhooks: ['Trail Camera'],
				},
				{ name: 'after-dark', ageRestricted: true },
				{ name: 'bot-cannot-send', permissions: { [BOT]: { deny: ['SendMessages'] } } },
				{ name: 'bot-cannot-see', permissions: { [BOT]: { deny: ['ViewChannel'] } } },
				{ name: 'bot-cannot-attach', permissions: { [BOT]: { deny: ['EmbedLinks', 'AttachFiles'] } } },
				{
					name: 'keepers-log',
					permissions: {
						[EVERYONE]: { deny: ['ViewChannel'] },
						Keeper: { allow: ['ViewChannel'] },
						[BOT]: { allow: ['ViewChannel'] },
					},
				},
			],
		},
		{
			name: ZOO,
			owner: 'robin',
			locale: 'ja',
			roles: { 飼育員: { permissions: ['ManageGuild'] } },
			members: {
				...{ sage: { roles: ['飼育員'] }, tsubaki: { roles: ['飼育員'] } },
				haruto: { nick: 'はると' },
			},
			channels: [{ name: '雑談', topic: 'なんでもどうぞ' }, { name: '写真' }],
		},
		{
			name: ELSEWHERE,
			owner: 'robin',
			bot: false,
			members: { teal: {}, wren: {} },
			channels: [{ name: 'general' }],
		},
	],
	directMessages: [
		['wren', BOT],
		['teal', 'wren'],
	],
};

export function buildDemoWorld(world: World): void {
	buildWorld(world, worldDescription.parse(DEMO));
	const park = guildNamed(world, PARK);
	if (!park) return;
	addSticker(world, park, {
		name: 'crow',
		description: 'A crow, looking left',
		bytes: readFileSync(CROW),
	});
}

/** Ids of what a new playground holds. @throws {Refusal} where the world is another, or what the demonstration needs was deleted */
export function demoIds(world: World) {
	const { users, guilds, channels, webhooks } = world.state;
	const user = (name: string) => idOf([...users.values()].find(({ username }) => username === name));
	const guild = (name: string) => idOf([...guilds.values()].find((found) => found.name === name));
	const channelOf = (guildId: string) => (name: string) =>
		idOf([...channels.values()].find((found) => found.guildId === guildId && found.name === name));
	const dm = (...ids: string[]) =>
		idOf([...channels.values()].find(({ recipientIds }) => recipientIds.join() === ids.join()));
	const role = (name: string) =>
		idOf([...(guildNamed(world, PARK)?.roles.values() ?? [])].find((found) => found.name === name));
	const [park, zoo, elsewhere] = [guild(PARK), guild(ZOO), guild(ELSEWHERE)];
	const [inPark, inZoo] = [channelOf(park), channelOf(zoo)];
	const [member, traveller] = [user('wren'), user('teal')];
	return {
		guilds: {
			/** English; the bot is a member. */
			park,
			/** Japanese (`preferred_locale: ja`); the bot is a member. */
			zoo,
			/** The bot is not a member; `traveller` uses it as a user-installed app there. */
			elsewhere,
		},
		channels: {
			general: inPark('general'),
			photos: inPark('photos'),
			/** A public thread of `photos`. */
			thread: inPark('Bird of the week'),
			ageRestricted: inPark('after-dark'),
			/** The bot sees it and may not send there. */
			readOnly: inPark('bot-cannot-send'),
			/** The bot does not see it. */
			hidden: inPark('bot-cannot-see'),
			/** The bot may send, but neither embed links nor attach files. */
			plainText: inPark('bot-cannot-attach'),
			/** Only for those who manage the guild, and the bot. */
			adminLog: inPark('keepers-log'),
			/** Of the Japanese guild. */
			zooGeneral: inZoo('雑談'),
			zooPhotos: inZoo('写真'),
			/** Of the guild without the bot. */
			elsewhereGeneral: channelOf(elsewhere)('general'),
			/** Between `member` and the bot. */
			botDm: dm(member, world.botId),
			/** Between `traveller` and `member`, without the bot. */
			privateDm: dm(traveller, member),
		},
		users: {
			/** Owns all guilds. */
			owner: user('robin'),
			/** Has Manage Server, by a role. */
			admin: user('sage'),
			member,
			/** Locale ja; a member of both guilds. */
			japanese: user('haruto'),
			/** Locale ja; has Manage Server, by a role, in both guilds. */
			japaneseAdmin: user('tsubaki'),
			/** Has installed the app for themselves. */
			traveller,
			/** Another bot. */
			otherBot: user('echo'),
		},
		webhooks: { photos: idOf([...webhooks.values()][0]) },
		stickers: { crow: idOf([...(guildNamed(world, PARK)?.stickers.values() ?? [])][0]) },
		roles: { admin: role('Keeper'), moderator: role('Moderator') },
	};
}
export type DemoWorld = ReturnType<typeof demoIds>;

function idOf(record: { readonly id: string } | undefined): string {
	if (!record) throw new Refusal('this is not, or no longer, the demonstration world');
	return record.id;
}
