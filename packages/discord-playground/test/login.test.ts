import { once } from 'node:events';
import { createInflate } from 'node:zlib';
import { Events, GatewayIntentBits } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { call, clientFor, loggedIn, playgroundForTest, RawGateway } from './support.ts';

describe('logging in', () => {
	it('brings the real client to ready with both guilds, their channels and the thread', async () => {
		const playground = await playgroundForTest();
		const client = await loggedIn(playground);
		const { demo } = playground;
		expect(client.user.id).toBe(playground.bot.id);
		expect(client.application.id).toBe(playground.applicationId);
		expect([...client.guilds.cache.keys()].sort()).toEqual([demo.guilds.park, demo.guilds.zoo].sort());
		expect(client.guilds.cache.get(demo.guilds.zoo)?.preferredLocale).toBe('ja');
		const thread = await client.channels.fetch(demo.channels.thread);
		expect(thread?.isThread() && thread.parentId).toBe(demo.channels.photos);
		expect(playground.gateway.connected).toBe(true);
	});

	it('tells a wrong token with close code 4004 and 401', async () => {
		const playground = await playgroundForTest();
		const client = clientFor(playground);
		await expect(client.login('MTIz.abc.def')).rejects.toMatchObject({ code: 'TokenInvalid' });
		const gateway = new RawGateway(playground);
		await gateway.packet(({ op }) => op === 10);
		gateway.send(2, { token: 'wrong', intents: 0, properties: {} });
		expect(await gateway.closed).toBe(4004);
	});

	it('closes with 4014 when an intent is switched off in the portal', async () => {
		const playground = await playgroundForTest({ privilegedIntents: { messageContent: false } });
		const client = clientFor(playground);
		await expect(client.login(playground.token)).rejects.toThrow(/disallowed intents/i);
	});

	it('goes through the guild leaving and coming back', async () => {
		const playground = await playgroundForTest();
		const client = await loggedIn(playground);
		const { zoo } = playground.demo.guilds;
		const left = once(client, Events.GuildDelete);
		playground.world.setBotMember(zoo, false);
		await left;
		expect(client.guilds.cache.has(zoo)).toBe(false);
		const joined = once(client, Events.GuildCreate);
		playground.world.setBotMember(zoo, true);
		await joined;
		expect(client.guilds.cache.get(zoo)?.channels.cache.size).toBe(2);

		const unavailable = once(client, Events.GuildUnavailable);
		playground.world.setAvailable(zoo, false);
		await unavailable;
		expect((await call(playground, 'GET', `/guilds/${zoo}`)).body.code).toBe(10004);
	});

	it('speaks zlib-stream when asked', async () => {
		const playground = await playgroundForTest();
		const socket = new WebSocket(
			`${playground.url.replace('http', 'ws')}/gateway?v=10&encoding=json&compress=zlib-stream`,
		);
		onTestFinished(() => socket.terminate());
		const inflate = createInflate();
		socket.on('message', (data: Buffer) => inflate.write(data));
		const [hello] = await once(inflate, 'data');
		expect(JSON.parse(String(hello))).toMatchObject({ op: 10 });
		socket.send(JSON.stringify({ op: 1, d: null }));
		const [acknowledgement] = await once(inflate, 'data');
		expect(JSON.parse(String(acknowledgement))).toMatchObject({ op: 11 });
	});

	it('shows all members only to those with the presences intent', async () => {
		const playground = await playgroundForTest();
		const { park } = playground.demo.guilds;
		const without = await new RawGateway(playground).identify(playground, GatewayIntentBits.Guilds);
		expect(without.d.guilds).toContainEqual({ id: park, unavailable: true });
		const few = new RawGateway(playground);
		await few.identify(playground, GatewayIntentBits.Guilds);
		const small = await few.packet(({ t, d }) => t === 'GUILD_CREATE' && d.id === park);
		expect(small.d.members).toHaveLength(1);
		const many = new RawGateway(playground);
		await many.identify(playground, GatewayIntentBits.Guilds | GatewayIntentBits.GuildPresences);
		const full = await many.packet(({ t, d }) => t === 'GUILD_CREATE' && d.id === park);
		expect(full.d.members).toHaveLength(full.d.member_count);
	});
});
