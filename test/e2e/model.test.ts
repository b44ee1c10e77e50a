import { PermissionFlagsBits } from 'discord.js';
import { type APIMessage, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fromBuffer } from 'yauzl';
import { createContests } from '../../src/bot/contests/contests.ts';
import { Catalogue, type Photo } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import type { LivePredictors, Predictor } from '../../src/registry/predictor.ts';
import { Registry } from '../../src/registry/registry.ts';
import { formatVersionName } from '../../src/registry/version-name.ts';
import { openDatabase } from '../../src/store/database.ts';
import { Bench, photoFile } from '../dataset/catalogue/support.ts';
import { judgedVersion } from '../support/judged-versions.ts';
import { drawPicture } from '../support/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { FakePredictor, openWorld, postButton, type World } from './harness.ts';
import { evaluationOf, ScriptedTrainer, trained } from './scripted-trainer.ts';

const newFolder = temporaryFolders();
let world: World;
let catalogue: Catalogue;
let registry: Registry;
let predictors: RefreshedPredictors;
let trainer: ScriptedTrainer;
let park: string;

/** What serves is what the registry said at the last refresh. */
class RefreshedPredictors implements LivePredictors {
	readonly #serving = new Map<string, string>();

	of(classifier: string): Predictor {
		const predictor = new FakePredictor();
		const status = () => ({
			...FakePredictor.prototype.status.call(predictor),
			model: this.model(classifier),
		});
		return { predict: predictor.predict.bind(predictor), loaded: predictor.loaded, status };
	}

	model(classifier: string): string {
		return this.#serving.get(classifier) ?? this.#serving.get('default') ?? 'none/v1';
	}

	async refresh(): Promise<void> {
		for (const classifier of ['default', ...(await registry.classifiers())]) {
			const [serving] = await registry.candidates(classifier).catch(() => []);
			if (serving) this.#serving.set(classifier, formatVersionName(serving));
		}
	}

	onChange(): () => void {
		return () => {};
	}
}

beforeEach(async () => {
	catalogue = await Catalogue.open(openDatabase(':memory:'));
	registry = new Registry({ folder: await newFolder(), shipped: await newFolder() });
	predictors = new RefreshedPredictors();
	trainer = new ScriptedTrainer();
	await serve('default', judgedVersion({ boar: 8, crow: 8 }, 1));
	await predictors.refresh();
	world = await openWorld({
		catalogue,
		registry,
		predictors,
		trainingJobs: trainer.jobs(),
		limits: { progressEditMs: 10 },
	});
	const { users, channels, guilds } = world.playground.demo;
	park = guilds.park;
	await world.playground.waitFor(
		() => world.playground.commandsFor(users.owner, channels.general).length > 0,
	);
});
afterEach(() => world.end());

async function serve(classifier: string, version: ReturnType<typeof judgedVersion>) {
	const name = await registry.write(classifier, version);
	await registry.promote(name);
	await predictors.refresh();
	return name;
}

type Call = Parameters<World['playground']['invoke']>[0];

function model(subcommand: string, options: Call['options'] = {}, rest: Partial<Call> = {}) {
	const { users, channels } = world.playground.demo;
	return world.playground.invoke({
		user: users.admin,
		channel: channels.general,
		command: 'model',
		subcommand,
		options,
		...rest,
	}).responded;
}

function customId(message: APIMessage, state: string): string {
	const found = (message.components ?? [])
		.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
		.map((component) => ('custom_id' in component ? component.custom_id : ''))
		.find((id) => id.split(':').slice(2).join(':').startsWith(state));
	if (found === undefined) throw new Error(`no button ${state} below ${message.content}`);
	return found;
}

function click(message: APIMessage, state: string, user = world.playground.demo.users.admin) {
	return world.playground.clickButton({ user, message, customId: customId(message, state) });
}

/** A message once it says so: what follows a button is an edit. */
function says(message: APIMessage, text: string): Promise<APIMessage> {
	const find = () => {
		const now = world.playground.message(message);
		return now?.content.includes(text) ? now : undefined;
	};
	return world.playground.waitFor(find, { what: text, timeoutMs: 30_000 });
}

function saying(text: string, channel = world.playground.demo.channels.general): Promise<APIMessage> {
	const find = () => world.playground.messages(channel).find(({ content }) => content.includes(text));
	return world.playground.waitFor(find, { what: text, timeoutMs: 30_000 });
}

const audit = () => catalogue.dataset(park).audit.list();

async function logTo(channel: string) {
	const { users, channels } = world.playground.demo;
	await world.playground.invoke({
		user: users.admin,
		channel: channels.general,
		command: 'settings',
		subcommand: 'log',
		options: { channel: { id: channel } },
	}).responded;
}

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

describe('/model list', () => {
	test('shows a server that has none of its own the host’s, which serves it', async () => {
		const { content, flags } = await model('list');
		expect(content).toContain('- **default/v1** · ✅ serves · of this host · accuracy 86.7 % (120 photos)');
		expect(content).toContain('There is no model of this server’s own yet.');
		expect(Boolean((flags ?? 0) & MessageFlags.Ephemeral)).toBe(true);
	});

	test('shows a server’s own, with figures, dates and what serves, and nothing of other servers', async () => {
		await serve(park, judgedVersion({ boar: 4 }, 2));
		await serve(park, judgedVersion({}, 3));
		await registry.write(park, judgedVersion({ crow: 20 }, 4));
		await serve(world.playground.demo.guilds.zoo, judgedVersion({}, 5));
		const lines = (await model('list')).content.split('\n');
		expect(lines[1]).toMatch(/^- \*\*v3\*\* · 🆕 trained last · accuracy 83\.3 % .* · 3 labels · <t:\d+:d>$/);
		expect(lines[2]).toContain('**v2** · ✅ serves · accuracy 100.0 %');
		expect(lines[3]).toContain('**v1** · ↩️ served before');
		expect(lines[4]).toContain('**default/v1** · of this host');
		expect(lines).toHaveLength(6);
	});
});

describe('/model info', () => {
	test('tells which labels’ answers members here contest, and what most say instead', async () => {
		await serve(park, judgedVersion({ boar: 4 }, 2));
		const contests = createContests({
			counts: world.store.keyv('contests'),
			votes: world.store.keyv('votes'),
		});
		const given = { model: `${park}/v1`, label: 'crow' };
		const { zoo } = world.playground.demo.guilds;
		for (const place of [park, zoo])
			await contests.answered(
				place,
				Array.from({ length: 20 }, () => given),
			);
		for (const by of ['ann', 'ben'])
			await contests.contest({ place: park, given, said: 'raven', answer: '1/0', by });
		await contests.contest({ place: zoo, given, said: null, answer: '2/0', by: 'ann' });
		expect((await model('info')).content).toContain(
			'**Contested answers** crow 2 of 20 (10 %, most said raven)',
		);
	});

	test('tells how good a version is, in figures and pictures', async () => {
		await serve(park, judgedVersion({ boar: 4 }, 2));
		await serve(park, judgedVersion({ boar: 3 }, 3));
		const info = await model('info');
		const { content, attachments } = info;
		expect(content).toMatch(
			/^\*\*v2\*\* · ✅ serves · trained <t:\d+:f>\n\*\*v2\*\* mixes up \*\*boar\*\* and \*\*crow\*\*: 3 photos\n/,
		);
		expect(content).toContain('Knows boar, crow, monkey');
		expect(content).toContain('From 120 photos');
		expect(content).not.toContain('Accuracy');
		expect(content).toContain('⚖️ By the photos that both judged, v2 is fit to serve: ');
		expect(attachments.map(({ filename }) => filename)).toEqual(['overview.png']);
		expect(attachments[0]?.description).toMatch(/Confusion matrix.*Least found.*Reliability.*Risk-coverage/);

		const { member } = world.playground.demo.users;
		const details = await click(info, 'v2', member).responded;
		expect(Boolean((details.flags ?? 0) & MessageFlags.Ephemeral)).toBe(true);
		expect(details.content).toMatch(/^\*\*v2\*\*\nAccuracy \*\*97\.5 %\*\*/);
		expect(details.content).toContain('Macro-F1');
		expect(details.content).toMatch(/^label +photos +recall +precision$/m);
		expect(details.attachments.map(({ filename }) => filename)).toEqual(['confusion.png']);
	});

	test('says that a version is fine-tuned, and so does a comparison', async () => {
		await serve(park, judgedVersion({ boar: 4 }, 2));
		const tuned = judgedVersion({ boar: 3 }, 3);
		const fineTuned = { from: { id: 'efficientnet-lite0', sha256: 'c'.repeat(64) } };
		await serve(park, { ...tuned, manifest: { ...tuned.manifest, fineTuned } });
		expect((await model('info')).content).toContain(
			'🎛️ Fine-tuned: the last two blocks of efficientnet-lite0 were trained with it. Its own backbone is gone',
		);
		expect((await model('info', { version: 'v1' })).content).not.toContain('🎛️');
		const { content } = await model('compare', { version: 'v2', with: 'v1' });
		expect(content).toContain('🎛️ v2 is fine-tuned: it has a backbone of its own.');
	});

	test('shows on request what the version before had, of versions in reach alone', async () => {
		await serve(park, judgedVersion({ boar: 4 }, 2));
		await serve(park, judgedVersion({ boar: 3 }, 3));
		const { zoo } = world.playground.demo.guilds;
		await serve(zoo, judgedVersion({}, 5));
		const figures = async (state: string) => {
			const message = await postButton(world, `figures:1:${state}`);
			const { member } = world.playground.demo.users;
			const press = { user: member, message, customId: `figures:1:${state}` };
			return (await world.playground.clickButton(press).responded).content;
		};
		expect(await figures('v2 v1')).toContain('Before, v1: ');
		expect(await figures(`v2 ${zoo}/v1`)).not.toContain('Before');
		expect(await figures(`${zoo}/v1`)).toContain('There is no model');
		expect(await figures('v2 v1 v0')).toContain('older version of Hantei');
	});

	test('knows the host’s version, and no other server’s', async () => {
		const { zoo } = world.playground.demo.guilds;
		await serve(zoo, judgedVersion({}, 5));
		expect((await model('info', { version: 'default/v1' })).content).toContain('of this host');
		const refused = await model('info', { version: `${zoo}/v1` });
		expect(refused.content).toContain('There is no model');
		expect(refused.content).toContain('There are: default/v1.');
		expect((await model('info', { version: '../../etc' })).content).toContain('There is no model');
	});

	test('suggests versions', async () => {
		await serve(park, judgedVersion({}, 2));
		const { users, channels } = world.playground.demo;
		const suggestions = (user: string) =>
			world.playground
				.autocomplete({
					user,
					channel: channels.general,
					command: 'model',
					subcommand: 'info',
					focused: 'version',
					typed: '',
				})
				.suggested.then((choices) => choices.map(({ value }) => value));
		expect(await suggestions(users.admin)).toEqual(['v1', 'default/v1']);
	});

	test('shows the hardest photos with their credits, and none that was set aside since', async () => {
		const photoStore = new PhotoStore(await newFolder());
		await world.bot.close();
		await world.start({ photoStore, trainingJobs: trainer.jobs() });
		const bench = await Bench.start(catalogue, park);
		const boar = await bench.label('boar');
		const version = judgedVersion({ boar: 2 }, 2);
		const photos: Photo[] = [];
		for (const [n, { sha256 }] of version.dataset.photos.slice(0, 2).entries()) {
			await photoStore.put(sha256, await drawPicture('house', n));
			const file = { ...photoFile(String(n)), sha256 };
			photos.push(await bench.photo(boar, String(n), { kind: 'stored', file, downloaded: 1 }));
		}
		await serve(park, version);
		await model('info');
		const both = await saying('Hardest photos');
		expect(both.content).toContain('[Photo 0]');
		expect(both.content).toContain('[Photo 1]');

		await catalogue.dataset(park).photos.quarantine([photos[0]?.id ?? 0], 'nsfw');
		await model('info');
		await world.playground.waitFor(() => {
			const now = world.playground
				.messages(both.channel_id)
				.filter(({ content }) => content.includes('Hardest'));
			return now.length === 2 ? now : undefined;
		});
		const contents = world.playground
			.messages(both.channel_id)
			.map(({ content }) => content)
			.filter((content) => content.includes('Hardest'));
		expect(contents.filter((content) => content.includes('[Photo 0]'))).toHaveLength(1);
		expect(contents.filter((content) => content.includes('[Photo 1]'))).toHaveLength(2);
	});

	test('says so where pictures cannot be attached', async () => {
		const { plainText } = world.playground.demo.channels;
		const { content, attachments } = await model('info', {}, { channel: plainText });
		expect(content).toContain('may not attach files here');
		expect(attachments).toEqual([]);
	});
});

describe('/model compare', () => {
	test('of the one that serves is with the one that served before', async () => {
		await serve(park, judgedVersion({ boar: 4 }, 2));
		expect((await model('compare', { version: 'v1' })).content).toMatch(
			/^\*\*v1\*\* and \*\*default\/v1\*\* on/,
		);
		await serve(park, judgedVersion({ boar: 3 }, 3));
		const { content } = await model('compare', { version: 'v2' });
		expect(content).toMatch(/^\*\*v2\*\* and \*\*v1\*\* on 120 photos/);
	});

	test('counts on which photos the two differ, label by label', async () => {
		await serve(park, judgedVersion({ boar: 10 }, 2));
		await serve(park, judgedVersion({ boar: 4, crow: 2 }, 3));
		const { content } = await model('compare', { version: 'v2', with: 'v1' });
		expect(content).toContain('**v2** and **v1** on 120 photos');
		expect(content).toContain('Both right 108 · only v2 6 · only v1 2 · both wrong 4');
		expect(content).toMatch(/Difference \*\*3\.3\*\* points/);
		expect(content).toMatch(/crow +40 +100 % +95 %\nmonkey +40 +100 % +100 %\nboar +40 +75 % +90 %/);
		const same = await model('compare', { version: 'v2', with: 'v2' });
		expect(same.content).toContain('one and the same version');
	});
});

describe('promotion', () => {
	test('is asked for, takes effect at once, and is entered and told', async () => {
		const { admin } = world.playground.demo.users;
		const { plainText } = world.playground.demo.channels;
		await logTo(plainText);
		await serve(park, judgedVersion({ boar: 10, crow: 10 }, 2));
		await registry.write(park, judgedVersion({}, 3));
		const question = await model('promote', { version: 'v2' });
		expect(question.content).toContain('Let **v2** serve in the place of v1?');
		expect(question.content).not.toContain('speaks against');
		expect(predictors.model(park)).toBe(`${park}/v1`);
		click(question, 'promote v2');
		await says(question, '✅ **v2** serves now, in the place of v1.');
		expect(predictors.model(park)).toBe(`${park}/v2`);
		expect((await audit())[0]).toMatchObject({
			action: 'promote',
			by: admin,
			detail: { version: `${park}/v2`, before: `${park}/v1` },
		});
		expect((await saying('promoted **v2**', plainText)).content).toContain(`<@${admin}>`);
		expect((await model('promote', { version: 'v2' })).content).toBe('**v2** serves already.');
	});

	test('against the advice needs another yes, and is never silent', async () => {
		const { plainText } = world.playground.demo.channels;
		await logTo(plainText);
		await serve(park, judgedVersion({}, 2));
		await registry.write(park, judgedVersion({ boar: 20 }, 3));
		const question = await model('promote', { version: 'v2' });
		expect(question.content).toContain('⚠️ The comparison speaks against it: v2 is');
		expect(question.content).toContain('audit log');
		click(question, 'force v2');
		await says(question, '**v2** serves now');
		expect((await audit())[0]).toMatchObject({ action: 'force-promote', detail: { version: `${park}/v2` } });
		await saying('promoted **v2** against the advice', plainText);
	});

	test('that became doubtful since it was asked about is asked about again', async () => {
		await serve(park, judgedVersion({ boar: 20 }, 2));
		await registry.write(park, judgedVersion({ boar: 15 }, 3));
		const question = await model('promote', { version: 'v2' });
		await serve(park, judgedVersion({}, 4));
		click(question, 'promote v2');
		await says(question, 'speaks against it');
		expect(predictors.model(park)).toBe(`${park}/v3`);
	});

	test('of the host’s model is not a server’s business', async () => {
		await serve(park, judgedVersion({}, 2));
		expect((await model('promote', { version: 'default/v1' })).content).toContain('is the host’s');
		expect((await model('export', { version: 'default/v1' })).content).toContain('is the host’s');
	});
});

describe('roll-back', () => {
	test('is asked for, and returns to what served before', async () => {
		await serve(park, judgedVersion({}, 2));
		await serve(park, judgedVersion({}, 3));
		const question = await model('rollback');
		expect(question.content).toBe('Return from **v2** to **v1**, which served before?');
		expect((await click(question, 'leave').responded).content).toBe('Nothing was changed.');
		const again = await model('rollback');
		click(again, 'rollback v2');
		await says(again, '↩️ **v1** serves again; v2 no longer does.');
		expect(predictors.model(park)).toBe(`${park}/v1`);
		expect((await audit())[0]).toMatchObject({
			action: 'roll-back',
			detail: { version: `${park}/v1`, before: `${park}/v2` },
		});
	});

	test('happens once, however often the button is pressed', async () => {
		await serve(park, judgedVersion({}, 2));
		await serve(park, judgedVersion({}, 3));
		await serve(park, judgedVersion({}, 4));
		const [one, two] = [await model('rollback'), await model('rollback')];
		click(one, 'rollback v3');
		await says(one, '**v2** serves again');
		click(two, 'rollback v3');
		await says(two, 'Another model serves meanwhile: **v2**');
		expect(predictors.model(park)).toBe(`${park}/v2`);
	});

	test('changes nothing, and says so, by an old or a forged button where a server follows the host', async () => {
		const question = await postButton(world, 'model:1:rollback default/v1');
		click(question, 'rollback');
		await says(question, 'Nothing served before');
		expect(await audit()).toEqual([]);
	});

	test('has nowhere to go where nothing served before', async () => {
		const { users, channels } = world.playground.demo;
		await world.bot.close();
		await world.start({ owners: [users.member] });
		const direct = { user: users.member, channel: channels.botDm };
		expect((await model('rollback', {}, direct)).content).toContain('Nothing served before **v1**');
	});
});

test('the buttons of a result outlive a restart: what the gate kept is promoted, and rolled back', async () => {
	await serve(park, judgedVersion({}, 2));
	const bench = await Bench.start(catalogue, park);
	for (const name of ['boar', 'crow']) {
		const label = await bench.label(name);
		for (let n = 0; n < 5; n++) await bench.photo(label, `${name} ${n}`);
	}
	trainer.outcome = async ({ classifier }) => {
		const name = await registry.write(classifier, judgedVersion({ boar: 20 }, 3));
		return trained(formatVersionName(name), {
			promoted: false,
			verdict: {
				decision: 'keep',
				reason: 'worse',
				pairs: 120,
				difference: { value: -0.17, low: -0.2, high: -0.1 },
			},
			before: { version: `${classifier}/v1`, evaluation: evaluationOf(1) },
		});
	};
	const { users, channels } = world.playground.demo;
	const retrain = { user: users.admin, channel: channels.general, command: 'retrain' };
	click(await world.playground.invoke(retrain).responded, 'start');
	const result = await saying('kept v1: v2 is 17 points worse');
	await world.bot.close();
	await world.start({ trainingJobs: trainer.jobs() });

	const refused = await click(result, 'ask-promote v2', users.member).responded;
	expect(refused.content).toMatch(/^Only members with/);
	const question = await click(result, 'ask-promote v2').responded;
	expect(question.content).toContain('speaks against it');
	click(question, 'force v2');
	await says(question, '**v2** serves now');
	expect(predictors.model(park)).toBe(`${park}/v2`);
	const way = await model('rollback');
	click(way, 'rollback v2');
	await says(way, '**v1** serves again');
	expect((await audit()).map(({ action }) => action)).toEqual(['roll-back', 'force-promote', 'retrain']);
});

describe('/model export', () => {
	test('sends a version with the credits of its photos, to the member alone', async () => {
		await serve(park, judgedVersion({}, 2));
		const { content, attachments, flags } = await model('export');
		expect(content).toContain('with ATTRIBUTION.md');
		expect(Boolean((flags ?? 0) & MessageFlags.Ephemeral)).toBe(true);
		expect(attachments.map(({ filename }) => filename)).toEqual([`${park}-v1.zip`]);
		const response = await fetch(attachments[0]?.url ?? '');
		const names = await entriesOf(Buffer.from(await response.arrayBuffer()));
		expect(names).toEqual(
			expect.arrayContaining([
				`${park}-v1/manifest.json`,
				`${park}-v1/ATTRIBUTION.md`,
				`${park}-v1/head.safetensors`,
			]),
		);
	});
});

test('models speak Japanese, and one server sees nothing of another', async () => {
	await serve(park, judgedVersion({}, 2));
	const manager = makeJapaneseManager();
	const { content } = await model('list', {}, manager);
	expect(content).toContain('**モデル**（新しい順）');
	expect(content).toContain('運営者のモデル');
	expect(content).not.toContain(park);
	const question = await model('rollback', {}, manager);
	expect(question.content).toContain('戻せません');
});

function entriesOf(zip: Buffer): Promise<string[]> {
	return new Promise((resolve, reject) => {
		fromBuffer(zip, { lazyEntries: false }, (error, file) => {
			if (error) return reject(error);
			const names: string[] = [];
			file.on('entry', ({ fileName }) => names.push(fileName));
			file.on('end', () => resolve(names));
		});
	});
}
