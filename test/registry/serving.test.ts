import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { Registry } from '../../src/registry/registry.ts';
import { Serving, type ServingEngine } from '../../src/registry/serving.ts';
import { recordingLogger } from '../support/backbone.ts';
import { embeddingOf } from '../support/classifiers.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { BACKBONE, newVersion } from '../support/versions.ts';

const temporaryFolder = temporaryFolders();

/** Embeds a photo of one byte: the label it shows. `embedding` can be held back. */
class FakeEngine implements ServingEngine {
	readonly backbone = {
		manifest: { ...BACKBONE, format: 1, input: { width: 1, height: 1 }, parts: [], dimension: 8 },
		onnxPath: '',
	} as unknown as ServingEngine['backbone'];
	before: () => Promise<void> = async () => {};

	async embed([label]: Uint8Array) {
		await this.before();
		if (label === undefined) throw new UserError('image-empty', {});
		return { embedding: embeddingOf(label) };
	}

	load() {
		return { waiting: 3, running: 1, queueLimit: 50, workers: 2 };
	}
}

let folder: string;
let registry: Registry;
let engine: FakeEngine;
let logger: ReturnType<typeof recordingLogger>;

beforeEach(async () => {
	folder = await temporaryFolder();
	registry = new Registry({ folder, shipped: join(folder, 'shipped') });
	engine = new FakeEngine();
	logger = recordingLogger();
});

const options = () => ({ registry, engine, classifier: 'default', logger });

/** Writes a version and lets it serve. */
async function publish(seed: number, version = newVersion(seed)): Promise<string> {
	const name = await registry.write('default', version);
	await registry.promote(name);
	return name.version;
}

const damage = (version: string) =>
	writeFile(join(folder, 'default', version, 'head.safetensors'), 'damaged');

const CROW = Uint8Array.of(1);

describe('serving', () => {
	it('judges with the champion, and says which one that is', async () => {
		await publish(1);
		await publish(2);
		const serving = await Serving.start(options());
		expect(await serving.judge(CROW)).toMatchObject({
			verdict: 'sure',
			ranking: [{ label: 'crow' }, {}, {}],
			model: 'default/v2',
		});
		expect(serving.status()).toEqual({
			model: 'default/v2',
			labels: ['boar', 'crow', 'monkey'],
			backbone: 'test-backbone',
			queue: { waiting: 3, limit: 50, workers: 2 },
			judged: 1,
		});
		expect(logger.lines).toEqual([]);
	});

	it('passes refusals on, and does not count them', async () => {
		await publish(1);
		const serving = await Serving.start(options());
		await expect(serving.judge(Uint8Array.of())).rejects.toMatchObject({ code: 'image-empty' });
		expect(serving.status().judged).toBe(0);
	});

	it('can be of one version and no other', async () => {
		await publish(1);
		await publish(2);
		const serving = await Serving.of({ classifier: 'default', version: 'v1' }, options());
		expect((await serving.judge(CROW)).model).toBe('default/v1');
		await damage('v1');
		await expect(Serving.of({ classifier: 'default', version: 'v1' }, options())).rejects.toMatchObject({
			code: 'model-damaged',
		});
	});
});

describe('a champion that does not load', () => {
	it('makes way for what served before it, and the log says so', async () => {
		await publish(1);
		await publish(2);
		await damage('v2');
		const serving = await Serving.start(options());
		expect((await serving.judge(CROW)).model).toBe('default/v1');
		expect(logger.lines).toEqual(['error: a model does not load; trying the one before']);
	});

	it('is the reason given when nothing else loads either', async () => {
		await publish(1);
		await publish(2);
		await damage('v1');
		await damage('v2');
		await expect(Serving.start(options())).rejects.toMatchObject({
			code: 'model-damaged',
			details: { version: 'default/v2' },
		});
	});

	it('was trained on another backbone, perhaps', async () => {
		const version = newVersion(1);
		const backbone = { ...version.manifest.backbone, id: 'other', sha256: 'c'.repeat(64) };
		await publish(1, { ...version, manifest: { ...version.manifest, backbone } });
		await expect(Serving.start(options())).rejects.toMatchObject({
			code: 'model-backbone-mismatch',
			details: { version: 'default/v1', expected: 'other', actual: 'test-backbone' },
		});
	});

	it('does not answer as it did when it was made, perhaps', async () => {
		await publish(1, {
			...newVersion(1),
			golden: { ...newVersion(1).golden, cases: newVersion(2).golden.cases },
		});
		await expect(Serving.start(options())).rejects.toMatchObject({
			code: 'model-damaged',
			details: { reason: expect.stringContaining('reference') },
		});
	});

	it('is no champion at all, perhaps', async () => {
		await mkdir(join(folder, 'default'));
		await expect(Serving.start(options())).rejects.toMatchObject({ code: 'no-model' });
	});
});

describe('a new champion', () => {
	it('takes over while photos are judged; those are judged by the one that served when they came', async () => {
		await publish(1);
		const serving = await Serving.start(options());
		let release = () => {};
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		engine.before = () => held;
		const inFlight = [serving.judge(CROW), serving.judge(CROW)];

		await publish(2);
		await serving.refresh();
		expect(serving.status().model).toBe('default/v2');
		const after = serving.judge(CROW);
		release();
		expect((await Promise.all(inFlight)).map(({ model }) => model)).toEqual(['default/v1', 'default/v1']);
		expect((await after).model).toBe('default/v2');
		expect(logger.lines).toEqual(['info: another model serves now']);
	});

	it('is turned to once, however often one looks', async () => {
		await publish(1);
		const serving = await Serving.start(options());
		await publish(2);
		await Promise.all([serving.refresh(), serving.refresh(), serving.refresh()]);
		await serving.refresh();
		expect(logger.lines).toEqual(['info: another model serves now']);
	});

	it('is the latest, also when one looks again before the last look ended', async () => {
		await publish(1);
		const serving = await Serving.start(options());
		await publish(2);
		const first = serving.refresh();
		await publish(3);
		await Promise.all([first, serving.refresh()]);
		expect(serving.status().model).toBe('default/v3');
	});

	it('that does not load is refused once, and the present one goes on', async () => {
		await publish(1);
		const serving = await Serving.start(options());
		await publish(2);
		await damage('v2');
		await expect(serving.refresh()).rejects.toMatchObject({ code: 'model-damaged' });
		await serving.refresh();
		expect((await serving.judge(CROW)).model).toBe('default/v1');
		await publish(3);
		await serving.refresh();
		expect(serving.status().model).toBe('default/v3');
	});

	it('that did not load at the start is not tried again', async () => {
		await publish(1);
		await publish(2);
		await damage('v2');
		const serving = await Serving.start(options());
		await serving.refresh();
		expect(serving.status().model).toBe('default/v1');
	});

	it('can be an older one again', async () => {
		await publish(1);
		await publish(2);
		const serving = await Serving.start(options());
		await registry.promote({ classifier: 'default', version: 'v1' });
		await serving.refresh();
		expect(serving.status().model).toBe('default/v1');
	});
});
