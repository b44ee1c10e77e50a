import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PermissionFlagsBits } from 'discord.js';
import { type APIMessage, ComponentType, MessageFlags } from 'discord-api-types/v10';
import type { Upload } from 'discord-playground';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../src/crawl/rules.ts';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { sharp } from '../../src/image/libvips.ts';
import { openDatabase } from '../../src/store/database.ts';
import { Teaching } from '../../src/train/teaching/teaching.ts';
import { drawPicture } from '../support/pictures.ts';
import { eventually, openWorld, type World } from './harness.ts';

let world: World;
let folder: string;
let catalogue: Catalogue;
let photoStore: PhotoStore;

/** A bot whose host lets members teach, or not. */
async function open({ isOn = true, perDay = 20, photos = 5_000 } = {}): Promise<void> {
	folder = await mkdtemp(join(tmpdir(), 'hantei-teach-'));
	catalogue = await Catalogue.open(openDatabase(':memory:'));
	photoStore = new PhotoStore(join(folder, 'photos'));
	const teaching = new Teaching({
		isOn,
		catalogue,
		photoStore,
		rules: DEFAULT_RULES,
		nsfwScore: async () => 0,
		dataFolder: folder,
		perDay,
	});
	world = await openWorld({
		catalogue,
		photoStore,
		teaching,
		quotas: { labels: 25, photos, trainingsPerDay: 8 },
	});
	const { users, channels, guilds } = world.playground.demo;
	await world.playground.waitFor(
		() => world.playground.commandsFor(users.owner, channels.general).length > 0,
	);
	await catalogue.dataset(guilds.park).labels.add({ name: 'crow', aliases: ['カラス'] }, 'ann');
}

beforeEach(() => open());
afterEach(close);

async function close(): Promise<void> {
	await world.end();
	await rm(folder, { recursive: true, force: true });
}

type Call = Parameters<World['playground']['invoke']>[0];

function invoke(call: Pick<Call, 'command'> & Partial<Call>): Promise<APIMessage> {
	const { users, channels } = world.playground.demo;
	return world.playground.invoke({ user: users.member, channel: channels.general, ...call }).responded;
}

function turn(members: 'on' | 'off', rest: Partial<Call> = {}) {
	const { admin } = world.playground.demo.users;
	return invoke({ command: 'settings', subcommand: 'teach', options: { members }, user: admin, ...rest });
}

async function picture(seed = 1): Promise<Upload> {
	return { name: 'photo.png', bytes: await drawPicture('house', seed) };
}

/** Asks to teach a photo; what is answered is the question whether it may be kept. */
async function ask(seed = 1, rest: Partial<Call> = {}) {
	const options = { image: await picture(seed), label: 'crow' };
	return invoke({ command: 'teach', subcommand: 'photo', options, ...rest });
}

function customId(message: APIMessage, state: string): string {
	const ids = (message.components ?? [])
		.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
		.map((component) => ('custom_id' in component ? component.custom_id : ''));
	const found = ids.find((id) => id.split(':').slice(2).join(':').startsWith(state));
	if (found === undefined) throw new Error(`no button ${state} among ${ids.join(', ')}`);
	return found;
}

function click(message: APIMessage, state: string, user: string = world.playground.demo.users.member) {
	return world.playground.clickButton({ user, message, customId: customId(message, state) });
}

/** What a click turned the question into. */
async function answered(message: APIMessage, state: string, text: string): Promise<APIMessage> {
	click(message, state);
	const find = () => {
		const present = world.playground.message(message);
		return present?.content.includes(text) ? present : undefined;
	};
	return world.playground.waitFor(find, { what: text, timeoutMs: 30_000 });
}

async function teach(seed = 1): Promise<APIMessage> {
	return answered(await ask(seed), 'agree', 'Thank you!');
}

async function files(): Promise<number> {
	let count = 0;
	for await (const _ of photoStore.list()) count++;
	return count;
}

const park = () => catalogue.dataset(world.playground.demo.guilds.park);

describe('teaching', () => {
	test('is off until the host and the admins of the server turn it on', async () => {
		expect((await ask()).content).toContain('Members cannot teach in this server');
		expect((await turn('on')).content).toContain('members may give photos');
		expect((await ask()).content).toContain('May I keep this photo');
		await turn('off');
		expect((await ask()).content).toContain('Members cannot teach in this server');

		await close();
		await open({ isOn: false });
		expect((await turn('on')).content).toContain('have not turned that on');
		expect((await ask()).content).toContain('have not turned that on');
		expect(await files()).toBe(0);
	});

	test('is turned on by those who manage the server only', async () => {
		const { users } = world.playground.demo;
		expect(() => turn('on', { user: users.member })).toThrow();
		expect((await ask()).content).toContain('Members cannot teach in this server');
	});

	test('asks first, with all that a member needs to know, and keeps nothing meanwhile', async () => {
		await turn('on');
		const question = await ask();
		expect(Boolean((question.flags ?? 0) & MessageFlags.Ephemeral)).toBe(true);
		expect(question.content).toMatch(/^\*\*May I keep this photo to learn what crow looks like\?\*\*\n/);
		for (const part of ['512 pixels', 'user id', '**Seen**', 'training', 'teach withdraw']) {
			expect(question.content).toContain(part);
		}
		expect(question.content).toMatch(/with your name, \*\*[^*]+\*\*, as the credit/);
		expect(question.embeds[0]?.image?.url).toContain('photo.png');
		expect(await files()).toBe(0);
		await answered(question, 'cancel', 'was not kept');
		expect(await files()).toBe(0);
		expect(await park().taught.count(world.playground.demo.users.member)).toBe(0);
	});

	test('refuses a picture that cannot be taught before anybody reads what is kept', async () => {
		await turn('on');
		const damaged = { name: 'photo.png', bytes: Buffer.from('no picture') };
		const refused = await ask(1, { options: { image: damaged, label: 'crow' } });
		expect(refused.content).toMatch(/not a picture|cannot read/);
		expect(refused.components).toEqual([]);
		const tiny = {
			name: 'photo.png',
			bytes: await sharp(await drawPicture('house', 1))
				.resize(90)
				.png()
				.toBuffer(),
		};
		const small = await ask(1, { options: { image: tiny, label: 'crow' } });
		expect(small.content).toContain('its shorter side must have 128 pixels');
		expect(small.components).toEqual([]);
		expect(await files()).toBe(0);
	});

	test('keeps a photo after the member agreed, for an admin to review', async () => {
		const { users, channels } = world.playground.demo;
		await turn('on');
		await invoke({
			command: 'settings',
			subcommand: 'log',
			options: { channel: channels.photos },
			user: users.admin,
		});
		const thanks = await teach();
		expect(thanks.components).toEqual([]);
		expect(thanks.embeds).toEqual([]);
		expect(await files()).toBe(1);
		const [photo] = await park().photos.list({ state: 'quarantined', quarantine: 'taught' });
		expect(photo.provenance).toMatchObject({ source: 'member', licence: 'member' });
		expect(photo.provenance.sourceId.startsWith(`${users.member}/`)).toBe(true);
		expect(await park().photos.list()).toEqual([]);
		await world.playground.waitFor(() =>
			world.playground
				.messages(channels.photos)
				.find(({ content }) => content.includes('taught a photo of **crow**')),
		);
		const review = await invoke({ command: 'dataset', subcommand: 'review', user: users.admin });
		expect(JSON.stringify(review)).toContain('taught by a member');
	});

	test('agreed to twice is one photo', async () => {
		await turn('on');
		const question = await ask();
		click(question, 'agree');
		click(question, 'agree');
		await eventually(async () => expect(await park().photos.list({ state: 'quarantined' })).toHaveLength(1));
		expect(await park().taught.count(world.playground.demo.users.member)).toBe(1);
	});

	test('says why a photo is not kept', async () => {
		await turn('on');
		await teach(1);
		await answered(await ask(1), 'agree', 'it is here already');
		expect(await files()).toBe(1);
	});

	test('is refused for what is no label, and beyond the day’s limit', async () => {
		await close();
		await open({ perDay: 1 });
		await turn('on');
		const other = { image: await picture(), label: 'unicorn' };
		expect((await invoke({ command: 'teach', subcommand: 'photo', options: other })).content).toContain(
			'unicorn',
		);
		await teach(1);
		expect((await ask(2)).content).toContain('which is the most');
	});

	test('is refused beyond the photos that the host grants a server, those that wait for an admin included', async () => {
		await close();
		await open({ photos: 2 });
		await turn('on');
		await teach(1);
		const late = await ask(2);
		await teach(3);
		expect((await ask(4)).content).toContain('a server may have 2 on this Hantei');
		const refused = await click(late, 'agree').responded;
		expect(refused.content).toContain('a server may have 2 on this Hantei');
		expect(await files()).toBe(2);
	});

	test('ends at once when the admins turn it off', async () => {
		await turn('on');
		const question = await ask();
		await turn('off');
		const refused = await click(question, 'agree').responded;
		expect(refused.content).toContain('Members cannot teach in this server');
		expect(await files()).toBe(0);
	});

	test('is for each server apart', async () => {
		const { guilds } = world.playground.demo;
		await turn('on');
		await teach();
		expect(await catalogue.dataset(guilds.zoo).taught.count(world.playground.demo.users.member)).toBe(0);
		const { users, channels } = world.playground.demo;
		const elsewhere = await ask(2, { user: users.japanese, channel: channels.zooGeneral });
		expect(elsewhere.content).toContain('このサーバーでは');
	});

	test('speaks Japanese', async () => {
		const { guilds, users, channels } = world.playground.demo;
		const role = world.playground.world.addRole({
			guild: guilds.zoo,
			name: '園長',
			permissions: PermissionFlagsBits.ManageGuild,
		});
		world.playground.world.changeMember(guilds.zoo, users.japanese, { roles: [role] });
		await catalogue.dataset(guilds.zoo).labels.add({ name: 'カラス' }, 'ann');
		const there = { user: users.japanese, channel: channels.zooGeneral };
		expect((await turn('on', there)).content).toContain('メンバーが学習用の写真を提供できます');
		const options = { image: await picture(), label: 'カラス' };
		const question = await invoke({ command: 'teach', subcommand: 'photo', options, ...there });
		expect(question.content).toContain('この写真を、カラスの学習のために保存してもよいですか');
	});
});

describe('withdrawing', () => {
	test('deletes all that the member taught here, after asking once more', async () => {
		const { users } = world.playground.demo;
		await turn('on');
		await teach(1);
		await teach(2);
		const [photo] = await park().photos.list({ state: 'quarantined' });
		await park().decisions.keep([photo.id], users.admin);
		const withdraw = () => invoke({ command: 'teach', subcommand: 'withdraw' });
		await answered(await withdraw(), 'keep', 'Nothing was changed');
		expect(await files()).toBe(2);
		// Also when nobody may teach any more.
		await turn('off');
		const question = await withdraw();
		expect(question.content).toContain('2 photos');
		await answered(question, 'withdraw', 'Your 2 photos were deleted');
		expect(await files()).toBe(0);
		expect(await park().photos.list()).toEqual([]);
		expect(await park().taught.count(users.member)).toBe(0);
		expect((await withdraw()).content).toContain('taught no photos');
		const actions = (await park().audit.list()).map(({ action, by }) => [action, by]);
		expect(actions).toContainEqual(['teach-withdraw', users.member]);
	});

	test('touches nobody else’s photos', async () => {
		const { users } = world.playground.demo;
		await turn('on');
		await teach(1);
		const nothing = await invoke({ command: 'teach', subcommand: 'withdraw', user: users.admin });
		expect(nothing.content).toContain('taught no photos');
		expect(await files()).toBe(1);
	});
});

describe('what members only post', () => {
	test('is never kept, whether or not they may teach', async () => {
		const { users, channels } = world.playground.demo;
		await turn('on');
		world.playground.postMessage({
			author: users.member,
			channel: channels.photos,
			attachments: [await picture()],
		});
		await world.playground.waitFor(() => world.predictor.judged > 0);
		await invoke({ command: 'classify', options: { image: await picture(2) } });
		expect(await files()).toBe(0);
		expect(await park().photos.list({ state: 'quarantined' })).toEqual([]);
		expect((await park().stats()).total).toMatchObject({ accepted: 0, quarantined: 0, waiting: 0 });
	});

	test('is told in /privacy, with the one exception', async () => {
		const { content } = await invoke({ command: 'privacy' });
		expect(content).toContain('Nothing you post trains a model, except a photo that you give on purpose');
		expect(content).toContain('/teach withdraw');
	});
});
