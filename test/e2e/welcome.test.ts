import { type APIMessage, ComponentType } from 'discord-api-types/v10';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { openDatabase } from '../../src/store/database.ts';
import { idleCrawler, openWorld, type World } from './harness.ts';
import { ScriptedTrainer } from './scripted-trainer.ts';

let world: World;
let catalogue: Catalogue;
let trainer: ScriptedTrainer;

beforeEach(async () => {
	catalogue = await Catalogue.open(openDatabase(':memory:'));
	trainer = new ScriptedTrainer();
	const host = { catalogue, crawler: idleCrawler(), trainingJobs: trainer.jobs() };
	world = await openWorld({ ...host, greets: true, limits: { progressEditMs: 10 } });
});

afterEach(() => world.end());

function greetings(channel: string): APIMessage[] {
	return world.playground
		.messages(channel)
		.filter(({ author, content }) => author.bot && content.startsWith('👋'));
}

function greetingIn(channel: string): Promise<APIMessage> {
	return world.playground.waitFor(() => greetings(channel)[0], { what: 'a greeting' });
}

function customIds(message: APIMessage): string[] {
	return (message.components ?? [])
		.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
		.flatMap((component) => ('custom_id' in component ? [component.custom_id] : []));
}

test('a server is greeted in its language, once, whatever is restarted', async () => {
	const { channels, guilds } = world.playground.demo;
	const english = await greetingIn(channels.general);
	expect(english.content).toContain('I tell what is in a photo');
	expect(english.content).toContain('**Channels** on everywhere');
	expect((await greetingIn(channels.zooGeneral)).content).toContain('写真に何が写っているかを答えます');
	await world.bot.close();
	await world.start();
	world.playground.world.setAvailable(guilds.park, false);
	world.playground.world.setAvailable(guilds.park, true);
	world.playground.world.setBotMember(guilds.elsewhere, true);
	await greetingIn(channels.elsewhereGeneral);
	for (const place of [channels.general, channels.zooGeneral]) expect(greetings(place)).toHaveLength(1);
});

test('its menus set what /settings sets, for admins only', async () => {
	const { channels, guilds, users } = world.playground.demo;
	const message = await greetingIn(channels.general);
	const choose = (user: string, part: string, value: string) =>
		world.playground.chooseOptions({
			user,
			message,
			customId: `settings:1:welcome-${part}`,
			values: [value],
		}).responded;
	expect((await choose(users.member, 'style', 'sure')).content).toContain('Manage Server');
	await choose(users.admin, 'style', 'sure');
	await choose(users.admin, 'language', 'ja');
	const now = world.playground.message(message);
	expect(now?.content).toContain('確かなときだけ返信');
	const panel = world.playground.invoke({
		user: users.admin,
		channel: channels.general,
		command: 'settings',
		subcommand: 'show',
	});
	expect((await panel.responded).content).toContain('Reply only when sure');
	expect(await catalogue.dataset(guilds.park).audit.list({ action: 'setting' })).toHaveLength(2);
});

test('its button asks for names and learns them', async () => {
	const { channels, users } = world.playground.demo;
	const message = await greetingIn(channels.general);
	expect(customIds(message)).toContain('learn:1:teach');
	const press = (user: string) => world.playground.clickButton({ user, message, customId: 'learn:1:teach' });
	expect((await press(users.member).responded).content).toContain('Manage Server');
	const pressed = press(users.admin);
	await pressed.modalShown;
	const submitted = world.playground.submitModal({ interaction: pressed, values: { names: 'cat, apple' } });
	const learning = await submitted.responded;
	await world.playground.waitFor(() => world.playground.message(learning)?.content.includes('serves now'));
	expect(trainer.requests[0]).toMatchObject({ reason: 'learn', crawl: { wanted: 100 } });
});
