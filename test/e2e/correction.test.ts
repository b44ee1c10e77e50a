import { type APIMessage, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createContests } from '../../src/bot/contests/contests.ts';
import { DEFAULT_RULES } from '../../src/crawl/rules.ts';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { openDatabase } from '../../src/store/database.ts';
import { Teaching } from '../../src/train/teaching/teaching.ts';
import { MODEL } from '../bot/fixtures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { eventually, openWorld, photo, postButton, realPhoto, type World } from './harness.ts';

const newFolder = temporaryFolders();
let world: World;
let catalogue: Catalogue;

beforeEach(async () => {
	const dataFolder = await newFolder();
	catalogue = await Catalogue.open(openDatabase(':memory:'));
	const photoStore = new PhotoStore(await newFolder());
	const teaching = new Teaching({
		isOn: true,
		catalogue,
		photoStore,
		rules: DEFAULT_RULES,
		nsfwScore: async () => 0,
		dataFolder,
		perDay: 20,
	});
	world = await openWorld({ catalogue, photoStore, teaching });
	const { users, channels, guilds } = world.playground.demo;
	await world.playground.waitFor(
		() => world.playground.commandsFor(users.owner, channels.general).length > 0,
	);
	await catalogue.dataset(guilds.park).labels.add({ name: 'crow' }, 'ann');
	await catalogue.dataset(guilds.park).labels.add({ name: 'raven' }, 'ann');
});
afterEach(() => world.end());

async function post(...attachments: ReturnType<typeof photo>[]): Promise<APIMessage> {
	const { channels, users } = world.playground.demo;
	return world.playground.replyTo(
		world.playground.postMessage({ channel: channels.photos, author: users.member, attachments }),
	);
}

function component(message: APIMessage, state: RegExp) {
	const found = (message.components ?? [])
		.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
		.find((part) => 'custom_id' in part && state.test(part.custom_id));
	if (!found || !('custom_id' in found)) throw new Error(`no ${state} below ${message.content}`);
	return found;
}

function press(reply: APIMessage, user: string = world.playground.demo.users.member) {
	const { custom_id: customId } = component(reply, /^wrong:/);
	return world.playground.clickButton({ user, message: reply, customId }).responded;
}

/** What a choice turned the menu into. */
async function choose(
	menu: APIMessage,
	value: string,
	text: string,
	user: string = world.playground.demo.users.member,
): Promise<APIMessage> {
	const { custom_id: customId } = component(menu, /^wrong:/);
	world.playground.chooseOptions({ user, message: menu, customId, values: [value] });
	const find = () => {
		const present = world.playground.message(menu);
		return present?.content.includes(text) ? present : undefined;
	};
	return world.playground.waitFor(find, { what: text, timeoutMs: 20_000 });
}

function valuesOf(menu: APIMessage): string[] {
	const select = component(menu, /^wrong:/);
	return select.type === ComponentType.StringSelect ? select.options.map(({ value }) => value) : [];
}

function tallies() {
	const { store, playground } = world;
	const contests = createContests({ counts: store.keyv('contests'), votes: store.keyv('votes') });
	return contests.of(playground.demo.guilds.park, MODEL);
}

function turnTeachingOn() {
	const { users, channels } = world.playground.demo;
	return world.playground.invoke({
		command: 'settings',
		subcommand: 'teach',
		options: { members: 'on' },
		user: users.admin,
		channel: channels.general,
	}).responded;
}

describe('“Not right?” below an answer', () => {
	test('asks the member alone what it is, and counts that without keeping anything of the photo', async () => {
		const { users } = world.playground.demo;
		const menu = await press(await post(photo('crow')));
		expect(menu.content).toBe('I said **crow**. What is it?');
		expect(Boolean((menu.flags ?? 0) & MessageFlags.Ephemeral)).toBe(true);
		expect(valuesOf(menu)).toEqual(['label monkey', 'label boar', 'label raven', 'none']);
		const thanks = await choose(menu, 'label raven', 'Thank you');
		expect(thanks.content).toContain('**raven**. Nothing of the photo is kept');
		expect(thanks.components).toEqual([]);
		expect((await tallies()).labels).toEqual([
			{ label: 'crow', answers: 1, said: [{ label: 'raven', times: 1 }] },
		]);
		expect(await catalogue.dataset(world.playground.demo.guilds.park).taught.count(users.member)).toBe(0);
	});

	test('counts a member once an answer, and another member, too', async () => {
		const { users } = world.playground.demo;
		const reply = await post(photo('crow'));
		await choose(await press(reply), 'none', 'counted: none of these');
		await choose(await press(reply), 'label boar', 'You have said so about this answer before');
		await choose(await press(reply, users.admin), 'none', 'counted', users.admin);
		expect((await tallies()).labels).toMatchObject([{ said: [{ label: null, times: 2 }] }]);
	});

	test('asks which of several pictures is meant', async () => {
		const reply = await post(await realPhoto('crow'), photo('heic'), await realPhoto('unknown'));
		const which = await press(reply);
		expect(which.content).toBe('Which answer is not right?');
		expect(valuesOf(which)).toEqual(['0', '2']);
		const menu = await choose(which, '2', 'What is it?');
		expect(menu.content).toBe('I said that it is none of my labels. What is it?');
		expect(valuesOf(menu)).not.toContain('none');
		await choose(menu, 'label crow', 'counted');
		expect((await tallies()).labels).toContainEqual({
			label: null,
			answers: 1,
			said: [{ label: 'crow', times: 1 }],
		});
	});

	test('asks in the words of whoever reads it', async () => {
		const { users, guilds } = world.playground.demo;
		const { labels } = catalogue.dataset(guilds.park);
		const [crow, raven] = await labels.findAll(['crow', 'raven']);
		if (!crow || !raven) throw new Error('the labels are gone');
		await labels.edit(crow.id, { displayNames: { ja: 'カラス' } }, 'ann');
		await labels.edit(raven.id, { displayNames: { ja: 'ワタリガラス' } }, 'ann');
		const menu = await press(await post(photo('crow')), users.japanese);
		expect(menu.content).toContain('**カラス**と答えました');
		const thanks = await choose(menu, 'label raven', 'ワタリガラス', users.japanese);
		expect(thanks.content).not.toContain('raven');
	});

	test('leads whoever posted the photo to the consent, with the label filled in, where members may teach', async () => {
		await turnTeachingOn();
		const { users, guilds } = world.playground.demo;
		const reply = await post(await realPhoto('crow'));
		const question = await choose(await press(reply), 'label raven', 'May I keep this photo');
		expect(question.content).toMatch(/^Thank you, counted\..*\n\*\*May I keep .* what raven looks like/);
		expect(question.embeds[0]?.image?.url).toContain('photo.jpg');
		const { custom_id: customId } = component(question, /^teach:1:agree/);
		world.playground.clickButton({ user: users.member, message: question, customId });
		const taught = () => catalogue.dataset(guilds.park).taught.count(users.member);
		await eventually(async () => expect(await taught()).toBe(1));
	});

	test('asks nobody for the consent to keep what others posted', async () => {
		await turnTeachingOn();
		const { admin } = world.playground.demo.users;
		const reply = await post(await realPhoto('crow'));
		const thanks = await choose(await press(reply, admin), 'label raven', 'Thank you', admin);
		expect(thanks.content).toContain('Nothing of the photo is kept');
	});

	test('works below /classify, after a restart, and in Japanese', async () => {
		const { users, channels } = world.playground.demo;
		const options = { image: photo('crow') };
		const call = { command: 'classify', user: users.member, channel: channels.general, options };
		const reply = await world.playground.invoke(call).responded;
		expect((await press(reply, users.japanese)).content).toBe('**crow**と答えました。正しくは何ですか？');
		await world.bot.close();
		await world.start();
		await choose(await press(reply), 'label boar', 'counted');
		expect((await tallies()).labels).toMatchObject([{ label: 'crow', said: [{ label: 'boar', times: 1 }] }]);
	});

	test('takes no choice that it did not offer', async () => {
		const { member } = world.playground.demo.users;
		for (const state of ['say 1 x', 'say 1 0', 'which 1', 'which', 'here 5', '__proto__']) {
			const customId = `wrong:1:${state}`;
			const message = await postButton(world, customId);
			const { content } = await world.playground.clickButton({ user: member, message, customId }).responded;
			expect(content, state).toContain('older version of Hantei');
		}
		expect((await tallies()).labels).toEqual([]);
	});
});
