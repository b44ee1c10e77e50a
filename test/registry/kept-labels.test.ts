import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { evaluate } from '../../src/model/evaluation.ts';
import { matrix } from '../../src/model/linear-algebra/matrix.ts';
import { packReferences } from '../../src/model/references.ts';
import { createExplainer } from '../../src/registry/explain.ts';
import { recordGolden } from '../../src/registry/golden.ts';
import { ModelManager } from '../../src/registry/model-manager.ts';
import { Registry } from '../../src/registry/registry.ts';
import type { NewVersion } from '../../src/registry/version-files.ts';
import { recordingLogger } from '../support/backbone.ts';
import { classifierOf, embeddingOf, PARTS } from '../support/classifiers.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { BACKBONE, newVersion } from '../support/versions.ts';
import { FakeEngine, fakeBackbone } from './fake-engine.ts';

const temporaryFolder = temporaryFolders();
const GUILD = '123456789012345678';
/** Photos of one byte, as the engine sees them. */
const [BOAR, CROW, ROSE] = [Uint8Array.of(0), Uint8Array.of(1), Uint8Array.of(255)] as const;

let folder: string;
let registry: Registry;
let engine: FakeEngine;
let logger: ReturnType<typeof recordingLogger>;

/** The host's model knows boars, crows and monkeys. */
beforeEach(async () => {
	folder = await temporaryFolder();
	registry = new Registry({ folder, shipped: join(folder, 'shipped') });
	engine = new FakeEngine();
	logger = recordingLogger();
	await registry.promote(await registry.write('default', newVersion()));
});

/** A server's model that knows what lies in two directions. */
function versionOf(labels: readonly [string, string], directions: readonly [number, number]): NewVersion {
	const weights = matrix(2, 8);
	for (const [row, direction] of directions.entries())
		weights.data.set(embeddingOf(direction, -0.5), row * 8);
	const classifier = {
		...classifierOf(),
		labels,
		head: { weights, bias: Float32Array.of(0, 0) },
		references: packReferences(
			[0, 1, 0, 1].map((label, photo) => ({ embedding: embeddingOf(directions[label] ?? 0), label, photo })),
			{ parts: PARTS, labelCount: 2 },
		),
	};
	const version = newVersion();
	return {
		...version,
		classifier,
		golden: recordGolden(classifier),
		evaluation: evaluate([{ label: 0, probabilities: [0.8, 0.2] }], labels, 'out-of-fold'),
		predictions: { probabilities: [[0.8, 0.2]] },
		dataset: {
			photos: [{ sha256: 'a'.repeat(64), label: labels[0], group: 0, fold: 0, excluded: false }],
			leftOut: [],
		},
		manifest: { ...version.manifest, labels: [...labels] },
	};
}

const FLOWERS = () => versionOf(['rose', 'tulip'], [3, 2]);

async function serve(version: NewVersion, options?: Parameters<Registry['promote']>[2]) {
	const name = await registry.write(GUILD, version);
	await registry.promote(name, GUILD, options);
	return name;
}

const start = () => ModelManager.start({ registry, engine, logger });

async function answers(manager: ModelManager, photo: Uint8Array) {
	const { ranking, verdict, model } = await manager.of(GUILD).predict(photo);
	return [ranking[0]?.label, verdict, model];
}

describe('a server’s first model of its own', () => {
	it('leaves the labels that it does not know to the host’s, which says who answered', async () => {
		await serve(FLOWERS());
		const manager = await start();
		expect(await answers(manager, ROSE)).toEqual(['rose', 'sure', `${GUILD}/v1`]);
		expect(await answers(manager, CROW)).toEqual(['crow', 'sure', 'default/v1']);
		expect(manager.of(GUILD).status()).toMatchObject({
			model: `${GUILD}/v1`,
			labels: ['rose', 'tulip', 'boar', 'crow', 'monkey'],
		});
		expect(await registry.kept(GUILD)).toEqual({ model: 'default/v1', labels: ['boar', 'crow', 'monkey'] });
	});

	it('is asked together with the host’s where it was tuned on the backbone that that judges by', async () => {
		const { manifest, ...version } = FLOWERS();
		const reference = { id: 'tuned', sha256: 'c'.repeat(64) };
		const tuned = fakeBackbone(reference);
		const trunk = { of: BACKBONE.sha256, from: 'value', channels: 1, height: 1, width: 1 };
		engine.installed.set(reference.sha256, { ...tuned, manifest: { ...tuned.manifest, trunk } });
		await serve({ ...version, manifest: { ...manifest, backbone: { ...manifest.backbone, ...reference } } });
		const manager = await start();
		expect(await answers(manager, CROW)).toEqual(['crow', 'sure', 'default/v1']);
		expect(engine.ran).toEqual(['tuned']);
	});

	it('answers alone for what it knows itself', async () => {
		await serve(versionOf(['rose', 'crow'], [3, 2]));
		const manager = await start();
		// The host's would say crow, too; here it is what the server says it is.
		expect(await answers(manager, CROW)).not.toContain('default/v1');
		expect(await answers(manager, BOAR)).toEqual(['boar', 'sure', 'default/v1']);
		expect(manager.of(GUILD).status().labels).toEqual(['rose', 'crow', 'boar', 'monkey']);
	});

	it('answers for photos that are no more familiar to the host’s than the margin of their label', async () => {
		const { manifest, ...version } = FLOWERS();
		const keptMargins = { model: 'default/v1', labels: { crow: 100 } };
		await serve({ ...version, manifest: { ...manifest, keptMargins } });
		const manager = await start();
		expect(await answers(manager, CROW)).toContain(`${GUILD}/v1`);
		expect(await answers(manager, BOAR)).toEqual(['boar', 'sure', 'default/v1']);
	});

	it('lets them go where that is wanted', async () => {
		await serve(FLOWERS(), { letGo: true });
		const manager = await start();
		expect(await answers(manager, CROW)).toEqual([expect.anything(), 'unknown', `${GUILD}/v1`]);
		expect(manager.of(GUILD).status().labels).toEqual(['rose', 'tulip']);
	});

	it('takes up and gives up the host’s while photos come', async () => {
		const manager = await start();
		expect(await answers(manager, CROW)).toEqual(['crow', 'sure', 'default/v1']);
		await serve(FLOWERS());
		await manager.refresh();
		expect(await answers(manager, CROW)).toEqual(['crow', 'sure', 'default/v1']);
		await registry.rollBack(GUILD);
		await manager.refresh();
		expect(manager.of(GUILD).status().labels).toEqual(['boar', 'crow', 'monkey']);
	});

	it('answers alone, and the log says so once, where the host’s cannot be loaded', async () => {
		await serve(FLOWERS());
		await registry.promote(await registry.write('default', newVersion(2)));
		await writeFile(join(folder, 'default', 'v1', 'head.safetensors'), 'damaged');
		const manager = await start();
		for (let n = 0; n < 2; n++) expect(await answers(manager, ROSE)).toEqual(['rose', 'sure', `${GUILD}/v1`]);
		expect(logger.lines.filter((line) => line.includes('a model kept for its labels'))).toHaveLength(1);
	});
});

describe('the next ones', () => {
	it('keep what the first kept, but for what they know', async () => {
		await serve(FLOWERS());
		await serve(versionOf(['rose', 'boar'], [3, 0]));
		const manager = await start();
		expect(await answers(manager, BOAR)).toEqual(['boar', 'sure', `${GUILD}/v2`]);
		expect(await answers(manager, CROW)).toEqual(['crow', 'sure', 'default/v1']);
	});

	it('keep the host’s version from being cleared away', async () => {
		await serve(FLOWERS());
		for (const seed of [2, 3, 4]) await registry.promote(await registry.write('default', newVersion(seed)));
		await registry.prune('default', 1);
		expect(await registry.versions('default')).toContain('v1');
	});
});

it('the host’s own models replace each other whole', async () => {
	await registry.promote(await registry.write('default', FLOWERS()));
	expect(await registry.kept('default')).toBeUndefined();
	expect((await start()).of('default').status().labels).toEqual(['rose', 'tulip']);
});

it('why a photo was answered so is explained by the model that answered', async () => {
	await serve(FLOWERS());
	const occlude = async () => ({
		whole: embeddingOf(1),
		occluded: Array.from({ length: 49 }, () => embeddingOf(1)),
		width: 1,
		height: 1,
	});
	const explainer = createExplainer({ occlude }, await start());
	const { prediction } = await explainer.explain(GUILD, CROW);
	expect(prediction).toMatchObject({ model: 'default/v1', ranking: [{ label: 'crow' }, {}, {}] });
});
