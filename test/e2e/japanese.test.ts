import { createHash } from 'node:crypto';
import type { APIMessage } from 'discord-api-types/v10';
import { ComponentType } from 'discord-api-types/v10';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import { Registry } from '../../src/registry/registry.ts';
import { Bench, candidate, farHash, photoFile } from '../dataset/catalogue/support.ts';
import { judgedVersion } from '../support/judged-versions.ts';
import { drawPicture } from '../support/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { type CrawlingWorld, openCrawlingWorld } from './crawling-world.ts';
import { ScriptedTrainer, trained } from './scripted-trainer.ts';

/** What a Japanese admin is not to read: each has a Japanese name. */
const ENGLISH = /boar|crow|monkey/i;
const NAMES = { boar: { ja: 'イノシシ' }, crow: { ja: 'カラス' }, monkey: { ja: 'サル' } };

const temporaryFolder = temporaryFolders();
const trainer = new ScriptedTrainer();
let world: CrawlingWorld;
let bench: Bench;
let registry: Registry;
let labels: Record<keyof typeof NAMES, Label>;

beforeEach(async () => {
	registry = new Registry({ folder: await temporaryFolder(), shipped: await temporaryFolder() });
	world = await openCrawlingWorld({ registry, trainingJobs: trainer.jobs() });
	const { zoo } = world.playground.demo.guilds;
	bench = await Bench.start(world.catalogue, zoo);
	const add = (name: keyof typeof NAMES) =>
		bench.dataset.labels.add({ name, displayNames: NAMES[name] }, 'cli');
	labels = { boar: await add('boar'), crow: await add('crow'), monkey: await add('monkey') };
	for (const seed of [2, 3]) {
		const { manifest, ...version } = judgedVersion({ boar: 4 * seed, crow: 2 }, seed);
		const named = { ...version, manifest: { ...manifest, displayNames: NAMES } };
		await registry.promote(await registry.write(zoo, named), zoo);
	}
	for (const [label, count] of [
		['crow', 6],
		['boar', 5],
		['monkey', 2],
	] as const)
		for (let n = 0; n < count; n++) await photo(labels[label], `${labels[label].id}0${n}`);
});

afterEach(async () => {
	await world.end();
});

/** A photo whose title says nothing of what it shows. */
async function photo(label: Label, id: string) {
	const bytes = await drawPicture('house', Number(id));
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	await world.photoStore.put(sha256, bytes);
	const file = { ...photoFile(id, farHash(id)), sha256 };
	const outcome = { kind: 'stored', file, downloaded: 1 } as const;
	return bench.photo(label, id, outcome, candidate(id));
}

function invoke(
	command: string,
	rest: { subcommand?: string; options?: Record<string, string | number> } = {},
) {
	const { users, channels } = world.playground.demo;
	return world.playground.invoke({
		...{ user: users.japaneseAdmin, channel: channels.zooGeneral, command },
		...rest,
	}).responded;
}

/** All that can be read in a message: its text, and what stands on buttons and in menus. */
function readable({ content, components = [] }: APIMessage): string {
	const texts = components.flatMap((row) =>
		row.type === ComponentType.ActionRow
			? row.components.flatMap((component) => [
					'label' in component ? component.label : '',
					...('options' in component ? component.options.map(({ label }) => label) : []),
				])
			: [],
	);
	return [content, ...texts].join('\n');
}

function click(message: APIMessage, part: string) {
	const ids = (message.components ?? []).flatMap((row) =>
		row.type === ComponentType.ActionRow
			? row.components.map((component) => ('custom_id' in component ? component.custom_id : ''))
			: [],
	);
	const customId = ids.find((id) => id.includes(part));
	if (customId === undefined) throw new Error(`no ${part} among ${ids.join(', ')}`);
	return world.playground.clickButton({ user: world.playground.demo.users.japaneseAdmin, message, customId });
}

/** The latest message of the bot that says so. */
function saying(text: string): Promise<APIMessage> {
	const { zooGeneral } = world.playground.demo.channels;
	return world.playground.waitFor(
		() => world.playground.messages(zooGeneral).findLast(({ content }) => content.includes(text)),
		{ what: text, timeoutMs: 60_000 },
	);
}

test('a Japanese admin reads of labels by their Japanese names: photos and reviews', async () => {
	const doubtful = await bench.dataset.photos.list({ labelId: labels.crow.id });
	await bench.dataset.findings.replace(
		doubtful.map(({ id }) => ({
			...({ photoId: id, issue: 'label-noise', score: 0.9, excluded: false } as const),
			suggestedLabelId: labels.boar.id,
		})),
		doubtful.map(({ id }) => ({ photoId: id, value: 0.9 })),
	);
	const review = await invoke('dataset', { subcommand: 'review' });
	const stats = await invoke('dataset', { subcommand: 'stats' });
	const sample = await invoke('dataset', { subcommand: 'sample', options: { label: 'カラス' } });
	for (const message of [review, stats, sample]) {
		expect(readable(message)).toContain('カラス');
		expect(readable(message)).not.toMatch(ENGLISH);
	}
	expect(readable(review)).toContain('イノシシ');
});

test('a Japanese admin reads of labels by their Japanese names: trainings and models', async () => {
	trainer.progress = [
		{
			step: 'crawl',
			crawl: {
				labels: Object.values(labels).map(({ id, name }) => ({
					...{ labelId: id, name, names: NAMES[name as keyof typeof NAMES], words: [], sources: {} },
					...{ wanted: 10, accepted: 3, state: 'running' as const },
				})),
			},
		},
	];
	let finish = () => {};
	trainer.hold = new Promise((resolve) => {
		finish = resolve;
	});
	const { zoo } = world.playground.demo.guilds;
	trainer.outcome = () =>
		trained(`${zoo}/v2`, {
			names: NAMES,
			leftOut: [{ label: 'monkey', photos: 2, missing: 3 }],
			notLearned: { labels: ['monkey'], names: NAMES, model: 'default/v1', isKept: true },
		});
	const question = await invoke('retrain');
	await click(question, 'start');
	const running = await saying('カラス');
	finish();
	const result = await saying('default/v1');
	const info = await invoke('model', { subcommand: 'info' });
	const comparison = await invoke('model', { subcommand: 'compare', options: { version: 'v2' } });
	const figures = await click(result, 'figures').responded;
	for (const message of [question, running, result, info, comparison, figures]) {
		expect(readable(message)).toMatch(/カラス|イノシシ/);
		expect(readable(message)).not.toMatch(ENGLISH);
	}
	expect(comparison.content).toMatch(/イノシシ +\d+ +\d+ % +\d+ %/);
});

test('a Japanese admin reads of labels by their Japanese names: collecting and learning', async () => {
	const { zoo } = world.playground.demo.guilds;
	const collecting = await invoke('crawl', { options: { label: 'カラス', count: 7 } });
	const collected = await saying('収集が終わりました');
	trainer.outcome = () => trained(`${zoo}/v4`, { names: NAMES });
	const learning = await invoke('learn', { options: { names: 'カラス、イノシシ' } });
	const learned = await saying('覚えました');
	for (const message of [collected, learning, learned]) expect(readable(message)).toContain('カラス');
	// The words that sources were asked for are said as they are.
	const shown = (message: APIMessage) => readable(message).replace(/検索した言葉：.*/, '');
	for (const message of [collecting, collected, learning, learned])
		expect(shown(message)).not.toMatch(ENGLISH);
});
