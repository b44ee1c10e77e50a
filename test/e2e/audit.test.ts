import { PermissionFlagsBits } from 'discord.js';
import { type APIMessage, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { openDatabase } from '../../src/store/database.ts';
import { ManualClock } from '../dataset/catalogue/support.ts';
import { openWorld, type World } from './harness.ts';

let world: World;
let catalogue: Catalogue;
let clock: ManualClock;

beforeEach(async () => {
	clock = new ManualClock();
	catalogue = await Catalogue.open(openDatabase(':memory:'), { now: clock.now });
	world = await openWorld({ catalogue });
	const { users, channels } = world.playground.demo;
	await world.playground.waitFor(
		() => world.playground.commandsFor(users.owner, channels.general).length > 0,
	);
});
afterEach(() => world.end());

type Call = Parameters<World['playground']['invoke']>[0];

function invoke(call: Pick<Call, 'command'> & Partial<Call>) {
	const { users, channels } = world.playground.demo;
	return world.playground.invoke({ user: users.admin, channel: channels.general, ...call }).responded;
}

const audit = (options: Call['options'] = {}, rest: Partial<Call> = {}) =>
	invoke({ command: 'audit', options, ...rest });

function buttons(message: APIMessage): Record<string, string> {
	return Object.fromEntries(
		(message.components ?? [])
			.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
			.map((component) =>
				'label' in component && 'custom_id' in component ? [component.label, component.custom_id] : [],
			),
	);
}

async function click(message: APIMessage, label: string, user = world.playground.demo.users.admin) {
	const customId = buttons(message)[label] ?? '';
	return world.playground.clickButton({ user, message, customId }).responded;
}

const park = () => catalogue.dataset(world.playground.demo.guilds.park);
const linesOf = ({ content }: APIMessage) => content.split('\n').slice(1);

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

describe('/audit', () => {
	test('tells who changed what and when, latest first, to the admin alone', async () => {
		expect((await audit()).content).toBe('Nothing has been changed here yet.');
		await invoke({ command: 'labels', subcommand: 'add', options: { name: 'cr*w' } });
		clock.advance(60_000);
		await invoke({ command: 'settings', subcommand: 'threshold', options: { percent: 80 } });
		await invoke({ command: 'settings', subcommand: 'style', options: { style: 'sure' } });
		const { admin } = world.playground.demo.users;
		const { general } = world.playground.demo.channels;
		await invoke({
			command: 'settings',
			subcommand: 'channel',
			options: { answer: 'off', channel: { id: general } },
		});
		const shown = await audit();
		const at = clock.now().getTime() / 1_000;
		expect(linesOf(shown)).toEqual([
			`<t:${at}:f> <@${admin}> set Channels: <#${general}> off`,
			`<t:${at}:f> <@${admin}> set Style: Reply only when sure`,
			`<t:${at}:f> <@${admin}> set Threshold: 80 %`,
			`<t:${at - 60}:f> <@${admin}> added the label **cr\\*w**`,
			`<t:${at - 60}:f> <@${admin}> gave this server labels and photos of its own`,
		]);
		expect(Boolean((shown.flags ?? 0) & MessageFlags.Ephemeral)).toBe(true);
	});

	test('tells what the command line, the schedule and the health watch did', async () => {
		const { park: guild } = world.playground.demo.guilds;
		await park().audit.record({ action: 'promote', by: 'schedule', detail: { version: `${guild}/v3` } });
		await park().audit.record({
			action: 'auto-roll-back',
			by: 'health',
			detail: { version: 'default/v7', failed: `${guild}/v3`, reason: 'errors' },
		});
		await park().audit.record({ action: 'photos-remove', by: 'cli', detail: { photos: 1 } });
		expect(linesOf(await audit()).map((line) => line.replace(/^<.*?> /, ''))).toEqual([
			'The host, by the command line, removed 1 photo',
			'The health watch rolled back from v3 to **default/v7**',
			'The schedule promoted **v3**',
		]);
	});

	test('is turned page by page', async () => {
		for (let n = 0; n < 20; n++)
			await park().audit.record({ action: 'label-add', by: 'cli', detail: { label: `label ${n}` } });
		const first = await audit();
		expect(linesOf(first)).toHaveLength(8);
		expect(Object.keys(buttons(first))).toEqual(['Older']);
		const second = await click(first, 'Older');
		expect(linesOf(second)[0]).toContain('**label 11**');
		const third = await click(second, 'Older');
		expect(linesOf(third)).toHaveLength(4);
		expect(Object.keys(buttons(third))).toEqual(['Latest']);
		expect((await click(third, 'Latest')).content).toBe(first.content);
	});

	test('is narrowed to a member, a kind and the time before a day', async () => {
		const { member, admin } = world.playground.demo.users;
		await park().audit.record({ action: 'undo', by: member, detail: { photos: 2 } });
		clock.advance(24 * 60 * 60_000);
		await park().audit.record({ action: 'retrain', by: admin, detail: { wanted: 100 } });
		await park().audit.record({ action: 'undo', by: admin, detail: { photos: 3 } });
		const count = async (options: Call['options']) => linesOf(await audit(options)).length;
		expect(await count({})).toBe(3);
		expect(await count({ by: { id: admin } })).toBe(2);
		expect(await count({ action: 'undo' })).toBe(2);
		expect(await count({ action: 'undo', by: { id: admin } })).toBe(1);
		expect(await count({ before: '2026-11-25' })).toBe(1);
		expect((await audit({ before: '2026-01-01' })).content).toBe('There is no such change.');
		expect((await audit({ before: '2026-13-1' })).content).toContain('YYYY-MM-DD');
	});

	test('speaks Japanese, and shows nothing of another server', async () => {
		const manager = makeJapaneseManager();
		await park().audit.record({ action: 'label-add', by: 'cli', detail: { label: 'crow' } });
		expect((await audit({}, manager)).content).toBe('ここではまだ何も変更されていません。');
		await invoke({ command: 'labels', subcommand: 'add', options: { name: '猪' }, ...manager });
		const [line] = linesOf(await audit({}, manager));
		expect(line).toMatch(/<@\d+>：ラベル\*\*猪\*\*を追加$/);
		expect(await park().audit.list()).toHaveLength(1);
	});

	test('is for those who manage the server, and in direct messages for the host', async () => {
		const { users, channels } = world.playground.demo;
		const seen = world.playground.commandsFor(users.member, channels.general).map(({ name }) => name);
		expect(seen).not.toContain('audit');
		const direct = { user: users.member, channel: channels.botDm };
		expect((await audit({}, direct)).content).toContain('those who run this Hantei');
		await catalogue.dataset('default').audit.record({ action: 'retrain', by: 'cli' });
		await world.bot.close();
		await world.start({ owners: [users.member] });
		expect((await audit({}, direct)).content).toContain('started a training');
	});
});
