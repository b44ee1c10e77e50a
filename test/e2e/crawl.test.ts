import { PermissionFlagsBits } from 'discord.js';
import { type APIMessage, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { createManualClock } from 'discord-playground';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CrawlingWorld, openCrawlingWorld } from './crawling-world.ts';
import { eventually, postButton } from './harness.ts';

let world: CrawlingWorld;

beforeEach(async () => {
	world = await openCrawlingWorld();
});

afterEach(async () => {
	await world.end();
});

type Call = Parameters<CrawlingWorld['playground']['invoke']>[0];

function invoke(call: Pick<Call, 'command'> & Partial<Call>) {
	const { users, channels } = world.playground.demo;
	return world.playground.invoke({ user: users.admin, channel: channels.general, ...call });
}

function addLabel(name: string, rest: Partial<Call> = {}) {
	return invoke({ command: 'labels', subcommand: 'add', options: { name }, ...rest }).responded;
}

function crawl(label: string, count: number, rest: Partial<Call> = {}) {
	return invoke({ command: 'crawl', options: { label, count }, ...rest });
}

function customIds(message: APIMessage): string[] {
	return (message.components ?? []).flatMap((row) =>
		row.type === ComponentType.ActionRow
			? row.components.map((component) => ('custom_id' in component ? component.custom_id : ''))
			: [],
	);
}

/** The custom id of the first menu or button whose state begins so. */
function customId(message: APIMessage, state: string): string {
	const found = customIds(message).find((id) => id.split(':').slice(2).join(':').startsWith(state));
	if (found === undefined) throw new Error(`no component ${state} among ${customIds(message).join(', ')}`);
	return found;
}

function choose(message: APIMessage, state: string, values: readonly string[]) {
	const { users } = world.playground.demo;
	const choice = { user: users.admin, message, customId: customId(message, state), values };
	return world.playground.chooseOptions(choice).responded;
}

function click(message: APIMessage, state: string, user = world.playground.demo.users.admin) {
	return world.playground.clickButton({ user, message, customId: customId(message, state) });
}

/** The message of a crawl once it says so. */
async function saying(message: APIMessage, text: string): Promise<APIMessage> {
	const found = () => {
		const now = world.playground.message(message);
		return now?.content.includes(text) ? now : undefined;
	};
	return world.playground.waitFor(found, { what: text, timeoutMs: 30_000 });
}

/** The contact sheet, which follows a crawl. */
async function sheetOf(channel = world.playground.demo.channels.general): Promise<APIMessage> {
	const found = () => world.playground.messages(channel).find(({ attachments }) => attachments.length > 0);
	return world.playground.waitFor(found, { timeoutMs: 30_000 });
}

const park = () => world.catalogue.dataset(world.playground.demo.guilds.park);
const zoo = () => world.catalogue.dataset(world.playground.demo.guilds.zoo);

/** Gives the Japanese member Manage Server in the Japanese guild. */
function makeJapaneseManager(): Pick<Call, 'user' | 'channel'> {
	const { guilds, users, channels } = world.playground.demo;
	const role = world.playground.world.addRole({
		guild: guilds.zoo,
		name: '園長',
		permissions: PermissionFlagsBits.ManageGuild,
	});
	world.playground.world.changeMember(guilds.zoo, users.japanese, { roles: [role] });
	return { user: users.japanese, channel: channels.zooGeneral };
}

describe('/labels', () => {
	test('adds a label and resolves it to the living thing that the admin confirms', async () => {
		const added = await addLabel('crow', {
			options: { name: 'crow', aliases: 'カラス、 raven', search: 'carrion crow', exclude: 'crow bar' },
		});
		expect(added.content).toContain('**crow** was added.');
		expect(added.content).toContain('stand-in on this machine');
		expect(Boolean((added.flags ?? 0) & MessageFlags.Ephemeral)).toBe(true);
		expect(await park().labels.find('crow')).toMatchObject({
			aliases: ['カラス', 'raven'],
			searchTerms: ['carrion crow'],
			exclusions: ['crow bar'],
		});
		expect((await park().labels.find('crow'))?.entity).toBeUndefined();
		const chosen = await choose(added, 'taxon', ['8010 Corvus']);
		expect(chosen.content).toContain('**crow** is *Corvus*.');
		expect((await park().labels.find('カラス'))?.entity).toEqual({ taxonId: 8010, name: 'Corvus' });
	});

	test('leaves open what is none of the candidates', async () => {
		const added = await addLabel('sailboat');
		const chosen = await choose(added, 'taxon', ['none']);
		expect(chosen.content).toContain('**sailboat** is searched for by words.');
		expect((await park().labels.find('sailboat'))?.entity).toBeUndefined();
		const unknown = await addLabel('nothing living');
		expect(unknown.content).toContain('no living thing by that name');
		expect(customIds(unknown)).toEqual([expect.stringMatching(/^crawl:1:collect /)]);
	});

	test('adds several names at once, each with a menu of its own, all or none', async () => {
		const added = await addLabel('crow, boar、 crow');
		expect(added.content).toContain('Added: **crow**, **boar**.');
		expect(customIds(added)).toHaveLength(3);
		const refused = await addLabel('cat, crow');
		expect(refused.content).toContain('is a name of the label “crow” already');
		const unclear = await addLabel('', { options: { name: 'cat, dog', aliases: 'pet' } });
		expect(unclear.content).toContain('those of one label');
		expect((await park().labels.list()).map(({ name }) => name)).toEqual(['boar', 'crow']);
	});

	test('leads on to a crawl by a button that outlives a restart, and says what found nothing', async () => {
		const added = await addLabel('nothing living');
		await world.bot.close();
		await world.start();
		const [collect] = customIds(added);
		const { admin } = world.playground.demo.users;
		world.playground.clickButton({ user: admin, message: added, customId: collect });
		const end = await world.playground.waitFor(
			() =>
				world.playground
					.messages(world.playground.demo.channels.general)
					.find(({ content }) => content.includes('Crawl finished')),
			{ what: 'the end of the crawl', timeoutMs: 30_000 },
		);
		expect(end.content).toContain('⚠️ **Crawl finished**: no photos found');
		expect(end.content).toContain('nothing found for “nothing living”');
	});

	test('refuses a name that is taken', async () => {
		await addLabel('crow');
		expect((await addLabel('ＣＲＯＷ')).content).toContain('is a name of the label “crow” already');
	});

	test('adds a label also when iNaturalist is away', async () => {
		await world.photos.close();
		const added = await addLabel('crow');
		expect(added.content).toContain('**crow** was added.');
		expect(added.content).toContain('iNaturalist does not answer');
	});

	test('lists labels with all that is known of them', async () => {
		const listed = () => invoke({ command: 'labels', subcommand: 'list' }).responded;
		expect((await listed()).content).toContain('There are no labels here yet');
		await addLabel('crow', { options: { name: 'crow', aliases: 'raven', exclude: 'bar' } });
		expect((await listed()).content).toBe('**crow** 0 photos · also raven · without: bar');
	});

	test('suggests labels by what was typed of a name or alias', async () => {
		await addLabel('crow', { options: { name: 'crow', aliases: 'カラス' } });
		await addLabel('boar');
		const suggestions = async (typed: string) => {
			const { users, channels } = world.playground.demo;
			const choices = await world.playground.autocomplete({
				user: users.admin,
				channel: channels.general,
				command: 'labels',
				subcommand: 'edit',
				focused: 'label',
				typed,
			}).suggested;
			return choices.map(({ value }) => value);
		};
		expect(await suggestions('')).toEqual(['boar', 'crow']);
		expect(await suggestions('カラ')).toEqual(['crow']);
		expect(await suggestions('x')).toEqual([]);
	});

	test('edits everything in a form', async () => {
		await addLabel('crow', { options: { name: 'crow', aliases: 'raven' } });
		const edit = invoke({ command: 'labels', subcommand: 'edit', options: { label: 'raven' } });
		await edit.modalShown;
		const submitted = world.playground.submitModal({
			interaction: edit,
			values: { name: 'ハシブトガラス', aliases: 'crow\nカラス', search: 'jungle crow', exclude: '' },
		});
		expect((await submitted.responded).content).toContain('**crow \\(ハシブトガラス\\)** was changed.');
		expect(await park().labels.find('crow')).toMatchObject({
			name: 'ハシブトガラス',
			aliases: ['crow', 'カラス'],
			searchTerms: ['jungle crow'],
		});
		expect(await park().labels.find('raven')).toBeUndefined();
	});

	test('asks before it removes one', async () => {
		await addLabel('crow');
		const question = await invoke({ command: 'labels', subcommand: 'remove', options: { label: 'crow' } })
			.responded;
		expect(question.content).toContain('Remove **crow** and its 0 photos');
		expect((await click(question, 'keep').responded).content).toBe('Nothing was changed.');
		const again = await invoke({ command: 'labels', subcommand: 'remove', options: { label: 'crow' } })
			.responded;
		expect((await click(again, 'remove').responded).content).toContain('**crow**');
		await eventually(async () => expect(await park().labels.list()).toEqual([]));
	});
});

describe('/crawl', () => {
	async function readyLabel(name = 'crow', taxon = '8010 Corvus') {
		await choose(await addLabel(name), 'taxon', [taxon]);
	}

	test('collects photos, tells what came of it, and shows them with their credits', async () => {
		await readyLabel();
		const message = await crawl('crow', 6).responded;
		const end = await saying(message, 'Crawl finished');
		expect(end.content).toContain('✅ **Crawl finished**: 6 photos more');
		expect(end.content).toContain('**crow** 6 of 6');
		expect(end.content).toMatch(/iNaturalist 6 · .* fetched/);
		expect(end.content).toContain('local one on this machine');
		expect(customIds(end)).toEqual([]);
		expect(await park().photos.list()).toHaveLength(6);

		const sheet = await sheetOf();
		expect(sheet.content.split('\n')).toHaveLength(8);
		expect(sheet.content).toContain(
			'**1** [\\[crow\\]\\(https\\://example.org\\) 1000](<https://www.inaturalist.org/photos/1000>) · \\*\\*Author\\*\\* \\@everyone 1000 · CC BY · iNaturalist\n',
		);
		expect(sheet.content).toContain(
			'· [CC0](<https://creativecommons.org/publicdomain/zero/1.0/>) · iNaturalist',
		);
		const url = sheet.attachments[0]?.url ?? '';
		const picture = await sharp(Buffer.from(await (await fetch(url)).arrayBuffer())).metadata();
		expect(picture).toMatchObject({ format: 'jpeg', width: 3 * 222 + 6, height: 2 * 222 + 6 });
	});

	test('fetches nothing again', async () => {
		await readyLabel();
		await saying(await crawl('crow', 3).responded, 'Crawl finished');
		await saying(await crawl('crow', 5).responded, 'Crawl finished');
		expect(new Set(world.photos.fetched).size).toBe(world.photos.fetched.length);
		expect(await park().photos.list()).toHaveLength(5);
	});

	test('of all labels goes one after the other', async () => {
		await readyLabel();
		await readyLabel('carrion crow', '144757 Corvus corone');
		const { users, channels } = world.playground.demo;
		const choices = await world.playground.autocomplete({
			user: users.admin,
			channel: channels.general,
			command: 'crawl',
			focused: 'label',
			typed: '',
		}).suggested;
		expect(choices[0]).toMatchObject({ name: 'All labels (2)', value: '*' });
		const end = await saying(await crawl('*', 2).responded, 'Crawl finished');
		expect(end.content).toContain('4 photos more');
		expect(end.content).toContain('**carrion crow** 2 of 2');
		expect(end.content).toContain('**crow** 2 of 2');
	});

	test('counts and shows no photo that went to quarantine in the same crawl', async () => {
		await readyLabel();
		await readyLabel('raven');
		const end = await saying(await crawl('*', 2).responded, 'Crawl finished');
		const { length } = await park().photos.list();
		expect(end.content).toContain(`${length} photos more`);
		expect(end.content).toContain('waiting for a decision');
	});

	test('can be cancelled, and keeps what came', async () => {
		await readyLabel();
		let release = () => {};
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		world.photos.beforePhoto = (number) => (number < 998 ? held : undefined);
		const message = await crawl('crow', 20).responded;
		const running = await saying(message, '**crow** 3 of 20');
		const { member, admin } = world.playground.demo.users;
		const refused = await click(running, 'cancel', member).responded;
		expect(refused.content).toMatch(/^Only members with the Manage Server permission/);
		await click(running, 'cancel').acknowledged;
		const end = await saying(message, 'Crawl cancelled');
		expect(end.content).toContain(`by <@${admin}>: 3 photos more; they are kept`);
		expect(await park().photos.list()).toHaveLength(3);
		release();
	});

	test('is one at a time in a server, and labels stay meanwhile', async () => {
		await readyLabel();
		let release = () => {};
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		world.photos.beforePhoto = () => held;
		const message = await crawl('crow', 4).responded;
		expect((await crawl('crow', 4).responded).content).toContain('being collected here already');
		const question = await invoke({ command: 'labels', subcommand: 'remove', options: { label: 'crow' } })
			.responded;
		const refused = click(question, 'remove');
		expect((await refused.responded).content).toContain('being collected here already');
		release();
		await saying(message, 'Crawl finished');
	});

	test('refuses labels and sources that are not there, and members who do not manage the server', async () => {
		expect((await crawl('crow', 4).responded).content).toContain('There is no label “crow”');
		expect((await crawl('*', 4).responded).content).toContain('There are no labels here yet');
		await readyLabel();
		const options = { label: 'crow', count: 4, source: 'flickr' };
		expect((await invoke({ command: 'crawl', options }).responded).content).toContain('flickr');
		const { users, channels } = world.playground.demo;
		for (const command of ['crawl', 'labels', 'dataset']) {
			const seen = world.playground.commandsFor(users.member, channels.general);
			expect(seen.map(({ name }) => name)).not.toContain(command);
		}
		const direct = { user: users.member, channel: channels.botDm };
		expect((await crawl('crow', 4, direct).responded).content).toContain('those who run this Hantei');
		expect(await park().photos.list()).toEqual([]);
	});

	test('of one server leaves another’s dataset alone, side by side', async () => {
		const { guilds, channels } = world.playground.demo;
		const manager = makeJapaneseManager();
		await readyLabel();
		const added = await addLabel('カラス', manager);
		expect(added.content).toContain('**カラス**を追加しました。');
		const chosen = world.playground.chooseOptions({
			user: manager.user,
			message: added,
			customId: customId(added, 'taxon'),
			values: ['8010 Corvus'],
		});
		expect((await chosen.responded).content).toContain('**カラス**は *Corvus* です。');
		const [english, japanese] = await Promise.all([
			crawl('crow', 3).responded,
			crawl('カラス', 4, manager).responded,
		]);
		await saying(english, 'Crawl finished');
		const end = await saying(japanese, '収集が終わりました');
		expect(end.content).toContain('**カラス** 4 / 4 枚');
		expect(end.content).toContain('このマシンの代役サーバー');
		expect((await sheetOf(channels.zooGeneral)).content).toContain('**集まった写真**');
		expect((await park().labels.list()).map(({ name }) => name)).toEqual(['crow']);
		expect((await zoo().labels.list()).map(({ name }) => name)).toEqual(['カラス']);
		expect(await park().photos.list()).toHaveLength(3);
		expect(await zoo().photos.list()).toHaveLength(4);
		expect(await world.catalogue.dataset('default').labels.list()).toEqual([]);
		expect(await world.catalogue.classifiers()).toEqual([guilds.park, guilds.zoo].sort());
	});

	test('goes on after a restart, in the same message', async () => {
		await readyLabel();
		let isHeld = true;
		world.photos.beforePhoto = (number) => (isHeld && number < 998 ? new Promise(() => {}) : undefined);
		const message = await crawl('crow', 5).responded;
		await saying(message, '**crow** 3 of 5');
		await world.bot.close();
		expect(world.playground.message(message)?.content).toContain('Crawl interrupted');
		isHeld = false;
		await world.start();
		const end = await saying(message, 'Crawl finished');
		expect(end.content).toContain('**crow** 5 of 5');
		expect(end.content).toContain('started anew meanwhile');
		expect(await park().photos.list()).toHaveLength(5);
	});

	test('that cannot go on after a restart says why, and is forgotten', async () => {
		await readyLabel();
		let isHeld = true;
		world.photos.beforePhoto = () => (isHeld ? new Promise(() => {}) : undefined);
		const message = await crawl('crow', 5).responded;
		await world.bot.close();
		await world.start({ crawler: undefined });
		const told = await saying(message, 'how photo services reach them');
		expect(customIds(told)).toEqual([]);
		await world.bot.close();
		isHeld = false;
		await world.start();
		expect(world.playground.message(message)?.content).toBe(told.content);
		expect(await park().photos.list()).toEqual([]);
	});

	test('does not go on in a server that took the bot out meanwhile', async () => {
		await readyLabel();
		world.photos.beforePhoto = () => new Promise(() => {});
		const message = await crawl('crow', 5).responded;
		await world.bot.close();
		world.playground.world.setBotMember(world.playground.demo.guilds.park, false);
		await world.start();
		const { park } = world.playground.demo.guilds;
		await eventually(async () => expect(await world.store.keyv('crawls').get(park)).toBeUndefined());
		expect(world.playground.message(message)?.content).toContain('Crawl interrupted');
	});
});

test('a crawl outlives the fifteen minutes of its interaction', async () => {
	await world.end();
	const clock = createManualClock(Date.now());
	world = await openCrawlingWorld({ playground: { clock } });
	await choose(await addLabel('crow'), 'taxon', ['8010 Corvus']);
	let release = () => {};
	const held = new Promise<void>((resolve) => {
		release = resolve;
	});
	world.photos.beforePhoto = () => held;
	const message = await crawl('crow', 3).responded;
	clock.advance(16 * 60_000);
	release();
	const end = await saying(message, 'Crawl finished');
	expect(end.id).toBe(message.id);
	expect((await sheetOf()).content).toContain('**What came**');
});

test('the host acts on its own dataset in direct messages', async () => {
	await world.end();
	world = await openCrawlingWorld();
	const { users, channels } = world.playground.demo;
	await world.bot.close();
	await world.start({ owners: [users.member] });
	const direct = { user: users.member, channel: channels.botDm };
	expect((await addLabel('crow', direct)).content).toContain('**crow** was added.');
	expect(await world.catalogue.dataset('default').labels.find('crow')).toBeDefined();
	expect(await park().labels.list()).toEqual([]);
});

test('without a contact nothing is collected, and the host learns why', async () => {
	await world.bot.close();
	await world.start({ crawler: undefined });
	const added = await addLabel('crow');
	expect(added.content).toContain('**crow** was added.');
	expect(added.content).toContain('how photo services reach them');
	expect((await crawl('crow', 3).responded).content).toContain('how photo services reach them');
});

describe('/dataset', () => {
	beforeEach(async () => {
		await choose(await addLabel('crow'), 'taxon', ['8010 Corvus']);
		await saying(await crawl('crow', 4).responded, 'Crawl finished');
		await sheetOf();
	});

	const sample = () =>
		invoke({ command: 'dataset', subcommand: 'sample', options: { label: 'crow' } }).responded;
	const remove = (photo: string) =>
		invoke({ command: 'dataset', subcommand: 'remove', options: { photo } }).responded;

	test('stats tells how many, from where and under which licences', async () => {
		const { content } = await invoke({ command: 'dataset', subcommand: 'stats' }).responded;
		expect(content).toContain('**4 photos**');
		expect(content).toContain('-# iNaturalist 4');
		expect(content).toContain('CC0 2');
		expect(content).toContain('**crow** 4 photos');
	});

	test('sample shows photos with numbers and credits', async () => {
		const { content, attachments } = await sample();
		expect(content).toContain('**Sample of crow**');
		expect(content).toContain('**4** ');
		expect(content).toContain('4 of 4');
		expect(attachments).toHaveLength(1);
	});

	test('shows no photo where files cannot be attached', async () => {
		const { plainText } = world.playground.demo.channels;
		const response = await invoke({ command: 'dataset', subcommand: 'sample', channel: plainText }).responded;
		expect(response.content).toContain('may not attach files here');
		expect(response.attachments).toEqual([]);
	});

	test('removes photos chosen below a sample, for good, and can take that back', async () => {
		const shown = await sample();
		const [first, second] = await park().photos.list();
		const question = await choose(shown, 'choose', [String(first?.id), String(second?.id)]);
		expect(question.content).toContain('Remove these 2 photos?');
		const removed = await click(question, 'remove').responded;
		expect(removed.content).toBe('2 photos removed, never to be fetched again.');
		expect(await park().photos.list()).toHaveLength(2);
		const { admin } = world.playground.demo.users;
		expect(await park().decisions.list({ limit: 1 })).toMatchObject([
			{ kind: 'remove', by: admin, photos: 2 },
		]);

		await saying(await crawl('crow', 4).responded, 'Crawl finished');
		expect(new Set(world.photos.fetched).size).toBe(world.photos.fetched.length);

		expect((await click(removed, 'undo').responded).content).toBe('2 photos restored.');
		expect(await park().photos.list()).toHaveLength(6);
	});

	test('removes by number of the last sample, id or link, and asks first', async () => {
		const shown = await sample();
		const pages = [...shown.content.matchAll(/\(<(https:\/\/www\.inaturalist\.org[^>]+)>\)/g)].map(
			([, page]) => page ?? '',
		);
		const byNumber = await remove('2');
		expect(byNumber.content).toContain(pages[1]);
		expect((await click(byNumber, 'keep').responded).content).toBe('Nothing was changed.');
		expect((await remove(pages[0] ?? '')).content).toContain(pages[0]);
		const [photo] = await park().photos.list();
		await click(await remove(`#${photo?.id}`), 'remove').responded;
		expect((await park().photos.get(photo?.id ?? 0))?.state).toBe('removed');
		expect((await remove(`#${photo?.id}`)).content).toContain('There is no photo');
		expect((await remove('99')).content).toContain('There is no photo “99”');
	});

	test('removes once, however often the button is pressed', async () => {
		await sample();
		const [photo] = await park().photos.list();
		const state = `photos:1:remove ${photo?.id.toString(36)}`;
		const [one, two] = [await postButton(world, state), await postButton(world, state)];
		expect((await click(one, 'remove').responded).content).toBe(
			'1 photo removed, never to be fetched again.',
		);
		const entries = (await park().audit.list()).length;
		const again = await click(two, 'remove').responded;
		expect(again.content).toBe('These photos were removed already. Nothing was changed.');
		expect(again.components).toEqual([]);
		expect(await park().audit.list()).toHaveLength(entries);
	});

	test('suggests the photos of the last sample', async () => {
		await sample();
		const { users, channels } = world.playground.demo;
		const choices = await world.playground.autocomplete({
			user: users.admin,
			channel: channels.general,
			command: 'dataset',
			subcommand: 'remove',
			focused: 'photo',
			typed: '3',
		}).suggested;
		expect(choices[0]?.name).toMatch(/^3 · /);
	});

	test('another server’s photos cannot be reached by their ids', async () => {
		const manager = makeJapaneseManager();
		const [photo] = await park().photos.list();
		const response = await invoke({
			command: 'dataset',
			subcommand: 'remove',
			options: { photo: `#${photo?.id}` },
			...manager,
		}).responded;
		expect(response.content).toContain('という写真はここにありません');
	});
});
