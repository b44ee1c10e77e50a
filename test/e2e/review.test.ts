import { createHash } from 'node:crypto';
import { PermissionFlagsBits } from 'discord.js';
import { type APIMessage, ComponentType, MessageFlags } from 'discord-api-types/v10';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Dataset, Label, Photo } from '../../src/dataset/catalogue/catalogue.ts';
import { Bench, candidate, farHash, photoFile } from '../dataset/catalogue/support.ts';
import { drawPicture } from '../support/pictures.ts';
import { type CrawlingWorld, openCrawlingWorld } from './crawling-world.ts';

let world: CrawlingWorld;
let bench: Bench;
let dataset: Dataset;
let crow: Label;
let boar: Label;

beforeEach(async () => {
	world = await openCrawlingWorld();
	bench = await Bench.start(world.catalogue, world.playground.demo.guilds.park);
	({ dataset } = bench);
	crow = await bench.label('crow');
	boar = await bench.label('boar');
});

afterEach(async () => {
	await world.end();
});

type Call = Parameters<CrawlingWorld['playground']['invoke']>[0];

function review(rest: Partial<Call> = {}): Promise<APIMessage> {
	const { users, channels } = world.playground.demo;
	const call = { user: users.admin, channel: channels.general, command: 'dataset', subcommand: 'review' };
	return world.playground.invoke({ ...call, ...rest }).responded;
}

/** A photo with a file, so that it can be shown. */
async function photo(label: Label, id: string): Promise<Photo> {
	const bytes = await drawPicture('house', Number(id));
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	await world.photoStore.put(sha256, bytes);
	const file = { ...photoFile(id, farHash(id)), sha256 };
	return bench.photo(label, id, { kind: 'stored', file, downloaded: 1 });
}

/** Photos of crows in doubt, the first one most. */
async function doubtfulCrows(count: number): Promise<Photo[]> {
	const photos: Photo[] = [];
	for (let n = 1; n <= count; n++) photos.push(await photo(crow, String(n)));
	await dataset.findings.replace(
		photos.map(({ id }, n) => ({
			photoId: id,
			issue: 'label-noise',
			score: 0.9 - n / 100,
			suggestedLabelId: boar.id,
			excluded: n === 0,
		})),
		photos.map(({ id }, n) => ({ photoId: id, value: 0.9 - n / 100 })),
	);
	return photos;
}

function componentsOf(message: APIMessage) {
	return (message.components ?? []).flatMap((row) =>
		row.type === ComponentType.ActionRow ? row.components : [],
	);
}

function customId(message: APIMessage, part: string): string {
	const ids = componentsOf(message).flatMap((component) =>
		'custom_id' in component ? component.custom_id : [],
	);
	const found = ids.find((id) => id.startsWith(`review:1:${part}.`));
	if (found === undefined) throw new Error(`no ${part} among ${ids.join(', ')}`);
	return found;
}

const labelsOfButtons = (message: APIMessage) =>
	componentsOf(message).flatMap((component) =>
		component.type === ComponentType.Button && 'label' in component ? component.label : [],
	);

function click(message: APIMessage, part: string) {
	const user = world.playground.demo.users.admin;
	return world.playground.clickButton({ user, message, customId: customId(message, part) }).responded;
}

function choose(message: APIMessage, part: string, ...values: (string | number)[]) {
	const { users } = world.playground.demo;
	return world.playground.chooseOptions({
		user: users.admin,
		message,
		customId: customId(message, part),
		values: values.map(String),
	}).responded;
}

const now = async (id: number) => {
	const found = await dataset.photos.get(id);
	return (
		found && { state: found.state, kept: found.kept, label: (await dataset.labels.get(found.labelId))?.name }
	);
};

describe('/dataset review', () => {
	test('shows what would teach most first, with its doubts and credits, for one’s own eyes', async () => {
		await doubtfulCrows(3);
		const message = await review();
		expect(Boolean((message.flags ?? 0) & MessageFlags.Ephemeral)).toBe(true);
		const lines = message.content.split('\n');
		expect(lines[1]).toBe(
			'**1** [Photo 1](<https://commons.wikimedia.org/wiki/File:1.jpg>) · Author of 1 · [CC BY-SA 4.0](<https://creativecommons.org/licenses/by-sa/4.0>) · Wikimedia Commons',
		);
		expect(lines[2]).toBe('-# crow, or rather **boar**? · wrong label? · left out of the training');
		expect(lines[3]).toContain('**2** [Photo 2]');
		expect(labelsOfButtons(message)).toEqual(['Keep all 3', 'Remove all 3', 'Next']);
		const picture = await fetch(message.attachments[0]?.url ?? '');
		const { format, width } = await sharp(Buffer.from(await picture.arrayBuffer())).metadata();
		expect({ format, width }).toEqual({ format: 'jpeg', width: 2 * 222 + 6 });
	});

	test('removes chosen ones, keeps the rest, and says when all is done', async () => {
		const [first, second, third] = await doubtfulCrows(3);
		const chosen = await choose(await review(), 'choose', 0, 2);
		expect(labelsOfButtons(chosen)).toEqual(['Keep 2', 'Remove 2', 'Next']);
		const removed = await click(chosen, 'remove');
		expect(removed.content).toContain('2 photos removed');
		expect(removed.content).toContain('🗑️ removed');
		expect(labelsOfButtons(removed)).toEqual(['Keep all 1', 'Remove all 1', 'Next', 'Undo']);
		expect(
			(await Promise.all([first, second, third].map(({ id }) => now(id)))).map((photo) => photo?.state),
		).toEqual(['removed', 'accepted', 'removed']);
		const done = await click(removed, 'keep');
		expect(done.content).toContain('1 photo kept');
		expect(done.content).toContain('That was all there is to review');
		expect(done.attachments).toEqual([]);
		expect(await now(second.id)).toEqual({ state: 'accepted', kept: true, label: 'crow' });
		expect((await review()).content).toContain('Nothing to review');
		expect((await dataset.audit.list()).map(({ action, detail }) => [action, detail])).toEqual([
			['photos-keep', { photos: 1 }],
			['photos-remove', { photos: 2 }],
		]);
	});

	test('moves photos to the label they show, and undoes it', async () => {
		const [first, second] = await doubtfulCrows(2);
		const chosen = await choose(await review(), 'choose', 0);
		const moved = await choose(chosen, 'relabel', boar.id);
		expect(moved.content).toContain('1 photo moved to **boar**');
		expect(await now(first.id)).toEqual({ state: 'accepted', kept: true, label: 'boar' });
		expect((await now(second.id))?.kept).toBe(false);
		const undone = await click(moved, 'undo');
		expect(undone.content).toContain('1 photo as before');
		expect(await now(first.id)).toEqual({ state: 'accepted', kept: false, label: 'crow' });
		expect(undone.content).toContain('**1** [Photo 1]');
		expect(labelsOfButtons(undone)).toEqual(['Keep all 2', 'Remove all 2', 'Next']);
	});

	test('passes over photos, and begins again', async () => {
		await doubtfulCrows(10);
		const first = await review();
		expect(first.content).not.toContain('Photo 9');
		const next = await click(first, 'next');
		expect(next.content).toContain('**1** [Photo 9]');
		const end = await click(next, 'next');
		expect(end.content).toContain('These were the last ones');
		expect((await click(end, 'next')).content).toContain('**1** [Photo 1]');
	});

	test('passes over photos whose files are gone', async () => {
		const photos = await doubtfulCrows(10);
		for (const { file } of photos.slice(0, 8)) await world.photoStore.remove(file.sha256);
		const message = await review();
		expect(message.content).toContain('**1** [Photo 9]');
		const end = await click(message, 'next');
		expect(end.content).toContain('These were the last ones');
	});

	test('goes on after a restart', async () => {
		const [first] = await doubtfulCrows(2);
		const chosen = await choose(await review(), 'choose', 0);
		await world.bot.close();
		await world.start();
		expect((await click(chosen, 'keep')).content).toContain('1 photo kept');
		expect((await now(first.id))?.kept).toBe(true);
	});

	test('shows photos in quarantine, bold ones hidden behind a click', async () => {
		const { id } = await photo(crow, '1');
		await dataset.photos.quarantine([id], 'nsfw');
		const message = await review();
		expect(message.content).toContain('crow? · ');
		expect(message.attachments[0]?.filename).toMatch(/^SPOILER_/);
		await click(message, 'keep');
		expect(await now(id)).toEqual({ state: 'accepted', kept: true, label: 'crow' });
	});

	test('keeps no more photos than a server may have', async () => {
		await world.bot.close();
		await world.start({ quotas: { labels: 25, photos: 1, trainingsPerDay: 8 } });
		await photo(crow, '1');
		const { id } = await photo(crow, '2');
		await dataset.photos.quarantine([id], 'nsfw');
		const refused = await click(await review(), 'keep');
		expect(refused.content).toContain('That would make 2 photos, and a server may have 1');
		expect(await now(id)).toMatchObject({ state: 'quarantined' });
	});

	test('never shows two of one group side by side', async () => {
		const series = { series: 'one walk' };
		for (const id of ['1', '2']) {
			const bytes = await drawPicture('house', Number(id));
			const sha256 = createHash('sha256').update(bytes).digest('hex');
			await world.photoStore.put(sha256, bytes);
			const file = { ...photoFile(id), sha256 };
			await bench.take(crow, candidate(id, series), { kind: 'stored', file, downloaded: 1 });
		}
		const photos = await dataset.photos.list();
		await dataset.findings.replace(
			[],
			photos.map(({ id }) => ({ photoId: id, value: 0.5 })),
		);
		expect(labelsOfButtons(await review())[0]).toBe('Keep all 1');
	});

	test('says that there is nothing where a server goes by the host’s photos', async () => {
		const { guilds, users, channels } = world.playground.demo;
		const role = world.playground.world.addRole({
			guild: guilds.zoo,
			name: '園長',
			permissions: PermissionFlagsBits.ManageGuild,
		});
		world.playground.world.changeMember(guilds.zoo, users.japanese, { roles: [role] });
		const message = await review({ user: users.japanese, channel: channels.zooGeneral });
		expect(message.content).toContain('運営者のラベルと写真');
		expect(componentsOf(message)).toEqual([]);
	});

	test('says so, too, where the server’s own photos were deleted since', async () => {
		await doubtfulCrows(1);
		const message = await review();
		await world.catalogue.forget(world.playground.demo.guilds.park);
		const told = await click(message, 'keep');
		expect(told.content).toContain('this server goes by the host’s labels and photos');
		expect(componentsOf(told)).toEqual([]);
		expect(told.attachments).toEqual([]);
	});

	test('is for those who may, also its buttons', async () => {
		const [first] = await doubtfulCrows(1);
		const message = await review();
		const { users, guilds } = world.playground.demo;
		world.playground.world.changeMember(guilds.park, users.admin, { roles: [] });
		const refused = await click(message, 'remove');
		expect(refused.content).toContain('Manage Server');
		expect((await now(first.id))?.state).toBe('accepted');
	});
});
