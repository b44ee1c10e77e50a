import { describe, expect, it } from 'vitest';
import type { PlaygroundEvents } from '../src/event-feed.ts';
import { call, playgroundForTest, pngOf, settle } from './support.ts';

describe('the world', () => {
	it('is plain data, messages and interactions included', async () => {
		const playground = await playgroundForTest();
		const { demo, applicationId } = playground;
		await call(playground, 'PUT', `/applications/${applicationId}/commands`, [
			{ name: 'x', description: 'x' },
		]);
		playground.invoke({ user: demo.users.member, channel: demo.channels.general, command: 'x' });
		const snapshot = playground.snapshot();
		expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
		expect(
			snapshot.guilds.map(({ name, preferred_locale, botIsMember }) => [name, preferred_locale, botIsMember]),
		).toEqual([
			['Wildlife Park', 'en-US', true],
			['動物園', 'ja', true],
			['Elsewhere', 'en-US', false],
		]);
		expect(snapshot.users).toContainEqual(expect.objectContaining({ id: demo.users.japanese, locale: 'ja' }));
		expect(snapshot.permissions[demo.channels.adminLog]?.[demo.users.member]).toBe(
			playground.world.permissions(demo.users.member, demo.channels.adminLog).toString(),
		);
		expect(snapshot.interactions).toMatchObject([
			{ name: 'x', state: 'waiting', channelId: demo.channels.general },
		]);
	});

	it('tells everything that happens', async () => {
		const playground = await playgroundForTest();
		const { demo, world, applicationId } = playground;
		const names: string[] = [];
		const all: (keyof PlaygroundEvents)[] = [
			...(['message', 'messageUpdate', 'messageDelete', 'reaction', 'typing', 'interaction'] as const),
			...(['interactionUpdate', 'channel', 'guild', 'user', 'commands', 'call'] as const),
		];
		for (const name of all) playground.on(name, () => names.push(name));
		const happens = async (what: () => unknown, ...expected: string[]) => {
			names.length = 0;
			await what();
			await settle();
			expect(names).toEqual(expected);
		};
		const post = () =>
			playground.postMessage({ channel: demo.channels.general, author: demo.users.member, content: 'x' });
		await happens(post, 'message');
		const message = post();
		await happens(() => playground.editMessage(message, { content: 'y' }), 'messageUpdate');
		await happens(() => playground.react(demo.users.admin, message, '🐦'), 'reaction');
		expect(playground.reactors(message)).toEqual({ '🐦': [demo.users.admin] });
		await happens(() => playground.deleteMessage(message), 'messageDelete');
		await happens(() => playground.startTyping(demo.users.admin, demo.channels.general), 'typing');
		await happens(() => world.addUser({ username: 'new' }), 'user');
		await happens(() => world.addChannel({ guild: demo.guilds.park, name: 'new' }), 'channel');
		await happens(() => world.changeChannel(demo.channels.photos, { topic: 'new' }), 'channel');
		await happens(() => world.changeMember(demo.guilds.park, demo.users.member, { nick: 'w' }), 'guild');
		await happens(() => world.addRole({ guild: demo.guilds.park, name: 'new' }), 'guild');
		const commands = `/applications/${applicationId}/commands`;
		await happens(
			() => call(playground, 'PUT', commands, [{ name: 'x', description: 'x' }]),
			'commands',
			'call',
		);
		const invoke = () =>
			playground.invoke({ user: demo.users.member, channel: demo.channels.general, command: 'x' });
		await happens(invoke, 'interaction');
		const { id, token } = invoke();
		const answer = { type: 4, data: { content: 'x' } };
		await happens(
			() => call(playground, 'POST', `/interactions/${id}/${token}/callback`, answer),
			'message',
			'interactionUpdate',
			'call',
		);
		await happens(() => world.deleteChannel(demo.channels.general), 'channel');
	});

	it('forgets the files of what is deleted', async () => {
		const playground = await playgroundForTest();
		const { demo } = playground;
		const [channel, author] = [demo.channels.photos, demo.users.member];
		const post = playground.postMessage({
			channel,
			author,
			attachments: [{ name: 'a.png', bytes: pngOf(1, 1) }],
		});
		const forward = playground.postMessage({ channel: demo.channels.general, author, forwardOf: post });
		const [own, copy] = [post.attachments, forward.message_snapshots?.[0]?.message.attachments].map(
			(attachments) => attachments?.[0]?.url ?? '',
		);
		playground.world.deleteChannel(channel);
		expect((await fetch(own ?? '')).status).toBe(404);
		expect((await fetch(copy ?? '')).status).toBe(200);
		playground.deleteMessage(forward);
		expect((await fetch(copy ?? '')).status).toBe(404);
	});

	it('keeps as many calls as it is told', async () => {
		const playground = await playgroundForTest({ callsKept: 2 });
		for (let count = 0; count < 3; count++) await call(playground, 'GET', '/users/@me');
		expect(playground.calls.map(({ number }) => number)).toEqual([2, 3]);
	});

	it('serves the page that is mounted, beside everything else', async () => {
		const playground = await playgroundForTest();
		expect((await fetch(playground.url)).status).toBe(404);
		playground.mount((request) => new Response(`page ${new URL(request.url).pathname}`));
		expect(await (await fetch(`${playground.url}/x`)).text()).toBe('page /x');
		expect((await call(playground, 'GET', '/users/@me')).status).toBe(200);
	});
});
