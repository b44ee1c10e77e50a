import type { APIMessage } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import { Bench } from '../dataset/catalogue/support.ts';
import { type CrawlingWorld, openCrawlingWorld } from './crawling-world.ts';
import { eventually } from './harness.ts';

let world: CrawlingWorld;
let host: Bench;
let crow: Label;

beforeEach(async () => {
	world = await openCrawlingWorld({ quotas: { labels: 3, photos: 6, trainingsPerDay: 1 } });
	host = await Bench.start(world.catalogue);
	crow = await host.label('crow');
	await host.photo(crow, 'a');
	await host.photo(crow, 'b');
});

afterEach(async () => {
	await world.end();
});

type Call = Parameters<CrawlingWorld['playground']['invoke']>[0];

function invoke(call: Pick<Call, 'command'> & Partial<Call>) {
	const { users, channels } = world.playground.demo;
	return world.playground.invoke({ user: users.admin, channel: channels.general, ...call }).responded;
}

function firstId({ components }: APIMessage): string {
	const [row] = components ?? [];
	const [button] = row && 'components' in row ? row.components : [];
	return button && 'custom_id' in button ? button.custom_id : '';
}

const addLabel = (name: string) => invoke({ command: 'labels', subcommand: 'add', options: { name } });
const list = async () => (await invoke({ command: 'labels', subcommand: 'list' })).content;
const labelsOf = async (classifier: string) =>
	(await world.catalogue.dataset(classifier).labels.list()).map(({ name }) => name);

describe('a server that has changed nothing', () => {
	test('sees what the host has, and is told so', async () => {
		expect(await list()).toBe(
			'**crow** 2 photos\n-# These are the host’s. This server goes by them until you change something here; then it gets a copy of its own.',
		);
		const stats = await invoke({ command: 'dataset', subcommand: 'stats' });
		expect(stats.content).toContain('**crow** 2');
		expect(await labelsOf(world.playground.demo.guilds.park)).toEqual([]);
	});

	describe('stays so when a change is refused:', () => {
		afterEach(async () => {
			const own = world.catalogue.dataset(world.playground.demo.guilds.park);
			expect(await own.isOwn()).toBe(false);
			expect(await own.audit.list()).toEqual([]);
		});

		test('a crawl of a label that is not there, or beyond the quota, or from a source that is not there', async () => {
			const crawl = (options: Call['options']) => invoke({ command: 'crawl', options });
			expect((await crawl({ label: 'craw', count: 5 })).content).toContain('craw');
			expect((await crawl({ label: 'crow', count: 50 })).content).toContain('That would make 50 photos');
			expect((await crawl({ label: 'crow', count: 5, source: 'flickr' })).content).toContain('flickr');
		});

		test('a label whose name is taken, or one too many', async () => {
			expect((await addLabel('Crow')).content).toContain('a name of the label “crow”');
			for (const name of ['boar', 'fox']) await host.label(name);
			expect((await addLabel('cat')).content).toContain('A server may have 3 labels');
		});

		test('another name for a label, that is taken', async () => {
			await host.label('boar');
			const { users, channels } = world.playground.demo;
			const edit = world.playground.invoke({
				user: users.admin,
				channel: channels.general,
				command: 'labels',
				subcommand: 'edit',
				options: { label: 'boar' },
			});
			await edit.modalShown;
			const values = { name: 'CROW', aliases: '', search: '', exclude: '' };
			const refused = await world.playground.submitModal({ interaction: edit, values }).responded;
			expect(refused.content).toContain('a name of the label “crow”');
		});

		test('a training that collects beyond the quota', async () => {
			for (const photo of ['c', 'd', 'e', 'f', 'g']) await host.photo(crow, photo);
			const boar = await host.label('boar');
			for (const photo of ['h', 'i', 'j', 'k', 'l']) await host.photo(boar, photo);
			const question = await invoke({ command: 'retrain', options: { crawl: 100 } });
			const { users } = world.playground.demo;
			const click = { user: users.admin, message: question, customId: firstId(question) };
			const refused = await world.playground.clickButton(click).responded;
			expect(refused.content).toContain('That would make 200 photos');
		});

		test('a schedule that collects beyond the quota', async () => {
			const options = { time: '03:30', crawl: 100 };
			const refused = await invoke({ command: 'schedule', subcommand: 'set', options });
			expect(refused.content).toContain('That would make 100 photos');
		});
	});
});

describe('a server’s first change', () => {
	test('makes it a copy of its own; neither the host nor another server notices', async () => {
		const { park, zoo } = world.playground.demo.guilds;
		await addLabel('boar');
		expect(await labelsOf(park)).toEqual(['boar', 'crow']);
		expect(await labelsOf('default')).toEqual(['crow']);
		expect(await world.catalogue.followed(zoo)).toBe(host.dataset);
		expect(await list()).toBe('**boar** 0 photos\n**crow** 2 photos');
		const [{ action, by, detail }] = await world.catalogue.dataset(park).audit.list({ action: 'fork' });
		expect({ action, by, detail }).toEqual({
			action: 'fork',
			by: world.playground.demo.users.admin,
			detail: { labels: 1, photos: 2 },
		});
	});

	test('may be to remove a label that it saw', async () => {
		const question = await invoke({ command: 'labels', subcommand: 'remove', options: { label: 'crow' } });
		const { users, guilds } = world.playground.demo;
		await world.playground.clickButton({
			user: users.admin,
			message: question,
			customId: firstId(question),
		}).responded;
		await world.playground.waitFor(() => world.catalogue.dataset(guilds.park).isOwn());
		await eventually(async () => expect(await labelsOf(guilds.park)).toEqual([]));
		expect(await labelsOf('default')).toEqual(['crow']);
		expect(await host.dataset.photos.count(crow.id)).toBe(2);
	});
});

describe('a copy that takes longer than Discord waits', () => {
	let copy: () => void;

	beforeEach(() => {
		const { own } = world.catalogue;
		const isAllowed = new Promise<void>((resolve) => {
			copy = resolve;
		});
		world.catalogue.own = async (...args) => {
			await isAllowed;
			return own.apply(world.catalogue, args);
		};
	});

	function click(message: APIMessage) {
		const { users } = world.playground.demo;
		return world.playground.clickButton({ user: users.admin, message, customId: firstId(message) });
	}

	test('leaves nobody without an answer who crawls', async () => {
		const { users, channels } = world.playground.demo;
		const crawl = world.playground.invoke({
			user: users.admin,
			channel: channels.general,
			command: 'crawl',
			options: { label: 'crow', count: 3 },
		});
		await crawl.acknowledged;
		copy();
		const message = await crawl.responded;
		await world.playground.waitFor(() =>
			world.playground.message(message)?.content.includes('Crawl finished'),
		);
	});

	test('leaves nobody without an answer who removes a label', async () => {
		const question = await invoke({ command: 'labels', subcommand: 'remove', options: { label: 'crow' } });
		const removal = click(question);
		await removal.acknowledged;
		copy();
		expect((await removal.responded).content).toBe('**crow** and its 2 photos were removed.');
	});

	test('leaves nobody without an answer who removes a photo', async () => {
		const [photo] = await host.dataset.photos.list();
		const question = await invoke({
			command: 'dataset',
			subcommand: 'remove',
			options: { photo: `#${photo?.id}` },
		});
		const removal = click(question);
		await removal.acknowledged;
		copy();
		expect((await removal.responded).content).toBe('1 photo removed, never to be fetched again.');
		expect((await host.dataset.photos.get(photo?.id ?? 0))?.state).toBe('accepted');
	});
});

describe('a server with a classifier of its own', () => {
	test('gets as many labels as the host allows', async () => {
		await addLabel('boar');
		await addLabel('monkey');
		expect((await addLabel('fox')).content).toMatch(/^A server may have 3 labels on this Hantei\./);
		expect(await labelsOf(world.playground.demo.guilds.park)).toEqual(['boar', 'crow', 'monkey']);
	});

	test('gets as many photos as the host allows', async () => {
		await addLabel('boar');
		const refused = await invoke({ command: 'crawl', options: { label: '*', count: 4 } });
		expect(refused.content).toMatch(
			/^That would make 8 photos, and a server may have 6 on this Hantei \(now: 2\)\./,
		);
		const started = await invoke({ command: 'crawl', options: { label: 'boar', count: 4 } });
		expect(started.content).not.toContain('That would make');
	});
});
