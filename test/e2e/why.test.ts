import { type APIMessage, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { sharp } from '../../src/image/libvips.ts';
import { createExplainer } from '../../src/registry/explain.ts';
import type { Predictor } from '../../src/registry/predictor.ts';
import { drawPicture } from '../crawl/pictures.ts';
import { candidate, photoFile } from '../dataset/catalogue/support.ts';
import { fakeBackbone } from '../registry/fake-engine.ts';
import { classifierOf, embeddingOf, LABELS } from '../support/classifiers.ts';
import { newVersion } from '../support/versions.ts';
import { type CrawlingWorld, openCrawlingWorld } from './crawling-world.ts';
import { FakePredictor, predictorsOf } from './harness.ts';

const CROW = LABELS.indexOf('crow');
const MODEL = 'default/v7';

/** Sees a crow in every picture. */
class CrowPredictor extends FakePredictor {
	model = MODEL;
	photos: readonly string[] = [];

	override predict(_: Uint8Array, options?: { signal?: AbortSignal }) {
		return super.predict(Buffer.from('crow'), options);
	}

	override async loaded() {
		const version = newVersion();
		return {
			name: this.model,
			backbone: fakeBackbone(),
			version: {
				...version,
				classifier: classifierOf(),
				manifest: { ...version.manifest, files: {} },
				dataset: {
					leftOut: [],
					photos: this.photos.map((sha256, index) => ({
						sha256,
						label: LABELS[index % LABELS.length],
						group: index,
						fold: 0,
						excluded: false,
					})),
				},
			},
		};
	}
}

/** An embedding that is less of a crow when the middle is covered. */
const engine = {
	refusal: undefined as UserError | undefined,
	async occlude(_: Uint8Array, { grid }: { readonly grid: number }) {
		if (engine.refusal) throw engine.refusal;
		const middle = Math.floor((grid * grid) / 2);
		const occluded = Array.from({ length: grid * grid }, (_, cell) =>
			embeddingOf(cell === middle ? LABELS.indexOf('boar') : CROW),
		);
		return { whole: embeddingOf(CROW), occluded, width: 224, height: 224 };
	},
};

let world: CrawlingWorld;
let predictor: CrowPredictor;

beforeEach(async () => {
	predictor = new CrowPredictor();
	engine.refusal = undefined;
	const predictors = predictorsOf(predictor satisfies Predictor);
	world = await openCrawlingWorld({ predictors, explainer: createExplainer(engine, predictors) });
	await fillDataset();
});

afterEach(async () => {
	await world.end();
});

/** The host's dataset: the model's six photos, with their files. */
async function fillDataset(): Promise<void> {
	const { labels, runs, photos } = world.catalogue.dataset('default');
	const label = await labels.add({ name: 'crow' }, 'cli');
	const { id: run } = await runs.start('cli');
	const files = Array.from({ length: 6 }, (_, index) => photoFile(`photo ${index}`));
	for (const [index, file] of files.entries()) {
		await photos.add(run, label.id, candidate(`photo-${index}`), file);
		await world.photoStore.put(file.sha256, await drawPicture(index));
	}
	predictor.photos = files.map(({ sha256 }) => sha256);
}

async function picture(name = 'photo.jpg', spoiler = false) {
	return { name, bytes: await drawPicture(99), spoiler };
}

async function answered(
	attachments: readonly Awaited<ReturnType<typeof picture>>[],
	where: { readonly author?: string; readonly channel?: string } = {},
) {
	const { users, channels } = world.playground.demo;
	const { author, channel } = { author: users.member, channel: channels.photos, ...where };
	const message = world.playground.postMessage({ channel, author, attachments: [...attachments] });
	return { message, reply: await world.playground.replyTo(message) };
}

function askWhy(message: APIMessage, user = world.playground.demo.users.member) {
	const ids = (message.components ?? []).flatMap((row) =>
		row.type === ComponentType.ActionRow
			? row.components.map((component) => ('custom_id' in component ? component.custom_id : ''))
			: [],
	);
	const customId = ids.find((id) => id.startsWith('why:'));
	if (customId === undefined) throw new Error(`no “Why?” among ${ids.join(', ')}`);
	return world.playground.clickButton({ user, message, customId });
}

async function attachedPicture({ attachments: [attachment] }: APIMessage) {
	const response = await fetch(attachment?.url ?? '');
	return sharp(await response.arrayBuffer()).metadata();
}

const isEphemeral = ({ flags }: APIMessage) => Boolean((flags ?? 0) & MessageFlags.Ephemeral);

describe('“Why?” below an answer', () => {
	test('shows what mattered and the most similar photos with their credits, to the asker only', async () => {
		const { reply } = await answered([await picture()]);
		const why = await askWhy(reply).responded;
		expect(isEphemeral(why)).toBe(true);
		expect(why.content).toMatch(/\*\*crow\*\* >?\d+ %\. That is at least the 70 % it takes for an answer\./);
		expect(why.content).toContain('With the strongest part covered');
		expect(why.content).toContain(
			'**1** [Photo photo-1](<https://commons.wikimedia.org/wiki/File:photo-1.jpg>) · Author of photo-1 · [CC BY-SA 4.0](<https://creativecommons.org/licenses/by-sa/4.0>) · Wikimedia Commons · almost the same',
		);
		expect(why.content).toContain('**2** [Photo photo-4]');
		expect(why.content).toContain('-# Model default/v7');
		expect(why.attachments).toMatchObject([{ filename: 'why.jpg' }]);
		expect(why.attachments[0]?.description).toContain('in orange what made it look like crow');
		expect(await attachedPicture(why)).toMatchObject({ format: 'jpeg', width: 800 });
	});

	test('speaks the language of whoever asks', async () => {
		const { channels, users } = world.playground.demo;
		const { reply } = await answered([await picture()], {
			channel: channels.zooPhotos,
			author: users.japanese,
		});
		expect(JSON.stringify(reply.components)).toContain('なぜ？');
		const why = await askWhy(reply, users.japanese).responded;
		expect(why.content).toContain('答えるのに必要な 70 % 以上です');
		expect(why.content).toContain('学習したcrowの写真のうち、よく似ているもの：');
		expect(why.attachments[0]?.description).toContain('手がかりをオレンジで示した画像');
	});

	test('explains up to three pictures, each in a message of its own', async () => {
		const names = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'];
		const { reply } = await answered(await Promise.all(names.map((name) => picture(name))));
		const why = askWhy(reply);
		expect((await why.responded).content).toContain('**Why? (1)**');
		expect((await why.followUp(0)).content).toContain('**Why? (2)**');
		const last = await why.followUp(1);
		expect(last.content).toContain('**Why? (3)**');
		expect(last.content).toContain('The message has 1 more picture');
		expect(isEphemeral(last)).toBe(true);
		expect(last.attachments).toHaveLength(1);
	});

	test('covers what was covered', async () => {
		const { reply } = await answered([await picture('photo.jpg', true)]);
		const why = await askWhy(reply).responded;
		expect(why.attachments[0]?.filename).toBe('SPOILER_why.jpg');
		expect(why.content).toMatch(/^\*\*Why\?\*\*\n\|\|\*\*crow\*\*[\s\S]+\|\|\n-# Model/);
	});

	test('works after a restart, and says so when the photo is gone', async () => {
		const { message, reply } = await answered([await picture()]);
		await world.bot.close();
		await world.start();
		expect((await askWhy(reply).responded).content).toContain('**crow**');
		world.playground.deleteMessage(message);
		await world.playground.waitFor(() => world.playground.message(message) === undefined);
		expect((await askWhy(reply).responded).content).toContain('The message with the picture is gone');
	});

	test('of a model that came with Hantei says that its photos are not here', async () => {
		predictor.model = 'starter/v1';
		const { reply } = await answered([await picture()]);
		const why = await askWhy(reply).responded;
		expect(why.content).toContain('None of the photos of crow it learned from can be shown');
		expect(why.attachments).toHaveLength(1);
	});

	test('refuses politely when there is too much to do', async () => {
		engine.refusal = new UserError('engine-busy', { waiting: 100 });
		const { reply } = await answered([await picture()]);
		const busy = await askWhy(reply).responded;
		expect(busy.content).not.toContain('reference');
		expect(busy.attachments).toEqual([]);
		expect(world.bot.status().lastFailure).toBeNull();
	});

	test('counts as several pictures', async () => {
		await world.bot.close();
		await world.start({ limits: { member: { burst: 10, perSecond: 0.1 } } });
		const { reply } = await answered([await picture()]);
		const impatient = world.playground.demo.users.admin;
		expect((await askWhy(reply, impatient).responded).content).toContain('**crow**');
		expect((await askWhy(reply, impatient).responded).content).toMatch(/^That was a lot of pictures/);
	});
});

describe('“Why?” below /classify', () => {
	test('explains the picture that the answer shows', async () => {
		const { users, channels } = world.playground.demo;
		const call = { command: 'classify', user: users.member, channel: channels.general };
		const image = await picture();
		const shown = await world.playground.invoke({ ...call, options: { image } }).responded;
		const why = await askWhy(shown, users.admin).responded;
		expect(why.content).toContain('**1** [Photo photo-1]');
		expect(isEphemeral(why)).toBe(true);
		const hidden = await world.playground.invoke({ ...call, options: { image, private: true } }).responded;
		expect(hidden.components ?? []).toEqual([]);
	});
});
