import { Events, GatewayIntentBits, type Message } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Playground } from '../src/playground.ts';
import { call, loggedIn, playgroundForTest, pngOf, RawGateway, settle } from './support.ts';

const WITHOUT_CONTENT = [
	GatewayIntentBits.Guilds,
	GatewayIntentBits.GuildMessages,
	GatewayIntentBits.DirectMessages,
];

async function listening(playground: Playground, intents: number[]) {
	const client = await loggedIn(playground, { intents });
	const seen = new Map<string, Message>();
	client.on(Events.MessageCreate, (message: Message) => seen.set(message.id, message));
	const arrival = async (id: string): Promise<Message> => playground.waitFor(() => seen.get(id));
	return { client, seen, arrival };
}

describe('without the Message Content intent', () => {
	it('empties messages of others in guilds', async () => {
		const playground = await playgroundForTest();
		const { channels, users } = playground.demo;
		const { arrival } = await listening(playground, WITHOUT_CONTENT);
		const post = playground.postMessage({
			channel: channels.general,
			author: users.member,
			content: 'secret',
			attachments: [{ name: 'a.png', bytes: pngOf(1, 1) }],
			embeds: [{ title: 'also secret' }],
		});
		const message = await arrival(post.id);
		expect(message.content).toBe('');
		expect(message.attachments.size).toBe(0);
		expect(message.embeds).toHaveLength(0);
	});

	it('empties forwards, and the message a reply refers to', async () => {
		const playground = await playgroundForTest();
		const { channels, users } = playground.demo;
		const { arrival } = await listening(playground, WITHOUT_CONTENT);
		const original = playground.postMessage({
			channel: channels.general,
			author: users.member,
			content: 'secret',
		});
		const forward = playground.postMessage({
			channel: channels.photos,
			author: users.member,
			forwardOf: original,
		});
		expect((await arrival(forward.id)).messageSnapshots.first()?.content).toBe('');
		const gateway = new RawGateway(playground);
		await gateway.identify(
			playground,
			WITHOUT_CONTENT.reduce((sum, bit) => sum | bit, 0),
		);
		const reply = playground.postMessage({
			channel: channels.general,
			author: users.admin,
			content: `<@${playground.bot.id}> what is this?`,
			replyTo: original,
		});
		const { d } = await gateway.packet(({ d: data }) => data?.id === reply.id);
		expect(d.content).toContain('what is this?');
		expect(d.referenced_message.content).toBe('');
	});

	it('leaves direct messages, mentions, replies to the bot and its own messages as they are', async () => {
		const playground = await playgroundForTest();
		const { channels, users } = playground.demo;
		const { arrival } = await listening(playground, WITHOUT_CONTENT);
		const direct = playground.postMessage({
			channel: channels.botDm,
			author: users.member,
			content: 'direct',
		});
		expect((await arrival(direct.id)).content).toBe('direct');
		const mention = playground.postMessage({
			channel: channels.general,
			author: users.member,
			content: `<@${playground.bot.id}> look`,
			attachments: [{ name: 'a.png', bytes: pngOf(1, 1) }],
		});
		const received = await arrival(mention.id);
		expect(received.attachments.size).toBe(1);
		expect(received.mentions.users.has(playground.bot.id)).toBe(true);
		const reply = await received.reply('seen');
		expect((await arrival(reply.id)).content).toBe('seen');
		const answer = playground.postMessage({
			channel: channels.general,
			author: users.member,
			content: 'thanks',
			replyTo: reply,
		});
		expect((await arrival(answer.id)).content).toBe('thanks');
		const quiet = playground.postMessage({
			channel: channels.general,
			author: users.member,
			content: 'unpinged',
			replyTo: reply,
			ping: false,
		});
		expect((await arrival(quiet.id)).content).toBe('');
	});

	it('goes by the portal, not the session, over REST', async () => {
		const playground = await playgroundForTest({ privilegedIntents: { messageContent: false } });
		const { channels, users } = playground.demo;
		const post = playground.postMessage({
			channel: channels.general,
			author: users.member,
			content: 'secret',
		});
		const { body } = await call(playground, 'GET', `/channels/${channels.general}/messages/${post.id}`);
		expect(body.content).toBe('');
		const forward = await call(playground, 'POST', `/channels/${channels.photos}/messages`, {
			message_reference: { type: 1, message_id: post.id, channel_id: channels.general },
		});
		expect(forward.body.code).toBe(160014);
	});
});

describe('intents', () => {
	it('keep back the events that were not asked for', async () => {
		const playground = await playgroundForTest();
		const { channels, users } = playground.demo;
		const gateway = new RawGateway(playground);
		await gateway.identify(playground, GatewayIntentBits.Guilds | GatewayIntentBits.DirectMessages);
		const count = gateway.packets.length;
		const post = playground.postMessage({ channel: channels.general, author: users.member, content: 'x' });
		playground.react(users.member, post, '🐦');
		playground.startTyping(users.member, channels.general);
		playground.world.changeMember(playground.demo.guilds.park, users.member, { nick: 'w' });
		await settle();
		expect(gateway.packets.slice(count)).toEqual([]);
		playground.postMessage({ channel: channels.botDm, author: users.member, content: 'y' });
		await gateway.packet(({ t, d }) => t === 'MESSAGE_CREATE' && d.content === 'y');
	});

	it('tell of reactions, typing, edits, deletions and members when asked', async () => {
		const playground = await playgroundForTest();
		const { channels, users, guilds } = playground.demo;
		const gateway = new RawGateway(playground);
		await gateway.identify(playground, 0b1111_1111_1111_1111);
		const post = playground.postMessage({ channel: channels.general, author: users.member, content: 'x' });
		playground.react(users.member, post, '🐦');
		playground.unreact(users.member, post, '🐦');
		playground.startTyping(users.member, channels.general);
		playground.editMessage(post, { content: 'y' });
		playground.deleteMessage(post);
		playground.world.changeMember(guilds.park, users.member, { nick: 'w' });
		const last = await gateway.packet(({ t }) => t === 'GUILD_MEMBER_UPDATE');
		expect(last.d).toMatchObject({ guild_id: guilds.park, nick: 'w', user: { id: users.member } });
		const names = gateway.packets
			.map(({ t }) => t)
			.filter((name) => name !== null && !name.startsWith('GUILD_C'));
		expect(names).toEqual([
			'READY',
			'MESSAGE_CREATE',
			'MESSAGE_REACTION_ADD',
			'MESSAGE_REACTION_REMOVE',
			'TYPING_START',
			'MESSAGE_UPDATE',
			'MESSAGE_DELETE',
			'GUILD_MEMBER_UPDATE',
		]);
	});

	it('never tell of channels the bot does not see, nor of ephemeral messages', async () => {
		const playground = await playgroundForTest();
		const { channels, users } = playground.demo;
		const { client, seen } = await listening(playground, [
			GatewayIntentBits.Guilds,
			GatewayIntentBits.GuildMessages,
			GatewayIntentBits.MessageContent,
		]);
		await client.application.commands.set([{ name: 'whisper', description: 'to you alone' }]);
		client.on(Events.InteractionCreate, async (interaction) => {
			if (interaction.isChatInputCommand()) await interaction.reply({ content: 'psst', flags: 64 });
		});
		playground.postMessage({ channel: channels.hidden, author: users.member, content: 'hidden' });
		const whisper = playground.invoke({ user: users.member, channel: channels.general, command: 'whisper' });
		const { id } = await whisper.responded;
		await settle();
		expect(seen.size).toBe(0);
		expect(whisper.ephemeral).toBe(true);
		expect((await call(playground, 'GET', `/channels/${channels.general}/messages/${id}`)).body.code).toBe(
			10008,
		);
		const list = await call(playground, 'GET', `/channels/${channels.general}/messages`);
		expect(list.body).toEqual([]);
	});
});
