import { ButtonStyle, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { features } from '../../commands/index.ts';
import { answer, eventually, openWorld, photo, postButton, type World } from './harness.ts';

let world: World;

beforeEach(async () => {
	world = await openWorld();
	await registered();
});

afterEach(async () => {
	await world.end();
});

/** Commands are registered after the log-in; until their ids are known, texts cannot link to them. */
async function registered(): Promise<void> {
	const { users, channels } = world.playground.demo;
	await world.playground.waitFor(
		() => world.playground.commandsFor(users.owner, channels.general).length > 0,
	);
	await eventually(async () => {
		const call = { command: 'help', user: users.owner, channel: channels.general };
		expect((await world.playground.invoke(call).responded).content).toContain('</classify:');
	});
}

const isEphemeral = (flags: number | undefined) => Boolean((flags ?? 0) & MessageFlags.Ephemeral);

describe('/classify', () => {
	function classify(
		user: string,
		channel: string,
		options: Record<string, ReturnType<typeof photo> | boolean>,
	) {
		return world.playground.invoke({ command: 'classify', user, channel, options });
	}

	test('shows the picture and its best labels to everybody', async () => {
		const { users, channels } = world.playground.demo;
		const response = await classify(users.member, channels.general, { image: photo('crow') }).responded;
		expect(answer(response)).toBe('▰▰▰▰▰▰▰▰▰▱ **crow** 94 %\n▱▱▱▱▱▱▱▱▱▱ monkey 4 %\n▱▱▱▱▱▱▱▱▱▱ boar 2 %');
		expect(response.attachments.map(({ filename }) => filename)).toEqual(['photo.png']);
		expect(isEphemeral(response.flags)).toBe(false);
	});

	test('is private on request', async () => {
		const { users, channels } = world.playground.demo;
		const options = { image: photo('crow'), private: true };
		const response = await classify(users.member, channels.general, options).responded;
		expect(isEphemeral(response.flags)).toBe(true);
		expect(response.attachments).toEqual([]);
	});

	test('answers in the language of the member, refusals too', async () => {
		const { users, channels } = world.playground.demo;
		const unknown = classify(users.japanese, channels.general, { image: photo('unknown') });
		expect((await unknown.responded).content).toContain('どれでもないようです');
		const refused = classify(users.japanese, channels.general, { image: photo('heic') });
		expect((await refused.responded).content).toBe('⚠️ HEIC 形式のようです。JPEG か PNG で試してください。');
	});

	test('works in direct messages and, once installed by a user, where the bot is not', async () => {
		const { users, channels } = world.playground.demo;
		const direct = classify(users.member, channels.botDm, { image: photo('boar') });
		expect((await direct.responded).content).toContain('**boar**');
		const elsewhere = classify(users.traveller, channels.elsewhereGeneral, { image: photo('boar') });
		expect((await elsewhere.responded).content).toContain('**boar**');
		const between = classify(users.traveller, channels.privateDm, { image: photo('boar') });
		expect((await between.responded).content).toContain('**boar**');
	});

	test('is acknowledged before anything slow', async () => {
		const { users, channels } = world.playground.demo;
		let release = () => {};
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		world.predictor.before = () => held;
		const interaction = classify(users.member, channels.general, { image: photo('crow') });
		await interaction.acknowledged;
		expect(interaction.state).toBe('deferred');
		release();
		expect((await interaction.responded).content).toContain('**crow**');
	});

	test('survives an acknowledgement whose answer was lost', async () => {
		const { users, channels } = world.playground.demo;
		world.playground.befall('502 applied', { path: /\/callback$/ });
		const response = await classify(users.member, channels.general, { image: photo('crow') }).responded;
		expect(response.content).toContain('**crow**');
	});

	test('tells a member who asks for too much to wait', async () => {
		await world.bot.close();
		await world.start({ limits: { member: { burst: 1, perSecond: 0.1 } } });
		const { users, channels } = world.playground.demo;
		await classify(users.member, channels.general, { image: photo('crow') }).responded;
		const second = await classify(users.member, channels.general, { image: photo('crow') }).responded;
		expect(second.content).toMatch(/^That was a lot of pictures at once\. Please wait \d+ seconds/);
	});
});

describe('the message command', () => {
	test('judges the pictures of a message for the asking member only', async () => {
		const { users, channels } = world.playground.demo;
		const message = world.playground.postMessage({
			channel: channels.ageRestricted,
			author: users.owner,
			attachments: [photo('crow')],
		});
		const command = 'Classify image';
		const response = await world.playground.messageCommand({ command, message, user: users.owner }).responded;
		expect(response.content).toContain('**crow**');
		expect(isEphemeral(response.flags)).toBe(true);
	});

	test('says so when there is no picture', async () => {
		const { users, channels } = world.playground.demo;
		const message = world.playground.postMessage({
			channel: channels.general,
			author: users.member,
			content: 'hi',
		});
		const interaction = world.playground.messageCommand({
			command: 'Classify image',
			message,
			user: users.japanese,
		});
		expect((await interaction.responded).content).toBe('このメッセージには判定できる画像がありません。');
	});
});

describe('the button for more', () => {
	async function answered(verdict: string) {
		const { users, channels } = world.playground.demo;
		const message = world.playground.postMessage({
			channel: channels.photos,
			author: users.member,
			attachments: [photo(verdict)],
		});
		const reply = await world.playground.replyTo(message);
		const [row] = reply.components ?? [];
		const [button] = row?.type === ComponentType.ActionRow ? row.components : [];
		if (button?.type !== ComponentType.Button || button.style !== ButtonStyle.Secondary)
			throw new Error('no button');
		return { message, reply, customId: button.custom_id };
	}

	test('shows the three best labels to whoever asks, in their language', async () => {
		const { reply, customId } = await answered('unsure boar');
		const click = world.playground.clickButton({
			user: world.playground.demo.users.japanese,
			message: reply,
			customId,
		});
		const response = await click.responded;
		expect(response.content).toMatch(/^はっきりしません\n▰▰▰▰▱▱▱▱▱▱ boar 43 %\n/);
		expect(isEphemeral(response.flags)).toBe(true);
		expect(world.predictor.judged).toBe(1);
	});

	test('still works after a restart, by judging once more', async () => {
		const { reply, customId } = await answered('crow');
		await world.bot.close();
		await world.start();
		const user = world.playground.demo.users.member;
		const click = world.playground.clickButton({ user, message: reply, customId });
		expect((await click.responded).content).toContain('**crow** 94 %');
		expect(world.predictor.judged).toBe(2);
	});

	test('says so when the photo is gone', async () => {
		const { message, reply, customId } = await answered('crow');
		await world.bot.close();
		world.playground.deleteMessage(message);
		await world.start();
		const user = world.playground.demo.users.member;
		const click = world.playground.clickButton({ user, message: reply, customId });
		expect((await click.responded).content).toBe(
			'The message with the picture is gone, or I cannot see it any more.',
		);
	});
});

describe('/help, /privacy and /status', () => {
	test.each([
		['help', /It knows monkey, boar, crow\..*<\/classify:\d+>/s],
		['privacy', /forget it at once/],
		['status', /\*\*Model\*\* default\/20261124T000000Z-1a2b3c\n\*\*Labels\*\* monkey, boar, crow/],
	])('/%s answers its member', async (command, text) => {
		const { users, channels } = world.playground.demo;
		const response = await world.playground.invoke({ command, user: users.member, channel: channels.general })
			.responded;
		expect(response.content).toMatch(text);
		expect(isEphemeral(response.flags)).toBe(true);
		const japanese = await world.playground.invoke({
			command,
			user: users.japanese,
			channel: channels.general,
		}).responded;
		expect(japanese.content).toMatch(/\p{sc=Hiragana}/u);
	});

	test('/help tells a member what a member may do, and an admin the rest', async () => {
		const { users, channels } = world.playground.demo;
		const help = async (user: string, channel: string = channels.general) =>
			(await world.playground.invoke({ command: 'help', user, channel }).responded).content;
		expect(await help(users.member)).not.toMatch(/admin|retrain|labels add|teach/i);
		expect(await help(users.admin)).toMatch(/For admins.*<\/labels add:.*<\/retrain:.*<\/audit:/s);
		expect(await help(users.member, channels.botDm)).not.toContain('admins');
	});

	test('/privacy says the short of it first, and the rest on request', async () => {
		const { users, channels } = world.playground.demo;
		const call = { command: 'privacy', user: users.member, channel: channels.general };
		const message = await world.playground.invoke(call).responded;
		expect(message.content.split('\n')).toHaveLength(5);
		const click = { message, customId: 'privacy:1:details', user: users.member };
		const { content, components } = await world.playground.clickButton(click).responded;
		expect(content.startsWith(message.content)).toBe(true);
		expect(content).toContain('log of errors');
		expect(content).toMatch(/<\/teach withdraw:\d+>/);
		expect(components).toEqual([]);
	});

	test('/status tells the host’s owners more', async () => {
		await world.bot.close();
		const { users, channels } = world.playground.demo;
		await world.start({ owners: [users.owner] });
		const status = (user: string) =>
			world.playground.invoke({ command: 'status', user, channel: channels.general }).responded;
		expect((await status(users.owner)).content).toContain('2 servers');
		expect((await status(users.admin)).content).not.toContain('servers');
	});
});

describe('commands', () => {
	test('are not written again when nothing has changed', async () => {
		await world.bot.close();
		await world.start();
		await registered();
		expect(world.record.matching({ method: 'PUT' })).toHaveLength(1);
	});

	test('of an older Hantei are answered politely', async () => {
		const { users, channels } = world.playground.demo;
		await world.bot.close();
		await world.start({ features: { ...features, commands: [] } });
		const call = { command: 'privacy', user: users.member, channel: channels.general };
		const interaction = world.playground.invoke(call);
		expect((await interaction.responded).content).toContain('older version');
	});
});

describe('a button of an older Hantei', () => {
	test('is answered politely', async () => {
		const { users, channels } = world.playground.demo;
		const call = { command: 'settings', subcommand: 'show', user: users.admin, channel: channels.general };
		const panel = await world.playground.invoke(call).responded;
		await world.bot.close();
		await world.start({ features: { ...features, commands: [] } });
		const choice = { message: panel, customId: 'settings:1:style', values: ['sure'], user: users.admin };
		const response = await world.playground.chooseOptions(choice).responded;
		expect(response.content).toContain('older version of Hantei');
		expect(isEphemeral(response.flags)).toBe(true);
	});
});

describe('a button whose state makes no sense', () => {
	const names = [
		'audit',
		'crawl',
		'figures',
		'labels',
		'learn',
		'model',
		'photos',
		'retrain',
		'review',
		'settings',
		'teach',
		'wrong',
	];
	const states = [
		...['', 'NaN', '__proto__', 'constructor', 'remove NaN', 'taxon NaN', 'taxon 1e999', 'undo __proto__'],
		...['style', 'language', 'start NaN', 'agree __proto__', '- constructor - -', 'undo.zzzzzzzzzzz'],
	];

	test.each(names)('of %s is told to be outdated, and is no bug', async (name) => {
		for (const state of states) {
			const message = await postButton(world, `${name}:1:${state}`);
			const { users } = world.playground.demo;
			const click = { user: users.admin, message, customId: `${name}:1:${state}` };
			const { content } = await world.playground.clickButton(click).responded;
			expect(content, state).not.toContain('reference');
			expect(content, state).not.toMatch(/removed|NaN|__proto__|constructor/);
		}
		expect(world.log.filter(({ level }) => level >= 50)).toEqual([]);
	});

	test('is told so', async () => {
		for (const id of ['labels:1:taxon NaN', 'settings:1:__proto__', 'photos:1:NaN', 'nothing:1:']) {
			const message = await postButton(world, id);
			const { users } = world.playground.demo;
			const refused = world.playground.clickButton({ user: users.admin, message, customId: id });
			expect((await refused.responded).content).toContain('belongs to an older version of Hantei');
		}
	});
});
