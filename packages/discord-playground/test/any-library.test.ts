import { once } from 'node:events';
import { Decompress } from 'fzstd';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { call, playgroundForTest, RawGateway, settle } from './support.ts';

/** As Discord writes them: microseconds, and an offset. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/;
const GUILDS = 1;

describe('a library of any language, at the gateway', () => {
	it('may send its token with the prefix "Bot "', async () => {
		const playground = await playgroundForTest();
		const gateway = new RawGateway(playground);
		await gateway.packet(({ op }) => op === 10);
		const token = `Bot ${playground.token}`;
		gateway.send(2, { token, intents: GUILDS, properties: {} });
		const { d } = await gateway.packet(({ t }) => t === 'READY');
		gateway.socket.terminate();
		const second = new RawGateway(playground);
		await second.packet(({ op }) => op === 10);
		second.send(6, { token, session_id: d.session_id, seq: 1 });
		await second.packet(({ t }) => t === 'RESUMED');
	});

	it('may ask for members of a guild by an integer, and by a list of one', async () => {
		const playground = await playgroundForTest();
		const gateway = new RawGateway(playground);
		await gateway.identify(playground, GUILDS);
		const { guilds, users } = playground.demo;
		const ask = (guild: string, nonce: string) =>
			gateway.socket.send(
				`{"op":8,"d":{"guild_id":${guild},"user_ids":[${users.member}],"limit":0,"nonce":"${nonce}"}}`,
			);
		ask(guilds.park, 'integer');
		ask(`["${guilds.park}"]`, 'list');
		for (const nonce of ['integer', 'list']) {
			const chunk = await gateway.packet(({ t, d }) => t === 'GUILD_MEMBERS_CHUNK' && d.nonce === nonce);
			expect(chunk.d.members).toMatchObject([{ user: { id: users.member } }]);
		}
	});

	it('may send its JSON in binary frames', async () => {
		const gateway = new RawGateway(await playgroundForTest());
		await gateway.packet(({ op }) => op === 10);
		gateway.socket.send(Buffer.from('{"op":1,"d":null}'), { binary: true });
		await gateway.packet(({ op }) => op === 11);
	});

	it('finds all in READY that libraries read, in the version it speaks', async () => {
		const playground = await playgroundForTest();
		const gateway = new RawGateway(playground, 'v=9&encoding=json');
		const { d } = await gateway.identify(playground, GUILDS);
		expect(d).toMatchObject({ v: 9, private_channels: [], user: { flags: 0 } });
	});

	it('keeps a session that the server closed, whatever code it answers with', async () => {
		const playground = await playgroundForTest();
		const gateway = new RawGateway(playground);
		const { d } = await gateway.identify(playground, GUILDS);
		// What `ws` does by itself is to answer with the same code; other clients have a code of their own.
		const { socket } = gateway;
		playground.gateway.dropSockets(4000);
		socket.close(1000);
		await gateway.closed;
		await settle();
		const second = new RawGateway(playground);
		await second.packet(({ op }) => op === 10);
		second.send(6, { token: playground.token, session_id: d.session_id, seq: 1 });
		await second.packet(({ t }) => t === 'RESUMED');
	});

	it('is sent zstd-stream when it asks for it', async () => {
		const playground = await playgroundForTest();
		const socket = new WebSocket(`${playground.url.replace('http', 'ws')}/gateway?v=10&compress=zstd-stream`);
		onTestFinished(() => socket.terminate());
		const packets: { readonly op: number; readonly t: string | null }[] = [];
		const decompress = new Decompress((chunk) => packets.push(JSON.parse(Buffer.from(chunk).toString())));
		socket.on('message', (data: Buffer) => decompress.push(data));
		await once(socket, 'open');
		socket.send(JSON.stringify({ op: 2, d: { token: playground.token, intents: GUILDS, properties: {} } }));
		await playground.waitFor(() => packets.some(({ t }) => t === 'GUILD_CREATE'));
		expect(packets.map(({ op }) => op)).toContain(10);
		expect(packets.map(({ t }) => t)).toContain('READY');
	});
});

describe('a library of any language, over REST', () => {
	it('may name itself as it likes', async () => {
		const playground = await playgroundForTest();
		const headers = { 'user-agent': 'Oceanic/1.15.0 (https://oceanic.ws)' };
		expect((await call(playground, 'GET', '/users/@me', undefined, headers)).status).toBe(200);
	});

	it('may write ids as integers, which keep their last digit', async () => {
		const playground = await playgroundForTest();
		const { channels, users } = playground.demo;
		const { id } = playground.postMessage({ channel: channels.photos, author: users.member, content: 'hi' });
		const response = await fetch(`${playground.apiUrl}/v10/channels/${channels.photos}/messages`, {
			method: 'POST',
			headers: {
				authorization: `Bot ${playground.token}`,
				'user-agent': 'DiscordBot (https://example.org, 1.0)',
				'content-type': 'application/json',
			},
			body: `{"content":"7 is 12345678901234567890","message_reference":{"message_id":${id}},"allowed_mentions":{"users":[${users.member}]}}`,
		});
		expect(await response.json()).toMatchObject({
			content: '7 is 12345678901234567890',
			message_reference: { message_id: id },
		});
	});

	it('may send its payload as a form', async () => {
		const playground = await playgroundForTest();
		const { channels } = playground.demo;
		const response = await fetch(`${playground.apiUrl}/v10/channels/${channels.photos}/messages`, {
			method: 'POST',
			headers: { authorization: `Bot ${playground.token}`, 'user-agent': 'x' },
			body: new URLSearchParams({ payload_json: JSON.stringify({ content: 'from a form' }) }),
		});
		expect(await response.json()).toMatchObject({ content: 'from a form' });
	});

	it('may use version 9', async () => {
		const playground = await playgroundForTest();
		const headers = { authorization: `Bot ${playground.token}`, 'user-agent': 'x' };
		const me = await fetch(`${playground.apiUrl}/v9/users/@me`, { headers });
		expect(me.status).toBe(200);
		const old = await fetch(`${playground.apiUrl}/v6/users/@me`, { headers });
		expect(await old.json()).toMatchObject({ code: 50041 });
		expect(playground.calls[0]?.path).toBe('/users/@me');
	});

	it('reads timestamps as Discord writes them', async () => {
		const playground = await playgroundForTest();
		const { channels, guilds, users } = playground.demo;
		const { id } = playground.postMessage({ channel: channels.photos, author: users.member, content: 'hi' });
		const { body: message } = await call(playground, 'GET', `/channels/${channels.photos}/messages/${id}`);
		expect(message['timestamp']).toMatch(TIMESTAMP);
		const { body: member } = await call(playground, 'GET', `/guilds/${guilds.park}/members/${users.member}`);
		expect(member['joined_at']).toMatch(TIMESTAMP);
	});

	it('lists its guilds page by page, with counts', async () => {
		const playground = await playgroundForTest();
		const { guilds } = playground.demo;
		const list = async (query: string) =>
			(await call<object[]>(playground, 'GET', `/users/@me/guilds?${query}`)).body;
		expect(await list('limit=1')).toMatchObject([{ id: guilds.park }]);
		expect(await list(`after=${guilds.park}`)).toMatchObject([{ id: guilds.zoo }]);
		expect(await list(`before=${guilds.zoo}`)).toMatchObject([{ id: guilds.park }]);
		expect((await list('with_counts=true'))[0]).toHaveProperty('approximate_member_count');
		expect((await list('limit=1'))[0]).not.toHaveProperty('approximate_member_count');
		expect((await call(playground, 'GET', '/users/@me/guilds?limit=201')).body.code).toBe(50035);
	});

	it('is told of no bucket when it answers an interaction', async () => {
		const playground = await playgroundForTest();
		const { headers } = await call(playground, 'POST', '/interactions/1/x/callback', { type: 1 });
		expect([...headers.keys()].filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
	});

	it('finds what it caches at the start', async () => {
		const playground = await playgroundForTest();
		const sounds = await call<object[]>(playground, 'GET', '/soundboard-default-sounds');
		expect(sounds.body[0]).toHaveProperty('sound_id');
	});

	it('finds the fields that Discord always sends', async () => {
		const playground = await playgroundForTest();
		const { guilds, users } = playground.demo;
		const get = async (path: string) => (await call(playground, 'GET', path)).body;
		expect(await get(`/users/${users.member}`)).toMatchObject({ flags: 0, primary_guild: null });
		expect(await get(`/guilds/${guilds.park}`)).toMatchObject({
			home_header: null,
			nsfw: false,
			max_stage_video_channel_users: 50,
		});
		expect(await get(`/guilds/${guilds.park}/threads/active`)).toMatchObject({ has_more: false });
		expect(await get('/applications/@me')).toMatchObject({
			type: null,
			approximate_user_authorization_count: 0,
			explicit_content_filter: 0,
			eligible_oauth2_scopes: [],
			redirect_uris: [],
		});
	});
});
