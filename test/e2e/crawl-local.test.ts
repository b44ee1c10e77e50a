import type { APIMessage } from 'discord-api-types/v10';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalPhotoSource, openPhotoSource } from '../../src/host/stand-ins.ts';
import { type CrawlingWorld, openCrawlingWorld } from './crawling-world.ts';

let source: LocalPhotoSource;
let world: CrawlingWorld;

beforeEach(async () => {
	source = await openPhotoSource(0, undefined);
	world = await openCrawlingWorld({ standIn: source.url });
});

afterEach(async () => {
	await world.end();
	await source.close();
});

function invoke(command: string, subcommand: string | undefined, options: Record<string, string | number>) {
	const { users, channels } = world.playground.demo;
	const call = { command, options, user: users.admin, channel: channels.general };
	return world.playground.invoke(subcommand ? { ...call, subcommand } : call).responded;
}

function saying(message: APIMessage, text: string): Promise<APIMessage> {
	const found = () => {
		const now = world.playground.message(message);
		return now?.content.includes(text) ? now : undefined;
	};
	return world.playground.waitFor(found, { what: text, timeoutMs: 50_000 });
}

test('drawn photos are collected from the local photo source, by taxon and by words', async () => {
	const { users, guilds } = world.playground.demo;
	const added = await invoke('labels', 'add', { name: 'crow' });
	expect(added.content).toContain('Is it one of these?');
	const [row] = added.components ?? [];
	const menu = row && 'components' in row ? row.components[0] : undefined;
	if (!menu || !('options' in menu)) throw new Error('there is no menu of living things');
	const values = menu.options.map(({ value }) => value);
	expect(values[0]).toBe('900101 Corvus');
	await world.playground.chooseOptions({
		user: users.admin,
		message: added,
		customId: menu.custom_id,
		values: [values[0] ?? ''],
	}).responded;
	await invoke('labels', 'add', { name: 'sailboat' });

	const end = await saying(await invoke('crawl', undefined, { label: '*', count: 8 }), 'Crawl finished');
	expect(end.content).toContain('local one on this machine');
	const stats = await world.catalogue.dataset(guilds.park).stats();
	expect(stats.labels.map(({ label, accepted }) => [label.name, accepted])).toEqual([
		['crow', 8],
		['sailboat', 8],
	]);
	expect(stats.labels[0]?.sources.get('inaturalist')).toBeGreaterThan(0);
	expect(stats.labels[1]?.sources.get('commons')).toBeGreaterThan(0);
});

test('another port is taken where its own is not free', async () => {
	const taken = new URL(source.url).port;
	const second = await openPhotoSource(Number(taken), undefined);
	try {
		expect(new URL(second.url).port).not.toBe(taken);
	} finally {
		await second.close();
	}
});
