import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ModelManager } from '../../src/registry/model-manager.ts';
import { Registry } from '../../src/registry/registry.ts';
import type { NewVersion } from '../../src/registry/version-files.ts';
import { FakeEngine } from '../registry/fake-engine.ts';
import { recordingLogger } from '../support/backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { blinded, newVersion } from '../support/versions.ts';
import { emptyDataset, eventually, openWorld, type World } from './harness.ts';

const temporaryFolder = temporaryFolders();

let world: World;
let registry: Registry;
let models: ModelManager;
let dataset: Awaited<ReturnType<typeof emptyDataset>>;

beforeEach(async () => {
	const folder = await temporaryFolder();
	registry = new Registry({ folder, shipped: join(folder, 'shipped') });
	await publish('default', newVersion(1));
	const health = { photos: 200, milliseconds: 3_600_000 };
	models = await ModelManager.start({
		registry,
		engine: new FakeEngine(),
		logger: recordingLogger(),
		health,
	});
	dataset = await emptyDataset();
	world = await openWorld({ predictors: models, registry, ...dataset });
});

afterEach(async () => {
	await world.end();
});

async function publish(classifier: string, version: NewVersion): Promise<void> {
	// To the engine here a rose looks as a crow does: beside a server's own, the host's model would take it for one.
	await registry.promote(await registry.write(classifier, version), classifier, { letGo: true });
}

/** Tells flowers where the host's model tells animals. */
function flowers(seed: number): NewVersion {
	const labels = ['daisy', 'rose', 'tulip'];
	const version = newVersion(seed);
	return {
		...version,
		classifier: { ...version.classifier, labels },
		manifest: { ...version.manifest, labels },
	};
}

/** The answer to a photo of the second label. */
async function answerIn(channel: string): Promise<string> {
	const { users } = world.playground.demo;
	const message = world.playground.postMessage({
		channel,
		author: users.admin,
		attachments: [{ name: 'photo.png', bytes: Buffer.of(1) }],
	});
	return (await world.playground.replyTo(message)).content;
}

describe('a server with a model of its own', () => {
	test('is answered by it from its promotion on; other servers and direct messages are not', async () => {
		const { guilds, channels, users } = world.playground.demo;
		expect(await answerIn(channels.photos)).toContain('**crow**');

		await publish(guilds.park, flowers(2));
		await models.refresh();
		expect(await answerIn(channels.photos)).toContain('**rose**');
		expect(await answerIn(channels.zooPhotos)).toContain('**crow**');
		const direct = world.playground.postMessage({
			channel: channels.botDm,
			author: users.member,
			attachments: [{ name: 'photo.png', bytes: Buffer.of(1) }],
		});
		expect((await world.playground.replyTo(direct)).content).toContain('**crow**');
	});

	test('sees its own model and labels in /status, others the host’s', async () => {
		const { guilds, channels, users } = world.playground.demo;
		await publish(guilds.park, flowers(2));
		await models.refresh();
		const status = async (channel: string) =>
			(await world.playground.invoke({ command: 'status', user: users.admin, channel }).responded).content;
		expect(await status(channels.photos)).toContain('rose');
		expect(await status(channels.zooPhotos)).toContain('crow');
		expect(await status(channels.zooPhotos)).not.toContain('rose');
	});

	test('goes back to what served before when the new model finds everything unknown, and it is entered', async () => {
		const { guilds, channels } = world.playground.demo;
		await publish(guilds.park, flowers(2));
		await models.refresh();
		const predictor = models.of(guilds.park);
		for (let n = 0; n < 200; n++) await predictor.predict(Uint8Array.of(1));
		await publish(guilds.park, blinded(flowers(3)));
		await models.refresh();
		for (let n = 0; n < 20; n++) await predictor.predict(Uint8Array.of(1));
		expect(await answerIn(channels.photos)).toContain('**rose**');
		await eventually(async () => {
			expect(await dataset.catalogue.dataset(guilds.park).audit.list()).toMatchObject([
				{
					action: 'auto-roll-back',
					by: 'health',
					detail: {
						version: `${guilds.park}/v1`,
						failed: `${guilds.park}/v2`,
						reason: 'unknowns',
					},
				},
			]);
		});
		expect(await dataset.catalogue.dataset('default').audit.list()).toEqual([]);
	});
});
