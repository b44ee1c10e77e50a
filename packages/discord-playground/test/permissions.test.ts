import { PermissionFlagsBits as P } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { call, playgroundForTest, pngOf } from './support.ts';

describe('what the bot may do', () => {
	it('is refused with the code Discord has for it', async () => {
		const playground = await playgroundForTest();
		const { channels, users, guilds } = playground.demo;
		const post = (channel: string) => playground.postMessage({ channel, author: users.member, content: 'x' });
		const send = (channel: string, body: object = { content: 'x' }) =>
			call(playground, 'POST', `/channels/${channel}/messages`, body);

		expect(await send(channels.readOnly)).toMatchObject({
			status: 403,
			body: { code: 50013, message: 'Missing Permissions' },
		});
		expect(await send(channels.hidden)).toMatchObject({ status: 403, body: { code: 50001 } });
		expect((await send(channels.elsewhereGeneral)).body.code).toBe(50001);
		expect((await send(channels.privateDm)).body.code).toBe(50001);
		expect((await send('123456789012345678')).body.code).toBe(10003);
		expect((await send(channels.plainText)).status).toBe(200);
		expect((await send(channels.plainText, { embeds: [{ title: 'x' }] })).body.code).toBe(50013);
		const data = new FormData();
		data.append('files[0]', new Blob([pngOf(1, 1)]), 'a.png');
		expect((await call(playground, 'POST', `/channels/${channels.plainText}/messages`, data)).body.code).toBe(
			50013,
		);

		const other = post(channels.general);
		const path = `/channels/${channels.general}/messages/${other.id}`;
		expect((await call(playground, 'PATCH', path, { content: 'y' })).body.code).toBe(50005);
		expect((await call(playground, 'DELETE', path)).body.code).toBe(50013);
		expect((await call(playground, 'GET', `/guilds/${guilds.elsewhere}`)).body.code).toBe(50001);
		expect((await call(playground, 'GET', '/guilds/123456789012345678')).body.code).toBe(10004);
		expect((await call(playground, 'PUT', `${path}/reactions/nonsense/@me`)).body.code).toBe(10014);

		playground.world.changeRole(guilds.park, { permissions: P.ViewChannel | P.SendMessages });
		expect(
			(await send(channels.general, { content: 'x', message_reference: { message_id: other.id } })).body.code,
		).toBe(160002);
		expect((await call(playground, 'GET', path)).body.code).toBe(50001);
		expect((await call(playground, 'GET', `/channels/${channels.general}/messages`)).body).toEqual([]);
		expect(
			(await call(playground, 'PUT', `${path}/reactions/${encodeURIComponent('🐦')}/@me`)).body.code,
		).toBe(50013);
	});

	it('goes by locks and archives of threads', async () => {
		const playground = await playgroundForTest();
		const { channels, users, guilds } = playground.demo;
		const send = () => call(playground, 'POST', `/channels/${channels.thread}/messages`, { content: 'x' });
		playground.world.changeChannel(channels.thread, { archived: true });
		const sent = await send();
		expect(sent.status).toBe(200);
		playground.world.changeChannel(channels.thread, { archived: true });
		const edit = await call(playground, 'PATCH', `/channels/${channels.thread}/messages/${sent.body.id}`, {
			content: 'y',
		});
		expect(edit.body.code).toBe(50083);
		playground.world.changeChannel(channels.thread, { locked: true });
		expect((await send()).body.code).toBe(160005);
		playground.world.changeChannel(channels.thread, { locked: false });
		playground.world.changeRole(guilds.park, { permissions: P.ViewChannel | P.SendMessages });
		expect((await send()).body.code).toBe(50013);

		const hidden = playground.world.addThread({
			parent: channels.photos,
			name: 'private',
			owner: users.member,
			private: true,
		});
		expect((await call(playground, 'GET', `/channels/${hidden.id}`)).body.code).toBe(50001);
	});

	it('needs a token, a user agent and a version', async () => {
		const playground = await playgroundForTest();
		const wrong = await call(playground, 'GET', '/users/@me', undefined, { authorization: 'Bot wrong' });
		expect(wrong).toMatchObject({ status: 401, body: { code: 0, message: '401: Unauthorized' } });
		const agent = await call(playground, 'GET', '/users/@me', undefined, { 'user-agent': '' });
		expect(agent).toMatchObject({ status: 403, body: { code: 40333 } });
		expect((await call(playground, 'GET', '/nothing')).body).toEqual({ message: '404: Not Found', code: 0 });
		const old = await fetch(`${playground.apiUrl}/v5/users/@me`);
		expect(await old.json()).toMatchObject({ code: 50041 });
		const foreign = await call(playground, 'GET', '/applications/123456789012345678/commands');
		expect(foreign.body.code).toBe(20012);
	});

	it('may write to people who share a guild or installed the app, and to no others', async () => {
		const playground = await playgroundForTest();
		const { users } = playground.demo;
		const stranger = playground.world.addUser({ username: 'stranger' });
		const write = async (recipient_id: string) => {
			const { body } = await call(playground, 'POST', '/users/@me/channels', { recipient_id });
			return call(playground, 'POST', `/channels/${body.id}/messages`, { content: 'hello' });
		};
		expect((await write(users.admin)).status).toBe(200);
		expect((await write(users.traveller)).status).toBe(200);
		expect((await write(stranger.id)).body.code).toBe(50278);
		expect(
			(await call(playground, 'POST', '/users/@me/channels', { recipient_id: users.otherBot })).body.code,
		).toBe(50033);
	});
});

describe('permissions', () => {
	it('are computed from roles and overwrites in Discord’s order', async () => {
		const playground = await playgroundForTest();
		const { world, demo } = playground;
		const { park } = demo.guilds;
		const role = world.addRole({ guild: park, name: 'R', permissions: P.AddReactions });
		const user = world.addUser({ username: 'u' });
		world.addMember({ guild: park, user, roles: [role] });
		const overwrite = (id: string, type: 0 | 1, allow: bigint, deny: bigint) => ({
			id,
			type,
			allow: allow.toString(),
			deny: deny.toString(),
		});
		const channel = world.addChannel({
			guild: park,
			name: 'c',
			overwrites: [
				overwrite(park, 0, 0n, P.SendMessages | P.AttachFiles | P.AddReactions),
				overwrite(role.id, 0, P.SendMessages | P.AttachFiles, 0n),
				overwrite(user.id, 1, 0n, P.AttachFiles),
			],
		});
		const has = (bit: bigint) => (world.permissions(user, channel) & bit) !== 0n;
		expect([has(P.SendMessages), has(P.AttachFiles), has(P.AddReactions), has(P.ViewChannel)]).toEqual([
			true,
			false,
			false,
			true,
		]);
		world.changeMember(park, user, { timedOutUntil: new Date(Date.now() + 60_000).toISOString() });
		expect([has(P.SendMessages), has(P.ViewChannel)]).toEqual([false, true]);
		world.changeRole(role, { permissions: P.Administrator });
		expect([has(P.AttachFiles), has(P.BanMembers)]).toEqual([true, true]);
		expect(world.permissions(demo.users.owner, channel) & P.ManageGuild).toBe(P.ManageGuild);
		expect(world.permissions(demo.users.traveller, channel)).toBe(0n);
	});
});
