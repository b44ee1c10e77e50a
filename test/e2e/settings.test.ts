import { PermissionFlagsBits } from 'discord.js';
import { type APIMessage, ComponentType } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSettingsStore } from '../../src/bot/settings/store.ts';
import { answer, eventually, openWorld, photo, type World } from './harness.ts';

let world: World;

beforeEach(async () => {
	world = await openWorld();
	const { users, channels } = world.playground.demo;
	await world.playground.waitFor(
		() => world.playground.commandsFor(users.owner, channels.general).length > 0,
	);
});

afterEach(async () => {
	await world.end();
});

type Options = NonNullable<Parameters<World['playground']['invoke']>[0]['options']>;

function settings(subcommand: string, options: Options = {}, user = world.playground.demo.users.admin) {
	const { general } = world.playground.demo.channels;
	return world.playground.invoke({ command: 'settings', subcommand, options, user, channel: general })
		.responded;
}

function post(channel = world.playground.demo.channels.photos, verdict = 'crow') {
	const { member } = world.playground.demo.users;
	return world.playground.postMessage({ channel, author: member, attachments: [photo(verdict)] });
}

function customIds(message: APIMessage): string[] {
	return (message.components ?? []).flatMap((row) =>
		row.type === ComponentType.ActionRow
			? row.components.map((component) => ('custom_id' in component ? component.custom_id : ''))
			: [],
	);
}

describe('/settings', () => {
	test('is there for those who manage the server', async () => {
		const { users, channels } = world.playground.demo;
		const names = (user: string) =>
			world.playground.commandsFor(user, channels.general).map(({ name }) => name);
		expect(names(users.member)).not.toContain('settings');
		expect(names(users.admin)).toContain('settings');
	});

	test('shows everything in a panel', async () => {
		const panel = await settings('show');
		expect(panel.content).toContain('**Channels** on everywhere');
		expect(panel.content).toContain('**Threshold** as the model was calibrated');
		expect(panel.content).toContain(
			`I lack permissions to answer in <#${world.playground.demo.channels.readOnly}>`,
		);
		expect(customIds(panel)).toEqual(['settings:1:style', 'settings:1:language', 'settings:1:reset']);
	});

	test('threshold decides what is sure', async () => {
		expect((await settings('threshold', { percent: 99 })).content).toBe('**Threshold**: 99 %');
		expect(answer(await world.playground.replyTo(post()))).toBe('Not sure, perhaps **crow** (94 %)');
		expect((await settings('threshold')).content).toContain('calibrated');
		expect(answer(await world.playground.replyTo(post()))).toBe('**crow** 94 %');
	});

	test('style reaction answers with an emoji', async () => {
		await settings('style', { style: 'reaction' });
		const message = post();
		await world.playground.waitFor(() => world.playground.message(message)?.reactions?.length);
		expect(world.playground.message(message)?.reactions?.[0]?.emoji.name).toBe('🐦‍⬛');
		expect(world.playground.messages(world.playground.demo.channels.photos).at(-1)?.id).toBe(message.id);
	});

	test('style sure answers only what it is sure of', async () => {
		await settings('style', { style: 'sure' });
		const unsure = post(undefined, 'unsure crow');
		const sure = post();
		await world.playground.replyTo(sure);
		const replies = world.playground
			.messages(world.playground.demo.channels.photos)
			.flatMap(({ message_reference }) => message_reference?.message_id ?? []);
		expect(replies).toContain(sure.id);
		expect(replies).not.toContain(unsure.id);
	});

	test('language changes answers to photos, not those to members', async () => {
		const response = await settings('language', { language: 'ja' });
		expect(response.content).toBe('**Language**: 日本語');
		expect(answer(await world.playground.replyTo(post(undefined, 'unknown')))).toContain('どれでもない');
	});

	test('channel turns a channel, a category or the server off and on', async () => {
		const { photos, general } = world.playground.demo.channels;
		expect((await settings('channel', { answer: 'off', channel: photos })).content).toBe(
			`**<#${photos}>**: Off`,
		);
		const silent = post(photos);
		await world.playground.replyTo(post(general));
		await settings('channel', { answer: 'off' });
		await settings('channel', { answer: 'on', channel: photos });
		expect((await settings('show')).content).toContain(`off everywhere · on in <#${photos}>`);
		await world.playground.replyTo(post(photos));
		const replies = world.playground
			.messages(photos)
			.flatMap(({ message_reference }) => message_reference?.message_id ?? []);
		expect(replies).not.toContain(silent.id);
	});

	test('an age-restricted channel can be turned on by name', async () => {
		const { ageRestricted } = world.playground.demo.channels;
		await settings('channel', { answer: 'on', channel: ageRestricted });
		const { owner } = world.playground.demo.users;
		const message = world.playground.postMessage({
			channel: ageRestricted,
			author: owner,
			attachments: [photo()],
		});
		await world.playground.replyTo(message);
	});

	test('log reports changes and who made them, and needs a channel that can be written to', async () => {
		const { adminLog, readOnly } = world.playground.demo.channels;
		const { admin } = world.playground.demo.users;
		expect((await settings('log', { channel: readOnly })).content).toContain('Send Messages');
		await settings('log', { channel: adminLog });
		await settings('threshold', { percent: 80 });
		await world.playground.waitFor(() => world.playground.messages(adminLog).length >= 2);
		expect(world.playground.messages(adminLog).map(({ content }) => content)).toEqual([
			`<@${admin}> changed Log: <#${adminLog}>`,
			`<@${admin}> changed Threshold: 80 %`,
		]);
	});

	test('the log tells of a channel that refuses answers', async () => {
		const { adminLog, readOnly } = world.playground.demo.channels;
		await settings('log', { channel: adminLog });
		world.playground.postMessage({
			channel: readOnly,
			author: world.playground.demo.users.admin,
			attachments: [photo()],
		});
		await world.playground.waitFor(() =>
			world.playground
				.messages(adminLog)
				.some(
					({ content }) => content === `I cannot answer photos in <#${readOnly}>. Missing: Send Messages.`,
				),
		);
	});

	test('the log tells what Discord says where it refuses answers unexpectedly', async () => {
		const { adminLog, general } = world.playground.demo.channels;
		await settings('log', { channel: adminLog });
		const path = `/channels/${general}/messages`;
		world.playground.befall('forbidden', { method: 'POST', path, times: Number.POSITIVE_INFINITY });
		const author = world.playground.demo.users.admin;
		world.playground.postMessage({ channel: general, author, attachments: [photo()] });
		const refusal = `Discord does not let me answer photos in <#${general}> (“Missing Permissions”).`;
		await world.playground.waitFor(() =>
			world.playground.messages(adminLog).some(({ content }) => content.startsWith(refusal)),
		);
	});

	test('menus of the panel change settings, for managers only, also after a restart', async () => {
		const panel = await settings('show');
		const { admin } = world.playground.demo.users;
		await world.bot.close();
		await world.start();
		const choice = { message: panel, customId: 'settings:1:style', values: ['reaction'] };
		const changed = world.playground.chooseOptions({ ...choice, user: admin });
		expect((await changed.responded).content).toContain('**Style** Reaction only');
		const language = { message: panel, customId: 'settings:1:language', values: ['ja'], user: admin };
		expect((await world.playground.chooseOptions(language).responded).content).toContain(
			'**Language** 日本語',
		);
	});

	test('a manager who no longer is one is refused', async () => {
		const panel = await settings('show');
		const { admin } = world.playground.demo.users;
		world.playground.world.changeRole(world.playground.demo.roles.admin, {
			permissions: PermissionFlagsBits.ViewChannel,
		});
		const choice = { message: panel, customId: 'settings:1:style', values: ['reaction'], user: admin };
		const response = await world.playground.chooseOptions(choice).responded;
		expect(response.content).toMatch(/^Only members with the Manage Server permission/);
	});

	test('reset asks first, then forgets everything', async () => {
		const { admin } = world.playground.demo.users;
		await settings('threshold', { percent: 80 });
		const question = await settings('reset');
		expect(customIds(question)).toEqual(['settings:1:reset-now', 'settings:1:cancel']);
		const kept = world.playground.clickButton({
			user: admin,
			message: question,
			customId: 'settings:1:cancel',
		});
		expect((await kept.responded).content).toBe('Nothing was changed.');
		const again = await settings('reset');
		const reset = world.playground.clickButton({
			user: admin,
			message: again,
			customId: 'settings:1:reset-now',
		});
		expect((await reset.responded).content).toBe('All settings are back to their defaults.');
		expect((await settings('show')).content).toContain('**Threshold** as the model was calibrated');
	});

	test('are deleted when the bot is removed from the server', async () => {
		const { park } = world.playground.demo.guilds;
		await settings('threshold', { percent: 80 });
		const keyv = world.store.keyv('settings');
		expect(await keyv.get(park)).toMatchObject({ threshold: 0.8 });
		world.playground.world.setBotMember(park, false);
		await eventually(async () => expect(await keyv.get(park)).toBeUndefined());
	});

	test('survive an outage of the server', async () => {
		const { park } = world.playground.demo.guilds;
		await settings('threshold', { percent: 99 });
		world.playground.world.setAvailable(park, false);
		world.playground.world.setAvailable(park, true);
		expect(answer(await world.playground.replyTo(post()))).toBe('Not sure, perhaps **crow** (94 %)');
	});

	test('go with a server that took the bot out, while it was away too', async () => {
		const { park } = world.playground.demo.guilds;
		const kept = createSettingsStore(world.store.keyv('settings'));
		await kept.change(park, () => ({ threshold: 0.7 }));
		await kept.change('400000000000000001', () => ({ threshold: 0.7 }));
		await world.bot.close();
		await world.start();
		await eventually(async () => expect(await kept.guilds()).toEqual([park]));
	});

	test('forget channels that are deleted', async () => {
		const { park } = world.playground.demo.guilds;
		const { general, adminLog } = world.playground.demo.channels;
		await settings('log', { channel: adminLog });
		await settings('channel', { answer: 'off', channel: general });
		world.playground.world.deleteChannel(adminLog);
		world.playground.world.deleteChannel(general);
		const keyv = world.store.keyv('settings');
		await eventually(async () =>
			expect(await keyv.get(park)).toMatchObject({ channels: {}, logChannelId: null }),
		);
	});
});
