import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import type { Backbone } from '../../src/model/backbone/folder.ts';
import { Registry } from '../../src/registry/registry.ts';
import type { NewVersion } from '../../src/registry/version-files.ts';
import { openDatabase } from '../../src/store/database.ts';
import { LABELS } from '../support/classifiers.ts';
import { installSmallBackbone } from '../support/small-backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { newVersion } from '../support/versions.ts';
import { Host } from './hantei.ts';

const temporaryFolder = temporaryFolders();
const GUILD = '123456789012345678';

let host: Host;
let registry: Registry;
/** That the versions say they were made on. */
let backbone: Backbone;

beforeEach(async () => {
	host = await Host.open(await temporaryFolder());
	backbone = await installSmallBackbone(host.folder, 'small', { seed: 1 });
	registry = new Registry({ folder: host.models, shipped: join(host.folder, 'none') });
});

const options = () => ({ environment: { HANTEI_BACKBONE: dirname(backbone.onnxPath) } });
const hantei = (args: readonly string[]) => host.command(args, options());
const started = (args: readonly string[]) => host.hantei(args, options());

/** A version that was right about all but so many of 120 photos, each another label's. */
function versionWith(seed: number, wrong: number): NewVersion {
	const version = newVersion(seed);
	const photos = Array.from({ length: 120 }, (_, n) => ({
		sha256: n.toString(16).padStart(64, '0'),
		label: LABELS[n % 3],
		group: n,
		fold: n % 5,
		excluded: false,
	}));
	const probabilities = photos.map((_, n) => {
		const said = n < wrong ? (n + 1) % 3 : n % 3;
		return [0, 1, 2].map((k) => (k === said ? 0.9 : 0.05));
	});
	const labels = LABELS.map((label) => ({
		label,
		photos: 40,
		precision: 0.9,
		recall: 0.9,
		f1: 0.9,
		suspects: 0,
	}));
	const evaluation = { ...version.evaluation, photos: 120, macroF1: 0.9, calibrationError: 0.02, labels };
	const { id, sha256 } = backbone.manifest;
	const { manifest } = version;
	return {
		...version,
		manifest: { ...manifest, backbone: { ...manifest.backbone, id, sha256 } },
		evaluation,
		dataset: { ...version.dataset, photos },
		predictions: { probabilities },
	};
}

async function publish(version: NewVersion, classifier = 'default'): Promise<void> {
	await registry.promote(await registry.write(classifier, version));
}

async function auditOf(classifier: string) {
	const database = openDatabase(join(host.folder, 'data', 'hantei.sqlite'));
	const entries = await (await Catalogue.open(database)).dataset(classifier).audit.list();
	database.close();
	return entries.map(({ action, by, detail }) => ({ action, by, detail }));
}

describe('hantei models', () => {
	it('lists the versions of every classifier, or of one', async () => {
		await publish(versionWith(1, 0));
		await publish(versionWith(2, 0), GUILD);
		const all = await started(['models']);
		expect(all.stdout).toMatch(/^default\/v1 +✓/m);
		expect(all.stdout).toMatch(new RegExp(`^${GUILD}/v1 +✓`, 'm'));
		const one = await hantei(['models', '--classifier', GUILD]);
		expect(one.stdout).not.toContain('default/v1');
		expect(one.stdout).toContain(`${GUILD}/v1`);
	});

	it('shows what a version knows, how good it is and what the gate says of it', async () => {
		await publish(versionWith(1, 0));
		await registry.write('default', versionWith(2, 20));
		const serving = await started(['models', 'info']);
		expect(serving.lines[0]).toBe('default/v1 · serves now');
		expect(serving.stdout).toContain('3 labels: boar, crow, monkey');
		const other = await hantei(['models', 'info', 'v2']);
		expect(other.stdout).toMatch(/^the gate: kept v1: v2 is 17 points worse/m);
		expect(other.stdout).toContain('macro-F1 0.900');
	});

	it('compares two versions on the photos that neither has learned from', async () => {
		await publish(versionWith(1, 0));
		await registry.write('default', versionWith(2, 20));
		const { stdout, exitCode } = await started(['models', 'compare', 'v2', 'v1']);
		expect(exitCode).toBe(0);
		expect(stdout).toContain('120 photos');
		expect(stdout).toContain('both right: 100 · only default/v2: 0 · only default/v1: 20 · neither: 0');
		expect(stdout).toMatch(/^crow +82\.5 % +100\.0 %$/m);
		const same = await hantei(['models', 'compare', 'v1']);
		expect(same.lines).toEqual(['default/v1 is both of them.']);
	});

	it('compares what serves with what served before', async () => {
		await publish(versionWith(1, 0));
		await publish(versionWith(2, 20));
		const { stdout } = await hantei(['models', 'compare', 'v2']);
		expect(stdout).toContain('only default/v2: 0 · only default/v1: 20');
	});

	it('says so, and draws no table, where two versions share no label or no photo', async () => {
		const first = versionWith(1, 0);
		await publish(first);
		const other = (label: string) => `other ${label}`;
		await registry.write('default', {
			...first,
			manifest: { ...first.manifest, labels: first.manifest.labels.map(other) },
			dataset: {
				...first.dataset,
				photos: first.dataset.photos.map((photo) => ({ ...photo, label: other(photo.label) })),
			},
		});
		const { lines, exitCode } = await hantei(['models', 'compare', 'v2', 'v1']);
		expect({ lines, exitCode }).toEqual({
			lines: ['default/v2 and default/v1 have no label in common, so there is nothing to compare.'],
			exitCode: 0,
		});
	});

	it('exports a version as a folder that another registry takes as it is', async () => {
		await publish(versionWith(1, 0));
		const { exitCode, lines } = await hantei(['models', 'export', 'v1', 'out']);
		expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: ['default/v1 packed into out'] });
		expect(await readdir(join(host.folder, 'out'))).toEqual(
			expect.arrayContaining(['ATTRIBUTION.md', 'README.md', 'head.onnx', 'manifest.json']),
		);
		await mkdir(join(host.models, 'other'));
		await rename(join(host.folder, 'out'), join(host.models, 'other', 'v1'));
		expect((await registry.read({ classifier: 'other', version: 'v1' })).manifest.training.seed).toBe(1);

		expect((await hantei(['models', 'export', 'v1', 'out.zip'])).exitCode).toBe(0);
		expect((await readFile(join(host.folder, 'out.zip'))).subarray(0, 2).toString()).toBe('PK');
		const again = await hantei(['models', 'export', 'v1', 'out.zip']);
		expect(again.exitCode).toBe(2);
	});
});

describe('hantei promote', () => {
	it('lets a version serve, and records who decided', async () => {
		await publish(versionWith(1, 0));
		await registry.write('default', versionWith(2, 0));
		const { lines, exitCode } = await started(['promote', 'v2']);
		expect({ lines, exitCode }).toEqual({ lines: ['default/v2 serves from now on.'], exitCode: 0 });
		expect(await registry.aliases('default')).toMatchObject({ champion: 'v2', previous: 'v1' });
		expect(await auditOf('default')).toEqual([
			{ action: 'promote', by: 'cli', detail: { version: 'default/v2', before: 'default/v1' } },
		]);
	});

	it('says and records what the gate has against it', async () => {
		await publish(versionWith(1, 0));
		await registry.write('default', versionWith(2, 20));
		const { lines } = await hantei(['promote', 'v2']);
		expect(lines[0]).toMatch(/^The gate would have kept v1: v2 is 17 points worse/);
		expect(lines[1]).toBe('default/v2 serves from now on.');
		expect(await auditOf('default')).toMatchObject([
			{ action: 'force-promote', detail: { version: 'default/v2', reason: 'worse' } },
		]);
	});

	it('takes the classifier as an option or in the name', async () => {
		await publish(versionWith(1, 0));
		await publish(versionWith(2, 0), GUILD);
		await registry.write(GUILD, versionWith(3, 0));
		await hantei(['promote', 'v2', '--classifier', GUILD]);
		expect(await registry.aliases(GUILD)).toMatchObject({ champion: 'v2' });
		await hantei(['promote', `${GUILD}/v1`]);
		expect(await registry.aliases(GUILD)).toMatchObject({ champion: 'v1' });
		expect(await registry.aliases('default')).toMatchObject({ champion: 'v1' });
		expect(await auditOf('default')).toEqual([]);
	});

	it('refuses what cannot be read', async () => {
		await publish(versionWith(1, 0));
		await registry.write('default', versionWith(2, 0));
		await writeFile(join(host.models, 'default', 'v2', 'head.safetensors'), 'damaged');
		const { exitCode, stderr } = await hantei(['promote', 'v2']);
		expect(exitCode).toBe(2);
		expect(stderr).toContain('default/v2');
		expect(await registry.aliases('default')).toMatchObject({ champion: 'v1' });
	});

	it('replaces a champion that cannot be read', async () => {
		await publish(versionWith(1, 0));
		await publish(versionWith(2, 0));
		await rm(join(host.models, 'default', 'v2', 'golden.json'));
		expect((await hantei(['promote', 'v1'])).lines).toEqual(['default/v1 serves from now on.']);
	});
});

describe('a model whose backbone is not installed', () => {
	it('is not promoted, and the command says what mends it', async () => {
		await publish(versionWith(1, 0));
		await registry.write('default', newVersion(2));
		const { stderr, exitCode } = await hantei(['promote', 'v2']);
		expect(exitCode).toBe(2);
		expect(stderr).toContain(
			'Model default/v2 was made on the backbone test-backbone, which is not installed here.',
		);
		expect(stderr).toContain('hantei retrain');
		expect((await registry.aliases('default')).champion).toBe('v1');
	});
});

describe('hantei rollback', () => {
	it('lets the model serve again that served before', async () => {
		await publish(versionWith(1, 0));
		await publish(versionWith(2, 0));
		const { lines } = await started(['rollback']);
		expect(lines).toEqual(['default/v1 serves again instead of default/v2.']);
		expect(await auditOf('default')).toEqual([
			{ action: 'roll-back', by: 'cli', detail: { version: 'default/v1', before: 'default/v2' } },
		]);
	});

	it('says so where nothing served before', async () => {
		await publish(versionWith(1, 0));
		const { exitCode, stderr } = await hantei(['rollback']);
		expect(exitCode).toBe(2);
		expect(stderr).toContain('no earlier model');
		expect(await registry.aliases('default')).toMatchObject({ champion: 'v1' });
	});
});
