import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { classify } from '../../src/model/classifier.ts';
import { FORMAT } from '../../src/registry/manifest.ts';
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

	it('is taken away with the models of the next server that is forgotten', async () => {
		await mkdir(join(folder, '.1.tmp'), { recursive: true });
		await utimes(join(folder, '.1.tmp'), 0, 0);
		await registry.write('400000000000000001', newVersion());
		await registry.forget('400000000000000001');
		expect(await readdir(folder)).toEqual([]);
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
		['older', FORMAT - 1, true],
		['newer', FORMAT + 1, false],
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

describe('rolling back', () => {
	const publish = async (seed: number, classifier = 'default') =>
		registry.promote(await registry.write(classifier, newVersion(seed)));

	it('returns to what served before, and says what that is', async () => {
		await publish(1);
		await publish(2);
		expect(await registry.rollBack('default')).toEqual({ classifier: 'default', version: 'v1' });
		expect(await registry.aliases('default')).toEqual({ champion: 'v1', challenger: 'v2' });
		expect(await candidates()).toEqual(['default/v1', 'default/v2']);
	});

	it('skips what can no longer be read', async () => {
		for (const seed of [1, 2, 3]) await publish(seed);
		await rm(join(folder, 'default', 'v2', 'head.safetensors'));
		expect(await registry.rollBack('default')).toMatchObject({ version: 'v1' });
	});

	it('is refused where nothing served before', async () => {
		await publish(1);
		await expect(registry.rollBack('default')).rejects.toMatchObject({
			code: 'no-previous-model',
			details: { classifier: 'default' },
		});
		expect(await registry.aliases('default')).toMatchObject({ champion: 'v1' });
	});

	it('lets the starter serve again after the first model', async () => {
		await ship();
		await publish(1);
		expect(await registry.rollBack('default')).toEqual({ classifier: 'starter', version: 'v1' });
		expect(await candidates()).toEqual(['starter/v1', 'default/v1']);
	});

	it('lets a server follow default again after its first model', async () => {
		await publish(1);
		await publish(2, '1234');
		expect(await candidates('1234')).toEqual(['1234/v1', 'default/v1']);
		await registry.rollBack('1234');
		expect(await candidates('1234')).toEqual(['default/v1', '1234/v1']);
		await publish(3);
		expect((await candidates('1234'))[0]).toBe('default/v2');
	});

	it('from a version that is no longer the champion changes nothing', async () => {
		for (const seed of [1, 2, 3]) await publish(seed);
		const from = { classifier: 'default', version: 'v2' };
		expect(await registry.rollBack('default', { from })).toMatchObject({ version: 'v3' });
	});

	it('is remembered, as promotions are', async () => {
		const now = () => new Date('2026-05-06T07:08:09Z');
		registry = new Registry({ folder, shipped, now });
		await publish(1);
		await publish(2);
		await registry.rollBack('default');
		const at = '2026-05-06T07:08:09.000Z';
		expect(await registry.history('default')).toEqual([
			{ how: 'promoted', champion: 'v1', at },
			{ how: 'promoted', champion: 'v2', before: 'v1', at },
			{ how: 'rolled-back', champion: 'v1', before: 'v2', at },
		]);
	});
});

describe('forgetting', () => {
	const GUILD = '400000000000000001';

	it('deletes all models of a server, which follows the host’s again', async () => {
		await registry.promote(await registry.write('default', newVersion(1)));
		await registry.promote(await registry.write(GUILD, newVersion(2)));
		await registry.write('400000000000000002', newVersion(3));
		await registry.forget(GUILD);
		expect(await registry.classifiers()).toEqual(['400000000000000002', 'default']);
		expect(await registry.versions(GUILD)).toEqual([]);
		expect(await registry.candidates(GUILD)).toEqual(await registry.candidates('default'));
		await registry.forget(GUILD);
		expect(await registry.write(GUILD, newVersion(4))).toEqual({ classifier: GUILD, version: 'v1' });
	});

	it('is not for the host’s own', async () => {
		await registry.write('default', newVersion(1));
		await expect(registry.forget('default')).rejects.toThrow(RangeError);
		await expect(registry.forget('starter')).rejects.toThrow(RangeError);
		await expect(registry.forget('../..')).rejects.toThrow(RangeError);
		expect(await registry.versions('default')).toEqual(['v1']);
	});
});

describe('pruning', () => {
	const publish = async (seed: number, classifier = 'default') => {
		const name = await registry.write(classifier, newVersion(seed));
		await registry.promote(name);
	};

	it('keeps the newest, what aliases name and what serves', async () => {
		for (let seed = 1; seed <= 6; seed++) await publish(seed);
		await registry.promote({ classifier: 'default', version: 'v2' });
		expect(await registry.prune('default', 2)).toEqual([
			{ classifier: 'default', version: 'v1' },
			{ classifier: 'default', version: 'v3' },
			{ classifier: 'default', version: 'v4' },
		]);
		expect(await registry.versions('default')).toEqual(['v6', 'v5', 'v2']);
		expect((await readdir(join(folder, 'default'))).sort()).toEqual(['aliases.json', 'v2', 'v5', 'v6']);
		expect(await registry.prune('default', 2)).toEqual([]);
	});

	it('keeps what serves where the champion is damaged', async () => {
		for (let seed = 1; seed <= 6; seed++) await publish(seed);
		for (const version of ['v6', 'v5', 'v4']) {
			await rm(join(folder, 'default', version, 'golden.json'));
		}
		await registry.prune('default', 1);
		expect(await registry.versions('default')).toEqual(['v6', 'v5', 'v3']);
	});

	it('keeps what another classifier serves with, or may return to', async () => {
		for (let seed = 1; seed <= 5; seed++) await publish(seed);
		await registry.promote({ classifier: 'default', version: 'v1' }, '1234');
		await registry.promote({ classifier: 'default', version: 'v2' }, '1234');
		await registry.prune('default', 1);
		expect(await registry.versions('default')).toEqual(['v5', 'v4', 'v2', 'v1']);
	});

	it('does nothing to a classifier that has none of its own', async () => {
		await ship();
		expect(await registry.prune('starter', 1)).toEqual([]);
		expect(await registry.versions('starter')).toEqual(['v1']);
	});
});

describe('several processes', () => {
	it('change aliases one after the other, and none of the changes is lost', async () => {
		const others = [registry, new Registry({ folder, shipped }), new Registry({ folder, shipped })];
		await Promise.all(
			others.flatMap((other, k) =>
				[1, 2, 3].map(async (n) => other.promote(await other.write('default', newVersion(10 * k + n)))),
			),
		);
		const history = await registry.history('default');
		expect(history.map(({ champion }) => champion).sort()).toEqual(
			Array.from({ length: 9 }, (_, n) => `v${n + 1}`).sort(),
		);
		// Each promotion saw what the one before it had done; before the first, any version serves that is there by then.
		expect(history.slice(1).map(({ before }) => before)).toEqual(
			history.slice(0, -1).map(({ champion }) => champion),
		);
	});

	it('need not wait to read while another one changes something', async () => {
		await registry.promote(await registry.write('default', newVersion()));
		await mkdir(join(folder, 'default', '.lock'));
		expect(await candidates()).toEqual(['default/v1']);
		expect((await registry.read({ classifier: 'default', version: 'v1' })).manifest.training.seed).toBe(1);
	});

	it('go on after one of them was killed with the lock in its hands', async () => {
		await registry.write('default', newVersion());
		await mkdir(join(folder, 'default', '.lock'));
		await utimes(join(folder, 'default', '.lock'), 0, 0);
		await registry.promote({ classifier: 'default', version: 'v1' });
		expect(await registry.aliases('default')).toMatchObject({ champion: 'v1' });
	});
});

describe('the stamp of a classifier', () => {
	it('changes with its aliases, and only then', async () => {
		const none = await registry.stamp('default');
		await registry.write('default', newVersion());
		const written = await registry.stamp('default');
		await registry.promote({ classifier: 'default', version: 'v1' });
		const promoted = await registry.stamp('default');
		expect(new Set([none, written, promoted]).size).toBe(3);
		await registry.promote({ classifier: 'default', version: 'v1' });
		expect(await registry.stamp('default')).toBe(promoted);
	});
});
