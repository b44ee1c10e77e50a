import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type APIMessage, type ChatInputCommandInteraction, Events } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { readWorldFile } from '../src/read-world-file.ts';
import { EMPTY_WORLD, type WorldDescription } from '../src/world/description.ts';
import { call, loggedIn, playgroundForTest, pngOf } from './support.ts';

const WORKSHOP: WorldDescription = {
	users: { ada: { name: 'Ada' }, haru: { locale: 'ja' } },
	servers: [
		{
			name: 'Workshop',
			owner: 'ada',
			roles: { Keeper: { permissions: ['ManageGuild'] } },
			members: { haru: { roles: ['Keeper'], nick: 'ハル' } },
			channels: [
				{ name: 'Rooms', type: 'category' },
				{ name: 'staff', category: 'Rooms', permissions: { '@everyone': { deny: ['ViewChannel'] } } },
			],
		},
	],
	directMessages: [['haru', '@bot']],
};

async function folderForTest(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'playground-'));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	return folder;
}

/** Ids of all that is kept, by kind. */
function idsOf({ snapshot }: Awaited<ReturnType<typeof playgroundForTest>>) {
	const { applicationId, users, guilds, directMessages, webhooks } = snapshot();
	const things = guilds.flatMap(({ id, roles, channels, threads, stickers }) => [
		id,
		...[...roles, ...channels, ...threads, ...(stickers ?? [])].map((thing) => thing.id),
	]);
	return [applicationId, ...[...users, ...directMessages, ...webhooks].map(({ id }) => id), ...things].sort();
}

describe('a world of one’s own', () => {
	it('has the servers, roles, members, channels and permissions described', async () => {
		const playground = await playgroundForTest({ world: WORKSHOP, botName: 'lathe' });
		const client = await loggedIn(playground);
		expect(client.user.username).toBe('lathe');
		const [guild] = client.guilds.cache.values();
		const [haru] = (await guild.members.fetch({ query: 'haru' })).values();
		expect(guild.name).toBe('Workshop');
		expect(haru.displayName).toBe('ハル');
		expect(haru.permissions.has('ManageGuild')).toBe(true);
		const staff = guild.channels.cache.find(({ name }) => name === 'staff');
		expect(staff?.parent?.name).toBe('Rooms');
		expect(staff?.permissionsFor(haru).has('ViewChannel')).toBe(false);
		expect(playground.snapshot().directMessages).toHaveLength(1);
		expect(() => playground.demo).toThrow(/demonstration/);
	});

	it('comes from a JSON file or a TypeScript module', async () => {
		const folder = await folderForTest();
		await writeFile(join(folder, 'world.json'), JSON.stringify(WORKSHOP));
		await writeFile(
			join(folder, 'world.ts'),
			`const world: object = ${JSON.stringify(WORKSHOP)};\nexport default world;\n`,
		);
		const fromJson = await readWorldFile(join(folder, 'world.json'));
		expect(fromJson.servers[0]?.name).toBe('Workshop');
		expect(await readWorldFile(join(folder, 'world.ts'))).toEqual(fromJson);
		await expect(readWorldFile(join(folder, 'none.json'))).rejects.toThrow(/cannot be read/);
	});

	it('is refused where it says what is not so', async () => {
		const strange: object = { ...WORKSHOP, servers: [{ name: 'x', owner: 'ada', channel: [] }] };
		await expect(playgroundForTest({ world: strange as WorldDescription })).rejects.toThrow(/channel/);
		const nobody: WorldDescription = { users: {}, servers: [{ name: 'x', owner: 'ada' }] };
		await expect(playgroundForTest({ world: nobody })).rejects.toThrow(/user .*: ada/);
	});
});

describe('a state folder', () => {
	it('keeps servers, members, channels and their ids, also those that came later', async () => {
		const stateFolder = await folderForTest();
		const first = await playgroundForTest({ stateFolder });
		const { guilds, users } = first.demo;
		first.world.addChannel({ guild: guilds.park, name: 'later' });
		first.world.changeMember(guilds.park, users.member, { nick: 'Jenny' });
		await first.close();
		const second = await playgroundForTest({ stateFolder });
		expect(idsOf(second)).toEqual(idsOf(first));
		expect(second.demo).toEqual(first.demo);
		expect(second.snapshot()).toEqual({ ...first.snapshot(), interactions: [] });
		const client = await loggedIn(second);
		const park = client.guilds.cache.get(guilds.park);
		expect(park?.channels.cache.some(({ name }) => name === 'later')).toBe(true);
	});

	it('keeps commands, and the latest messages with their files, replies and reactions', async () => {
		const stateFolder = await folderForTest();
		const first = await playgroundForTest({ stateFolder });
		const { channels, users } = first.demo;
		const client = await loggedIn(first);
		await client.application.commands.set([{ name: 'look', description: 'Look' }]);
		const replied = once(client, Events.InteractionCreate).then(
			([interaction]: ChatInputCommandInteraction[]) => interaction?.reply('looked'),
		);
		const author = users.member;
		for (let number = 1; number <= 55; number++)
			first.postMessage({ channel: channels.photos, author, content: `number ${number}` });
		const photo = first.postMessage({
			channel: channels.photos,
			author,
			attachments: [{ name: 'bird.png', bytes: pngOf(8, 6) }],
		});
		first.react(users.admin, photo, '👍');
		await first.invoke({ user: author, channel: channels.photos, command: 'look' }).responded;
		await replied;
		const shown = first.messages(channels.photos);
		await client.destroy();
		await first.close();

		const second = await playgroundForTest({ stateFolder });
		const timeless = (messages: readonly APIMessage[]) =>
			messages.map((message) => ({
				...message,
				attachments: message.attachments.map(({ filename }) => filename),
			}));
		expect(timeless(second.messages(channels.photos))).toEqual(timeless(shown.slice(-50)));
		expect(second.commandsFor(author, channels.photos).map(({ name }) => name)).toEqual(['look']);
		const url = second.message(photo)?.attachments[0]?.url ?? '';
		expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(new Uint8Array(pngOf(8, 6)));
		second.deleteMessage(photo);
		await second.close();
		expect(await readdir(join(stateFolder, 'files'))).toEqual([]);
	});

	it('is written as things change, not at the end alone', async () => {
		const stateFolder = await folderForTest();
		const playground = await playgroundForTest({ stateFolder });
		playground.world.addGuild({ name: 'Newcomer', owner: playground.demo.users.owner });
		const file = join(stateFolder, 'world.json');
		await expect.poll(() => readFile(file, 'utf8')).toContain('Newcomer');
	});

	it('that holds something else is refused', async () => {
		const stateFolder = await folderForTest();
		await writeFile(join(stateFolder, 'world.json'), '{"format":2}');
		await expect(playgroundForTest({ stateFolder })).rejects.toThrow(/start afresh/);
	});

	it('is begun afresh while the bot looks on', async () => {
		const stateFolder = await folderForTest();
		const playground = await playgroundForTest({ stateFolder });
		const client = await loggedIn(playground);
		const before = playground.demo;
		playground.postMessage({ channel: before.channels.photos, author: before.users.member, content: 'old' });
		const gone = once(client, Events.GuildDelete);
		playground.startAfresh();
		await gone;
		const { guilds, channels } = playground.demo;
		expect(guilds.park).not.toBe(before.guilds.park);
		expect(playground.messages(channels.photos)).toEqual([]);
		await expect.poll(() => [...client.guilds.cache.keys()].sort()).toEqual([guilds.park, guilds.zoo].sort());
		await client.destroy();
		await playground.close();
		const again = await playgroundForTest({ stateFolder });
		expect(again.demo).toEqual(playground.demo);
	});
});

describe('the playground, to strangers', () => {
	it('has another token at every start', async () => {
		const tokens = await Promise.all(
			[1, 2].map(async () => (await playgroundForTest({ world: EMPTY_WORLD })).token.split('.').slice(1)),
		);
		expect(tokens[0]).not.toEqual(tokens[1]);
	});

	it('answers under names of this machine alone: API, files and gateway', async () => {
		const playground = await playgroundForTest();
		const { port } = new URL(playground.url);
		const status = (path: string, host: string) =>
			new Promise<number | undefined>((resolve, reject) => {
				request(`${playground.url}${path}`, { headers: { host, 'user-agent': 'x' } })
					.on('response', (response) => resolve(response.resume().statusCode))
					.on('error', reject)
					.end();
			});
		for (const path of ['/api/v10/gateway', '/attachments/1/2/x.png', '/']) {
			expect(await status(path, 'evil.example')).toBe(403);
		}
		expect(await status('/api/v10/gateway', `localhost:${port}`)).toBe(200);
		const socket = new WebSocket(`${playground.gatewayUrl}?v=10`, { headers: { host: 'evil.example' } });
		await once(socket, 'error');
		expect((await call(playground, 'GET', '/gateway')).status).toBe(200);
	});
});
