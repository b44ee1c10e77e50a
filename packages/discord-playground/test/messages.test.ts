import { Events, type Message } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { type AnswerBody, call, loggedIn, playgroundForTest } from './support.ts';

describe('messages of the bot', () => {
	it('reply, react, edit and delete through the real client', async () => {
		const playground = await playgroundForTest();
		const { channels, users } = playground.demo;
		const client = await loggedIn(playground);
		client.on(Events.MessageCreate, async (message: Message) => {
			if (message.author.bot) return;
			await message.react('🐦');
			const reply = await message.reply({ content: 'one', nonce: message.id, enforceNonce: true });
			await reply.edit({ content: 'two', embeds: [{ title: 'crow', description: '94 %' }] });
		});
		const post = playground.postMessage({
			channel: channels.general,
			author: users.member,
			content: 'hello',
		});
		const reply = await playground.replyTo(post);
		expect(reply.message_reference).toMatchObject({ message_id: post.id, channel_id: channels.general });
		await playground.waitFor(() => playground.message(reply)?.content === 'two');
		expect(playground.message(reply)).toMatchObject({
			author: { id: playground.bot.id },
			edited_timestamp: expect.any(String),
			embeds: [{ type: 'rich', title: 'crow', description: '94 %' }],
			referenced_message: { id: post.id, reactions: [{ count: 1, emoji: { name: '🐦' } }] },
		});
		const channel = await client.channels.fetch(channels.general);
		if (!channel?.isTextBased()) throw new Error('not a text channel');
		const fetched = await channel.messages.fetch({ limit: 10 });
		expect([...fetched.values()].map(({ content }) => content)).toEqual(['two', 'hello']);
		await fetched.get(reply.id)?.delete();
		expect(playground.message(reply)).toBeUndefined();
	});

	it('are posted once however often a nonce is sent', async () => {
		const playground = await playgroundForTest();
		const path = `/channels/${playground.demo.channels.general}/messages`;
		const body = { content: 'x', nonce: '42', enforce_nonce: true };
		const first = await call(playground, 'POST', path, body);
		const second = await call(playground, 'POST', path, body);
		expect(second.body.id).toBe(first.body.id);
		const loose = await call(playground, 'POST', path, { content: 'x', nonce: '42' });
		expect(loose.body.id).not.toBe(first.body.id);
		expect(playground.messages(playground.demo.channels.general)).toHaveLength(2);
	});

	it('reply to deleted messages only when they say that it does not matter', async () => {
		const playground = await playgroundForTest();
		const { general } = playground.demo.channels;
		const post = playground.postMessage({
			channel: general,
			author: playground.demo.users.member,
			content: 'gone',
		});
		playground.deleteMessage(post);
		const path = `/channels/${general}/messages`;
		const reference = { message_id: post.id };
		const strict = await call(playground, 'POST', path, { content: 'x', message_reference: reference });
		expect(strict).toMatchObject({
			status: 400,
			body: {
				code: 50035,
				errors: { message_reference: { _errors: [{ code: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE' }] } },
			},
		});
		const lenient = await call(playground, 'POST', path, {
			content: 'x',
			message_reference: { ...reference, fail_if_not_exists: false },
		});
		expect(lenient.body).toMatchObject({ type: 0 });
		expect(lenient.body.message_reference).toBeUndefined();
	});

	it('mention only whom they allow, and everyone only with the permission', async () => {
		const playground = await playgroundForTest();
		const { channels, users } = playground.demo;
		const post = playground.postMessage({ channel: channels.general, author: users.member, content: 'x' });
		const send = async (body: object) =>
			(await call(playground, 'POST', `/channels/${channels.general}/messages`, body)).body;
		const content = `@everyone <@${users.admin}>`;
		const open = await send({ content });
		expect(open).toMatchObject({ mention_everyone: false, mentions: [{ id: users.admin }] });
		const closed = await send({ content, allowed_mentions: { parse: [] } });
		expect(closed).toMatchObject({ mention_everyone: false, mentions: [] });
		const reply = { message_reference: { message_id: post.id } };
		expect((await send({ content: 'y', ...reply })).mentions).toMatchObject([{ id: users.member }]);
		const quiet = { content: 'y', ...reply, allowed_mentions: { parse: [], replied_user: false } };
		expect((await send(quiet)).mentions).toEqual([]);
	});

	it('page through history as asked', async () => {
		const playground = await playgroundForTest();
		const { general } = playground.demo.channels;
		const author = playground.demo.users.member;
		const ids = Array.from(
			{ length: 6 },
			(_, index) => playground.postMessage({ channel: general, author, content: `${index}` }).id,
		);
		const contents = async (query: string) => {
			const path = `/channels/${general}/messages?${query}`;
			const { body } = await call<AnswerBody[]>(playground, 'GET', path);
			return body.map(({ content }) => content).join('');
		};
		expect(await contents('limit=2')).toBe('54');
		expect(await contents(`before=${ids[2]}`)).toBe('10');
		expect(await contents(`after=${ids[2]}&limit=2`)).toBe('43');
		expect(await contents(`around=${ids[3]}&limit=3`)).toBe('432');
		const both = await call(playground, 'GET', `/channels/${general}/messages?before=1&after=1`);
		expect(both.body.code).toBe(50035);
	});

	it('start threads', async () => {
		const playground = await playgroundForTest();
		const { channels, users, guilds } = playground.demo;
		const message = playground.postMessage({ channel: channels.general, author: users.member, content: 'a' });
		playground.world.changeRole(guilds.park, { permissions: 8n });
		const path = `/channels/${channels.general}/messages/${message.id}/threads`;
		const thread = await call(playground, 'POST', path, { name: 'About a' });
		expect(thread.body).toMatchObject({ id: message.id, type: 11, parent_id: channels.general });
		expect((await call(playground, 'POST', path, { name: 'x' })).body.code).toBe(160004);
	});
});

describe('messages of people', () => {
	it('reach the client with author, member, reply, forward and sticker', async () => {
		const playground = await playgroundForTest();
		const { channels, users, stickers } = playground.demo;
		const client = await loggedIn(playground);
		const seen = new Map<string, Message>();
		client.on(Events.MessageCreate, (message: Message) => seen.set(message.id, message));
		const arrival = (id: string) => playground.waitFor(() => seen.get(id));

		const first = playground.postMessage({
			channel: channels.general,
			author: users.admin,
			content: 'a crow',
			stickers: [stickers.crow],
		});
		const message = await arrival(first.id);
		expect(message.member?.roles.cache.has(playground.demo.roles.admin)).toBe(true);
		const sticker = message.stickers.first();
		expect(sticker?.name).toBe('crow');
		const picture = await fetch(sticker?.url ?? '');
		expect(picture.headers.get('content-type')).toBe('image/png');

		const reply = playground.postMessage({
			channel: channels.general,
			author: users.member,
			content: 'where?',
			replyTo: first,
		});
		expect((await arrival(reply.id)).reference?.messageId).toBe(first.id);
		expect((await arrival(reply.id)).mentions.repliedUser?.id).toBe(users.admin);

		const forward = playground.postMessage({
			channel: channels.photos,
			author: users.member,
			forwardOf: first,
		});
		playground.deleteMessage(first);
		const forwarded = await arrival(forward.id);
		expect(forwarded.content).toBe('');
		expect(forwarded.messageSnapshots.first()?.content).toBe('a crow');

		const hook = playground.postMessage({
			channel: channels.photos,
			author: playground.demo.webhooks.photos,
			content: 'motion',
		});
		expect((await arrival(hook.id)).webhookId).toBe(playground.demo.webhooks.photos);
		const bot = playground.postMessage({
			channel: channels.general,
			author: users.otherBot,
			content: 'beep',
		});
		expect((await arrival(bot.id)).author.bot).toBe(true);
		const inThread = playground.postMessage({
			channel: channels.thread,
			author: users.member,
			content: 'tit',
		});
		expect((await arrival(inThread.id)).channel.isThread()).toBe(true);
	});

	it('are refused as Discord’s own client would', async () => {
		const playground = await playgroundForTest();
		const { channels, users, stickers } = playground.demo;
		const post = (rest: object) => () =>
			playground.postMessage({ channel: channels.general, author: users.member, ...rest });
		expect(post({ content: '  ' })).toThrow('empty message');
		expect(post({ content: 'x'.repeat(2001) })).toThrow('at most 2000');
		expect(post({ channel: channels.adminLog, content: 'x' })).toThrow('may not post');
		expect(post({ channel: channels.zooGeneral, content: 'x' })).toThrow('may not post');
		expect(post({ channel: channels.zooGeneral, author: users.japanese, stickers: [stickers.crow] })).toThrow(
			'another guild',
		);
		expect(post({ author: playground.bot.id, content: 'x' })).toThrow('over REST');
	});
});
