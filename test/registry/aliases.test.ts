import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
	type Aliases,
	type AliasFile,
	formatAliases,
	parseAliases,
	rollBackTargets,
	rolledBack,
	serveOrder,
	withChampion,
} from '../../src/registry/aliases.ts';
import { formatVersionName } from '../../src/registry/version-name.ts';
import { FolderAliases } from '../../src/storage/folder-aliases.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

describe('what serves', () => {
	const order = (aliases: Aliases, versions: string[], starter: string[] = ['v1']) =>
		serveOrder(
			'default',
			aliases,
			versions,
			starter.map((version) => ({ classifier: 'starter', version })),
		).map(formatVersionName);

	it.each<[string, Aliases, string[], string[]]>([
		['is the starter while there is nothing else', {}, [], ['starter/v1']],
		[
			'is the champion, then what served before it, then what is older, then the starter',
			{ champion: 'v4', previous: 'v2', challenger: 'v4' },
			['v4', 'v3', 'v2', 'v1'],
			['default/v4', 'default/v2', 'default/v3', 'default/v1', 'starter/v1'],
		],
		[
			'is not what was trained and never promoted, unless nothing else is left',
			{ champion: 'v1', challenger: 'v3' },
			['v3', 'v2', 'v1'],
			['default/v1', 'starter/v1', 'default/v3', 'default/v2'],
		],
		[
			'stays the starter while nothing was promoted',
			{ challenger: 'v2' },
			['v2', 'v1'],
			['starter/v1', 'default/v2', 'default/v1'],
		],
		[
			'is the newest when the aliases are lost',
			{},
			['v3', 'v2', 'v1'],
			['default/v3', 'default/v2', 'default/v1', 'starter/v1'],
		],
		[
			'is what served before when the champion is gone',
			{ champion: 'v9', previous: 'v2', challenger: 'v9' },
			['v3', 'v2', 'v1'],
			['default/v2', 'default/v3', 'default/v1', 'starter/v1'],
		],
		[
			'can be the starter again',
			{ champion: 'starter/v1', previous: 'v2', challenger: 'v2' },
			['v2', 'v1'],
			['starter/v1', 'default/v2', 'default/v1'],
		],
		[
			'is never a path',
			{ champion: '../v1', previous: 'starter/../../v1' },
			['v1'],
			['default/v1', 'starter/v1'],
		],
	])('%s', (_, aliases, versions, expected) => {
		expect(order(aliases, versions)).toEqual(expected);
	});

	it('is nothing where there is nothing', () => {
		expect(order({ champion: 'v1' }, [], [])).toEqual([]);
	});
});

const AT = new Date('2026-01-02T03:04:05.000Z');
const withoutHistory = ({ history: _, ...aliases }: AliasFile): Aliases => aliases;

describe('a new champion', () => {
	it('makes the old one the previous', () => {
		expect(withChampion({ champion: 'v1', challenger: 'v2', history: [] }, 'v2', 'v1', AT)).toEqual({
			champion: 'v2',
			previous: 'v1',
			challenger: 'v2',
			history: [{ how: 'promoted', champion: 'v2', before: 'v1', at: '2026-01-02T03:04:05.000Z' }],
		});
	});

	it('remembers that the starter served before the first', () => {
		const file = withChampion({ challenger: 'v1', history: [] }, 'v1', 'starter/v1', AT);
		expect(withoutHistory(file)).toEqual({ champion: 'v1', previous: 'starter/v1', challenger: 'v1' });
	});

	it('that served already, for want of another, has no previous', () => {
		const file = withChampion({ challenger: 'v1', history: [] }, 'v1', 'v1', AT);
		expect(withoutHistory(file)).toEqual({ champion: 'v1', challenger: 'v1' });
	});

	it('that is the champion already changes nothing', () => {
		const file = { champion: 'v2', previous: 'v1', history: [] };
		expect(withChampion(file, 'v2', 'v2', AT)).toBe(file);
	});

	it('is remembered a hundred times over', () => {
		let file: AliasFile = { history: [] };
		for (let n = 1; n <= 130; n++) file = withChampion(file, `v${n}`, file.champion, AT);
		expect(file.history).toHaveLength(100);
		expect(file.history.at(-1)?.champion).toBe('v130');
	});
});

describe('a roll-back', () => {
	/** Promotes v1 to v4 on top of the starter. */
	const promoted = () => {
		let file: AliasFile = { history: [] };
		for (const version of ['v1', 'v2', 'v3', 'v4']) {
			file = withChampion(file, version, file.champion ?? 'starter/v1', AT);
		}
		return file;
	};
	const rollBack = (file: AliasFile) => {
		const [target, previous] = rollBackTargets(file);
		return rolledBack(file, 'default', { target, previous, served: file.champion }, AT);
	};

	it('returns to what served before, and a second one further back, never to what was rolled back', () => {
		let file = promoted();
		const champions: (string | undefined)[] = [];
		for (let n = 0; n < 4; n++) {
			file = rollBack(file);
			champions.push(file.champion);
		}
		expect(champions).toEqual(['v3', 'v2', 'v1', undefined]);
		expect(file.previous).toBeUndefined();
		expect(rollBackTargets(file)).toEqual([]);
		expect(file.history.at(-1)).toMatchObject({ how: 'rolled-back', champion: 'starter/v1', before: 'v1' });
	});

	it('is itself undone by a promotion', () => {
		let file = rollBack(promoted());
		file = withChampion(file, 'v4', file.champion, AT);
		expect(withoutHistory(file)).toEqual({ champion: 'v4', previous: 'v3' });
		expect(rollBackTargets(file)).toEqual(['v3', 'v2', 'v1', 'starter/v1']);
	});

	it('works with aliases of before there was a history', () => {
		expect(rollBackTargets({ champion: 'v2', previous: 'v1', history: [] })).toEqual(['v1']);
	});

	it('of the first own model lets the classifier follow the other one again', () => {
		const file = withChampion({ challenger: 'v1', history: [] }, 'v1', 'default/v7', AT);
		const after = rolledBack(file, 'guild', { target: 'default/v7', served: 'v1' }, AT);
		expect(withoutHistory(after)).toEqual({ challenger: 'v1' });
		const followed = [{ classifier: 'default', version: 'v8' }];
		expect(serveOrder('guild', after, ['v1'], followed).map(formatVersionName)).toEqual([
			'default/v8',
			'guild/v1',
		]);
	});
});

describe('aliases as text', () => {
	it('are read as they were written', () => {
		const file = withChampion({ challenger: 'v2', history: [] }, 'v2', 'v1', AT);
		expect(parseAliases(formatAliases(file))).toEqual(file);
	});

	it('may come from before there was a history, or with a damaged one', () => {
		for (const content of ['{"champion":"v2"}', '{"champion":"v2","history":[{"how":"?"}]}']) {
			expect(parseAliases(content)).toEqual({ champion: 'v2', history: [] });
		}
	});

	it.each([
		['cut short', '{"champion": "v'],
		['of another shape', '{"champion": 3}'],
		['empty', ''],
		['not there', undefined],
	])('that are %s are none', (_, content) => {
		expect(parseAliases(content)).toEqual({ history: [] });
	});
});

describe('aliases in a folder', () => {
	it('that cannot be read are none', async () => {
		const folder = await temporaryFolder();
		await mkdir(join(folder, 'default', 'aliases.json'), { recursive: true });
		const aliases = new FolderAliases(folder);
		expect(await aliases.read('default')).toBeUndefined();
		expect(await aliases.read('nowhere')).toBeUndefined();
	});
});
