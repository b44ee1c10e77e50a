import {
	ApplicationCommandOptionType,
	ApplicationCommandType,
	type ChatInputCommandInteraction,
	type Client,
	Events,
	type Interaction,
	InteractionContextType,
	MessageFlags,
	PermissionFlagsBits,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Playground } from '../src/playground.ts';
import { call, loggedIn, playgroundForTest, pngOf } from './support.ts';

const COMMANDS = [
	{
		name: 'classify',
		description: 'Tell what is in a photo',
		descriptionLocalizations: { ja: '写真を判定する' },
		options: [
			{
				type: ApplicationCommandOptionType.Attachment,
				name: 'image',
				description: 'photo',
				required: true,
				fileTypes: ['image'],
			},
			{
				type: ApplicationCommandOptionType.Integer,
				name: 'top',
				description: 'how many',
				minValue: 1,
				maxValue: 5,
			},
			{ type: ApplicationCommandOptionType.String, name: 'label', description: 'label', autocomplete: true },
			{ type: ApplicationCommandOptionType.User, name: 'whose', description: 'user' },
			{
				type: ApplicationCommandOptionType.Channel,
				name: 'where',
				description: 'channel',
				channelTypes: [0],
			},
		],
	},
	{
		name: 'settings',
		description: 'Settings',
		options: [
			{
				type: ApplicationCommandOptionType.Subcommand,
				name: 'threshold',
				description: 'Threshold',
				options: [
					{ type: ApplicationCommandOptionType.Number, name: 'value', description: 'value', required: true },
				],
			},
		],
	},
	{ type: ApplicationCommandType.Message, name: 'Classify image' },
	{ type: ApplicationCommandType.User, name: 'Avatar' },
] as never;

/** A bot with these commands that answers with what it is given. */
async function bot(answer: (interaction: never, client: Client<true>) => Promise<unknown>) {
	const playground = await playgroundForTest();
	const client = await loggedIn(playground);
	await client.application.commands.set(COMMANDS);
	client.on(Events.InteractionCreate, (interaction: Interaction) => {
		void answer(interaction as never, client);
	});
	return { playground, client, ...playground.demo };
}

function classify(playground: Playground, user = playground.demo.users.member, options: object = {}) {
	return playground.invoke({
		user,
		channel: playground.demo.channels.general,
		command: 'classify',
		options: { image: { name: 'a.png', bytes: pngOf(8, 9) }, ...options },
	});
}

describe('chat-input commands', () => {
	it('carry options, resolved objects, locale and permissions', async () => {
		let received: ChatInputCommandInteraction<'cached'> | undefined;
		const { playground, users, channels, guilds } = await bot(
			async (interaction: typeof received & object) => {
				received = interaction;
				await interaction.reply('ok');
			},
		);
		const interaction = classify(playground, users.japanese, {
			top: 3,
			whose: users.admin,
			where: channels.photos,
		});
		expect(await interaction.responded).toMatchObject({
			content: 'ok',
			type: 20,
			webhook_id: playground.applicationId,
		});
		expect(received).toMatchObject({ locale: 'ja', guildLocale: 'en-US', guildId: guilds.park });
		expect(received?.options.getAttachment('image')).toMatchObject({
			name: 'a.png',
			width: 8,
			ephemeral: true,
		});
		expect(received?.options.getInteger('top')).toBe(3);
		expect(received?.options.getMember('whose')?.roles.cache.has(playground.demo.roles.admin)).toBe(true);
		expect(received?.options.getChannel('where')?.id).toBe(channels.photos);
		expect(received?.memberPermissions.has('ManageGuild')).toBe(false);
		expect(received?.appPermissions.has('SendMessages')).toBe(true);
		expect(received?.attachmentSizeLimit).toBe(10 * 1024 * 1024);
		expect(interaction).toMatchObject({ name: 'classify', state: 'responded', ephemeral: false });
		const image = await fetch(received?.options.getAttachment('image', true).url ?? '');
		expect(image.status).toBe(200);
	});

	it('are deferred, answered for one alone, and followed up', async () => {
		const { playground, users } = await bot(async (interaction: ChatInputCommandInteraction) => {
			await interaction.deferReply({ flags: MessageFlags.Ephemeral });
			await interaction.editReply({ content: 'crow 94 %' });
			await interaction.followUp({ content: 'more', flags: MessageFlags.Ephemeral });
			await interaction.followUp('for all');
		});
		const interaction = classify(playground);
		await interaction.acknowledged;
		const response = await interaction.responded;
		expect(response).toMatchObject({
			content: 'crow 94 %',
			flags: MessageFlags.Ephemeral,
			edited_timestamp: null,
			interaction_metadata: { id: interaction.id, user: { id: users.member } },
		});
		expect(await interaction.followUp(0)).toMatchObject({ content: 'more', flags: MessageFlags.Ephemeral });
		expect(await interaction.followUp(1)).toMatchObject({ content: 'for all', flags: 0 });
		expect(interaction.toJSON()).toMatchObject({ ephemeral: true, followUps: [{}, {}] });
	});

	it('show "thinking" while deferred, and can delete the answer', async () => {
		const { playground, channels } = await bot(async (interaction: ChatInputCommandInteraction) => {
			const { resource } = await interaction.deferReply({ withResponse: true });
			expect(resource?.message).toBeNull();
			expect((await interaction.fetchReply()).flags.has(MessageFlags.Loading)).toBe(true);
			await interaction.editReply('done');
			await interaction.deleteReply();
		});
		const interaction = classify(playground);
		await interaction.responded;
		await playground.waitFor(() => playground.messages(channels.general).length === 0);
		expect(interaction.response).toBeNull();
	});

	it('reach subcommands', async () => {
		const { playground, users, channels } = await bot(async (interaction: ChatInputCommandInteraction) => {
			await interaction.reply(
				`${interaction.options.getSubcommand()} ${interaction.options.getNumber('value')}`,
			);
		});
		const interaction = playground.invoke({
			user: users.admin,
			channel: channels.general,
			command: 'settings',
			subcommand: 'threshold',
			options: { value: 0.5 },
		});
		expect(await interaction.responded).toMatchObject({ content: 'threshold 0.5' });
		expect(interaction.name).toBe('settings threshold');
	});

	it('suggest while typing', async () => {
		const { playground, users, channels } = await bot(async (interaction: Interaction) => {
			if (!interaction.isAutocomplete()) return;
			const typed = interaction.options.getFocused();
			await interaction.respond([{ name: `${typed}ow`, value: 'crow' }]);
		});
		const interaction = playground.autocomplete({
			user: users.member,
			channel: channels.general,
			command: 'classify',
			focused: 'label',
			typed: 'cr',
		});
		expect(await interaction.suggested).toEqual([{ name: 'crow', value: 'crow' }]);
		await expect(interaction.responded).rejects.toThrow('answered otherwise');
	});

	it('refuse input that Discord’s client does not accept', async () => {
		const { playground, users, channels } = await bot(async () => {});
		const invoke =
			(options: object, rest: object = {}) =>
			() =>
				playground.invoke({
					user: users.member,
					channel: channels.general,
					command: 'classify',
					options: { ...options },
					...rest,
				});
		const image = { name: 'a.png', bytes: pngOf(1, 1) };
		expect(invoke({})).toThrow('image is required');
		expect(invoke({ image: 'text' })).toThrow('type Attachment');
		expect(invoke({ image: { name: 'a.pdf', bytes: pngOf(1, 1) } })).toThrow('not of the types image');
		expect(invoke({ image, top: 9 })).toThrow('out of bounds');
		expect(invoke({ image, top: 1.5 })).toThrow('type Integer');
		expect(invoke({ image, where: channels.thread })).toThrow('not of a type');
		expect(invoke({ image, what: 1 })).toThrow('no option what');
		expect(invoke({}, { command: 'nothing' })).toThrow('not offered');
		expect(invoke({}, { command: 'settings' })).toThrow('needs a subcommand');
	});
});

describe('context menus', () => {
	it('bring the message along, content and all', async () => {
		const { playground, users, channels } = await bot(async (interaction: Interaction) => {
			if (!interaction.isMessageContextMenuCommand()) return;
			const { targetMessage } = interaction;
			await interaction.reply(`${targetMessage.content} ${targetMessage.attachments.size}`);
		});
		const post = playground.postMessage({
			channel: channels.general,
			author: users.admin,
			content: 'look',
			attachments: [{ name: 'a.png', bytes: pngOf(1, 1) }],
		});
		const interaction = playground.messageCommand({
			user: users.member,
			message: post,
			command: 'Classify image',
		});
		expect(await interaction.responded).toMatchObject({
			content: 'look 1',
			type: 23,
			message_reference: { message_id: post.id },
			interaction_metadata: { target_message_id: post.id },
		});
	});

	it('bring the user along', async () => {
		const { playground, users, channels } = await bot(async (interaction: Interaction) => {
			if (interaction.isUserContextMenuCommand()) await interaction.reply(interaction.targetUser.username);
		});
		const interaction = playground.userCommand({
			user: users.member,
			channel: channels.general,
			target: users.admin,
			command: 'Avatar',
		});
		expect((await interaction.responded).content).toBe('sage');
	});
});

describe('components and modals', () => {
	const row = (...components: object[]) => ({ type: 1, components });
	const button = (id: string, rest: object = {}) => ({
		type: 2,
		style: 1,
		label: id,
		custom_id: id,
		...rest,
	});
	const select = (id: string, rest: object = {}) => ({
		type: 3,
		custom_id: id,
		options: ['crow', 'boar'].map((value) => ({ label: value, value })),
		...rest,
	});

	it('update their message, reply to it, or are acknowledged silently', async () => {
		const { playground, users, channels, client } = await bot(async (interaction: Interaction) => {
			if (!interaction.isButton()) return;
			if (interaction.customId === 'update') await interaction.update('updated');
			if (interaction.customId === 'reply') await interaction.reply('replied');
			if (interaction.customId === 'silent') {
				await interaction.deferUpdate();
				await interaction.editReply('edited later');
			}
		});
		const channel = await client.channels.fetch(channels.general);
		if (!channel?.isSendable()) throw new Error('cannot send there');
		const sent = await channel.send({
			content: 'top 3?',
			components: [
				row(button('update'), button('reply'), button('silent'), button('off', { disabled: true })),
			] as never,
		});
		const click = (customId: string, user = users.member) =>
			playground.clickButton({ user, message: sent, customId });
		expect(await click('update').responded).toMatchObject({ id: sent.id, content: 'updated' });
		const reply = await click('reply').responded;
		expect(reply).toMatchObject({ type: 19, message_reference: { message_id: sent.id } });
		expect(reply.interaction_metadata).toMatchObject({ interacted_message_id: sent.id });
		const silent = click('silent');
		await silent.acknowledged;
		expect(await silent.responded).toMatchObject({ id: sent.id, content: 'edited later' });
		expect(() => click('off')).toThrow('disabled');
		expect(() => click('none')).toThrow('no component');
		expect(() => click('update', users.traveller)).toThrow('does not see');
	});

	it('choose options, users and channels', async () => {
		const { playground, users, channels, client } = await bot(async (interaction: Interaction) => {
			if (interaction.isStringSelectMenu()) await interaction.update(interaction.values.join());
			if (interaction.isUserSelectMenu()) await interaction.update(interaction.users.first()?.username ?? '');
			if (interaction.isChannelSelectMenu()) await interaction.update(`${interaction.channels.first()?.id}`);
		});
		const channel = await client.channels.fetch(channels.general);
		if (!channel?.isSendable()) throw new Error('cannot send there');
		const sent = await channel.send({
			content: 'choose',
			components: [
				row(select('label', { max_values: 2 })),
				row({ type: 5, custom_id: 'user' }),
				row({ type: 8, custom_id: 'channel', channel_types: [0] }),
			] as never,
		});
		const choose = (customId: string, ...values: string[]) =>
			playground.chooseOptions({ user: users.member, message: sent, customId, values });
		expect((await choose('label', 'crow', 'boar').responded).content).toBe('crow,boar');
		expect((await choose('user', users.admin).responded).content).toBe('sage');
		expect((await choose('channel', channels.photos).responded).content).toBe(channels.photos);
		expect(() => choose('label', 'monkey')).toThrow('no option monkey');
		expect(() => choose('label')).toThrow('takes 1 to 2');
		expect(() => choose('channel', channels.thread)).toThrow('not of a type');
	});

	it('show a modal and take its fields, files among them', async () => {
		const { playground, users, channels, client } = await bot(async (interaction: Interaction) => {
			if (interaction.isButton()) {
				await interaction.showModal({
					customId: 'teach',
					title: 'Teach',
					components: [
						{ type: 18, label: 'Label', component: { type: 4, customId: 'label', style: 1, maxLength: 10 } },
						{ type: 18, label: 'Photos', component: { type: 19, customId: 'photos', maxValues: 2 } },
						{
							type: 18,
							label: 'Kind',
							component: { type: 3, customId: 'kind', options: [{ label: 'a', value: 'a' }] },
						},
						{ type: 18, label: 'Agree', component: { type: 23, customId: 'agree' } },
					],
				} as never);
			} else if (interaction.isModalSubmit()) {
				const { fields } = interaction;
				const files = fields.getUploadedFiles('photos', true);
				const text = `${fields.getTextInputValue('label')} ${files.first()?.name} ${fields.getStringSelectValues('kind')}`;
				if (interaction.isFromMessage()) await interaction.update(text);
			}
		});
		const channel = await client.channels.fetch(channels.general);
		if (!channel?.isSendable()) throw new Error('cannot send there');
		const sent = await channel.send({ content: '-', components: [row(button('open'))] as never });
		const click = playground.clickButton({ user: users.member, message: sent, customId: 'open' });
		expect(await click.modalShown).toMatchObject({ title: 'Teach', custom_id: 'teach' });
		const photos = [{ name: 'a.png', bytes: pngOf(1, 1) }];
		const submit = (values: object) => playground.submitModal({ interaction: click, values: { ...values } });
		expect(() => submit({ label: 'crow', photos })).toThrow('kind takes 1 to 1');
		expect(() => submit({ label: 'a long label', photos, kind: ['a'] })).toThrow('too long');
		expect(() => submit({ photos, kind: ['a'] })).toThrow('label is required');
		const submission = submit({ label: 'crow', photos, kind: ['a'], agree: true });
		expect(await submission.responded).toMatchObject({ id: sent.id, content: 'crow a.png a' });
	});

	it('work on ephemeral messages, for their user alone', async () => {
		const { playground, users } = await bot(async (interaction: Interaction) => {
			if (interaction.isChatInputCommand()) {
				await interaction.reply({
					content: 'sure?',
					flags: MessageFlags.Ephemeral,
					components: [row(button('yes'))] as never,
				});
			} else if (interaction.isButton()) await interaction.update({ content: 'yes', components: [] });
		});
		const message = await classify(playground).responded;
		expect(() => playground.clickButton({ user: users.admin, message, customId: 'yes' })).toThrow(
			'does not see',
		);
		const click = playground.clickButton({ user: users.member, message, customId: 'yes' });
		expect(await click.responded).toMatchObject({ content: 'yes', flags: MessageFlags.Ephemeral });
	});
});

describe('where commands are offered', () => {
	const names = (playground: Playground, user: string, channel: string) =>
		playground.commandsFor(user, channel).map(({ name }) => name);

	it('goes by permissions, contexts, installation and age restriction', async () => {
		const playground = await playgroundForTest();
		const { users, channels, guilds } = playground.demo;
		const register = (body: object, guild = '') =>
			call(playground, 'POST', `/applications/${playground.applicationId}${guild}/commands`, {
				description: 'x',
				...body,
			});
		await register({ name: 'anywhere', contexts: [0, 1, 2], integration_types: [0, 1] });
		await register({ name: 'server', contexts: [0] });
		await register({ name: 'manage', default_member_permissions: '32' });
		await register({ name: 'admins', default_member_permissions: '0' });
		await register({ name: 'adult', nsfw: true, contexts: [0] });
		await register({ name: 'local' }, `/guilds/${guilds.park}`);

		expect(names(playground, users.member, channels.general)).toEqual(['anywhere', 'server', 'local']);
		expect(names(playground, users.admin, channels.general)).toEqual([
			'anywhere',
			'server',
			'manage',
			'local',
		]);
		expect(names(playground, users.owner, channels.general)).toContain('admins');
		expect(names(playground, users.member, channels.ageRestricted)).toContain('adult');
		expect(names(playground, users.japanese, channels.zooGeneral)).toEqual(['anywhere', 'server']);
		expect(names(playground, users.member, channels.botDm)).toEqual(['anywhere', 'manage', 'admins']);
		expect(names(playground, users.member, channels.elsewhereGeneral)).toEqual([]);
		expect(names(playground, users.traveller, channels.elsewhereGeneral)).toEqual(['anywhere']);
		expect(names(playground, users.traveller, channels.privateDm)).toEqual(['anywhere']);
		expect(names(playground, users.member, channels.adminLog)).toEqual([]);
		expect(names(playground, users.otherBot, channels.general)).toEqual([]);
	});

	it('lets a user-installed app answer in a guild it does not know, five follow-ups long', async () => {
		const playground = await playgroundForTest();
		const { users, channels, guilds } = playground.demo;
		const client = await loggedIn(playground);
		await client.application.commands.set([
			{ name: 'anywhere', description: 'x', contexts: [0, 1, 2], integrationTypes: [0, 1] } as never,
		]);
		const received = new Promise<ChatInputCommandInteraction>((resolve) => {
			client.on(Events.InteractionCreate, (interaction) => {
				if (interaction.isChatInputCommand()) resolve(interaction);
			});
		});
		const interaction = playground.invoke({
			user: users.traveller,
			channel: channels.elsewhereGeneral,
			command: 'anywhere',
		});
		const incoming = await received;
		expect(incoming.inCachedGuild()).toBe(false);
		expect(incoming.guildId).toBe(guilds.elsewhere);
		expect(incoming.context).toBe(InteractionContextType.Guild);
		expect(incoming.authorizingIntegrationOwners).toMatchObject({ 1: users.traveller });
		expect(incoming.appPermissions.has('AttachFiles')).toBe(true);
		await incoming.reply('hello');
		expect((await interaction.responded).content).toBe('hello');
		for (let count = 0; count < 5; count++) await incoming.followUp(`${count}`);
		await expect(incoming.followUp('6')).rejects.toMatchObject({ code: 40094 });
	});

	it('answers for one alone where the user may not use external apps', async () => {
		const playground = await playgroundForTest();
		const { users, channels, guilds } = playground.demo;
		const client = await loggedIn(playground);
		await client.application.commands.set([
			{ name: 'anywhere', description: 'x', contexts: [0], integrationTypes: [1] } as never,
		]);
		client.on(Events.InteractionCreate, (interaction) => {
			if (interaction.isChatInputCommand()) void interaction.reply('hello');
		});
		playground.world.changeRole(guilds.elsewhere, {
			permissions: PermissionFlagsBits.ViewChannel | PermissionFlagsBits.UseApplicationCommands,
		});
		const interaction = playground.invoke({
			user: users.traveller,
			channel: channels.elsewhereGeneral,
			command: 'anywhere',
		});
		expect((await interaction.responded).flags).toBe(MessageFlags.Ephemeral);
	});
});
