import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { classify } from '../../src/model/classifier.ts';
import { Registry } from '../../src/registry/registry.ts';
import { encodeVersion, type NewVersion } from '../../src/registry/version-files.ts';
import { formatVersionName } from '../../src/registry/version-name.ts';
import { embeddingOf } from '../support/classifiers.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { newVersion } from '../support/versions.ts';

const temporaryFolder = temporaryFolders();

let folder: string;
let shipped: string;
let registry: Registry;

beforeEach(async () => {
	const root = await temporaryFolder();
	folder = join(root, 'models');
	shipped = join(root, 'shipped');
	registry = new Registry({ folder, shipped });
});

async function ship(version: NewVersion = newVersion(99)): Promise<void> {
	const source = new Registry({ folder: shipped, shipped });
	await source.promote(await source.write('starter', version));
}

const candidates = async (classifier = 'default') =>
	(await registry.candidates(classifier)).map(formatVersionName);

async function filesIn(path: string): Promise<Map<string, string>> {
	const names = (await readdir(path)).sort();
	return new Map(
		await Promise.all(
			names.map(async (name) => [name, (await readFile(join(path, name))).toString('base64')] as const),
		),
	);
}

describe('a version', () => {
	it('is read as it was written', async () => {
		const written = newVersion();
		const name = await registry.write('default', written);
		expect(name).toEqual({ classifier: 'default', version: 'v1' });

		const read = await registry.read(name);
		const { manifest, classifier, calibration, evaluation, dataset, predictions, golden } = read;
		const { files, ...rest } = manifest;
		expect(rest).toEqual(written.manifest);
		expect(Object.keys(files)).toHaveLength(7);
		expect({ calibration, evaluation, dataset, predictions, golden }).toEqual({
			calibration: written.calibration,
			evaluation: written.evaluation,
			dataset: written.dataset,
			predictions: written.predictions,
			golden: written.golden,
		});
		expect(classifier.references).toEqual(written.classifier.references);
		expect(classify(classifier, embeddingOf(1, 0.2))).toEqual(
			classify(written.classifier, embeddingOf(1, 0.2)),
		);
	});

	it('is the same bytes when made again', async () => {
		const other = new Registry({ folder: join(folder, 'elsewhere'), shipped });
		await registry.write('default', newVersion(5));
		await other.write('starter', newVersion(5));
		expect(await filesIn(join(folder, 'default', 'v1'))).toEqual(
			await filesIn(join(folder, 'elsewhere', 'starter', 'v1')),
		);
	});

	it('gets the next number, and is the challenger', async () => {
		for (const seed of [1, 2, 3]) await registry.write('default', newVersion(seed));
		expect(await registry.versions('default')).toEqual(['v3', 'v2', 'v1']);
		expect(await registry.aliases('default')).toEqual({ challenger: 'v3' });
		expect((await registry.read({ classifier: 'default', version: 'v2' })).manifest.training.seed).toBe(2);
	});

	it('is sorted by number, not by letter', async () => {
		for (const number of [9, 10, 2]) await mkdir(join(folder, 'default', `v${number}`), { recursive: true });
		expect(await registry.versions('default')).toEqual(['v10', 'v9', 'v2']);
		expect(await registry.write('default', newVersion())).toMatchObject({ version: 'v11' });
	});
});

describe('several who write at once', () => {
	it('get a number each, and every version is whole', async () => {
		const other = new Registry({ folder, shipped });
		const names = await Promise.all(
			[1, 2, 3, 4, 5, 6].map((seed) => (seed % 2 ? registry : other).write('default', newVersion(seed))),
		);
		expect(names.map(({ version }) => version).sort()).toEqual(['v1', 'v2', 'v3', 'v4', 'v5', 'v6']);
		const seeds = await Promise.all(
			names.map(async (name) => (await registry.read(name)).manifest.training.seed),
		);
		expect(seeds).toEqual([1, 2, 3, 4, 5, 6]);
		expect((await readdir(join(folder, 'default'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
	});

	it('do not undo what another did to the aliases', async () => {
		for (const seed of [1, 2, 3]) await registry.write('default', newVersion(seed));
		await Promise.all([
			registry.promote({ classifier: 'default', version: 'v1' }),
			registry.promote({ classifier: 'default', version: 'v2' }),
			registry.write('default', newVersion(4)),
			registry.promote({ classifier: 'default', version: 'v3' }),
		]);
		expect(await registry.aliases('default')).toEqual({ champion: 'v3', previous: 'v2', challenger: 'v4' });
	});
});

describe('a version that cannot be written', () => {
	it('says so, where a file lies in the way of the folder', async () => {
		await mkdir(folder, { recursive: true });
		await writeFile(join(folder, 'default'), 'a file');
		await expect(registry.write('default', newVersion())).rejects.toThrow(/EEXIST|ENOTDIR/);
	});

	it.each(['', '..', '../up', 'a/b', 'Ä'])('is one of a classifier named %j', async (classifier) => {
		await expect(registry.write(classifier, newVersion())).rejects.toThrow(RangeError);
		await expect(registry.read({ classifier, version: 'v1' })).rejects.toThrow(RangeError);
		await expect(registry.promote({ classifier, version: 'v1' })).rejects.toThrow(RangeError);
		await expect(stat(folder)).rejects.toThrow('ENOENT');
	});
});

describe('what a killed process left behind', () => {
	it('is taken away by the next one that writes, once it is old', async () => {
		const home = join(folder, 'default');
		await mkdir(join(home, '.1.tmp'), { recursive: true });
		await writeFile(join(home, '.1.tmp', 'head.safetensors'), 'half');
		await writeFile(join(home, 'aliases.json.2.tmp'), '{');
		await utimes(join(home, '.1.tmp'), 0, 0);
		await utimes(join(home, 'aliases.json.2.tmp'), 0, 0);
		await mkdir(join(home, '.3.tmp'));

		expect(await registry.versions('default')).toEqual([]);
		await registry.write('default', newVersion());
		expect((await readdir(home)).sort()).toEqual(['.3.tmp', 'aliases.json', 'v1']);
	});
});

describe('a damaged version', () => {
	const files = [...encodeVersion(newVersion()).keys()];

	it.each(files)('is refused by the name of its file: %s altered', async (file) => {
		const name = await registry.write('default', newVersion());
		const path = join(folder, 'default', 'v1', file);
		const bytes = await readFile(path);
		bytes[Math.floor(bytes.length / 2)] ^= 1;
		await writeFile(path, bytes);
		await expect(registry.read(name)).rejects.toMatchObject({
			code: 'model-damaged',
			details: {
				version: 'default/v1',
				reason: expect.stringContaining(file === 'manifest.json' ? '' : file),
			},
		});
	});

	it.each(files)('is refused by the name of its file: %s missing', async (file) => {
		const name = await registry.write('default', newVersion());
		await rm(join(folder, 'default', 'v1', file));
		await expect(registry.read(name)).rejects.toMatchObject({
			code: 'model-damaged',
			details: { version: 'default/v1', reason: `${file} cannot be read` },
		});
	});

	it.each([
		['lists a file outside its folder', { files: { '../../../secret': 'a'.repeat(64) } }, /manifest\.json/],
		['lists no head', { files: {} }, /not listed/],
		['has no format', { format: undefined }, /manifest\.json/],
		['has labels other than the head', { labels: ['a', 'b'] }, /head\.safetensors.*weights/],
	])('is one whose manifest %s', async (_, change, reason) => {
		const name = await registry.write('default', newVersion());
		const path = join(folder, 'default', 'v1', 'manifest.json');
		await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), ...change }));
		await expect(registry.read(name)).rejects.toMatchObject({
			code: 'model-damaged',
			details: { reason: expect.stringMatching(reason) },
		});
	});
});

describe('a version of another Hantei', () => {
	it.each([
		['older', 1, true],
		['newer', 3, false],
	])('that is %s is refused as such, whatever its files hold', async (_, format, isOlder) => {
		const name = await registry.write('default', newVersion());
		const path = join(folder, 'default', 'v1', 'manifest.json');
		await writeFile(path, JSON.stringify({ format }));
		await expect(registry.read(name)).rejects.toMatchObject({
			code: 'model-other-format',
			details: { version: 'default/v1', isOlder },
		});
	});
});

describe('finding a version', () => {
	it('takes what a person types, and lists what there is otherwise', async () => {
		await ship();
		await registry.write('default', newVersion());
		expect(await registry.find('v1', 'default')).toEqual({ classifier: 'default', version: 'v1' });
		expect(await registry.find('starter/v1', 'default')).toEqual({ classifier: 'starter', version: 'v1' });
		for (const text of ['v2', '../v1', 'newest', '/etc/passwd']) {
			await expect(registry.find(text, 'default')).rejects.toMatchObject({
				code: 'model-not-found',
				details: { version: text, known: ['v1'] },
			});
		}
		await expect(registry.read({ classifier: 'default', version: '../v1' })).rejects.toMatchObject({
			code: 'model-not-found',
		});
	});
});

describe('what may serve', () => {
	it('is nothing, said so, without a single model', async () => {
		await expect(registry.candidates('default')).rejects.toMatchObject({
			code: 'no-model',
			details: { classifier: 'default' },
		});
	});

	it('is the shipped starter until a version of the classifier is promoted', async () => {
		await ship();
		expect(await candidates()).toEqual(['starter/v1']);
		const name = await registry.write('default', newVersion());
		expect((await candidates())[0]).toBe('starter/v1');
		await registry.promote(name);
		expect(await candidates()).toEqual(['default/v1', 'starter/v1']);
	});

	it('can be the starter again', async () => {
		await ship();
		await registry.promote(await registry.write('default', newVersion()));
		expect(await registry.aliases('default')).toMatchObject({ champion: 'v1', previous: 'starter/v1' });
		await registry.promote({ classifier: 'starter', version: 'v1' }, 'default');
		expect(await candidates()).toEqual(['starter/v1', 'default/v1']);
		expect(await registry.aliases('default')).toMatchObject({ champion: 'starter/v1', previous: 'v1' });
	});

	it('is not what does not exist', async () => {
		await registry.write('default', newVersion());
		await expect(registry.promote({ classifier: 'default', version: 'v7' })).rejects.toMatchObject({
			code: 'model-not-found',
			details: { version: 'default/v7', known: ['v1'] },
		});
		expect(await registry.aliases('default')).toEqual({ challenger: 'v1' });
	});

	it('is the shipped starter also where the host’s own folder of it holds no version', async () => {
		await ship();
		await mkdir(join(folder, 'starter', '.killed.tmp'), { recursive: true });
		await writeFile(join(folder, 'starter', 'aliases.json'), '{}');
		expect(await candidates()).toEqual(['starter/v1']);
		expect((await registry.read({ classifier: 'starter', version: 'v1' })).manifest.training.seed).toBe(99);
	});

	it('is the host’s own starter where there is one', async () => {
		await ship();
		await registry.write('starter', newVersion(7));
		expect((await registry.read({ classifier: 'starter', version: 'v1' })).manifest.training.seed).toBe(7);
	});
});
