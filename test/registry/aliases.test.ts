import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
	type Aliases,
	readAliases,
	serveOrder,
	withChampion,
	writeAliases,
} from '../../src/registry/aliases.ts';
import { formatVersionName } from '../../src/registry/version-name.ts';
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

describe('a new champion', () => {
	it('makes the old one the previous', () => {
		expect(withChampion({ champion: 'v1', challenger: 'v2' }, 'v2', 'v1')).toEqual({
			champion: 'v2',
			previous: 'v1',
			challenger: 'v2',
		});
	});

	it('remembers that the starter served before the first', () => {
		expect(withChampion({ challenger: 'v1' }, 'v1', 'starter/v1')).toEqual({
			champion: 'v1',
			previous: 'starter/v1',
			challenger: 'v1',
		});
	});

	it('that served already, for want of another, has no previous', () => {
		expect(withChampion({ challenger: 'v1' }, 'v1', 'v1')).toEqual({ champion: 'v1', challenger: 'v1' });
	});

	it('that is the champion already changes nothing', () => {
		const aliases = { champion: 'v2', previous: 'v1' };
		expect(withChampion(aliases, 'v2', 'v2')).toEqual(aliases);
	});
});

describe('aliases on disk', () => {
	it('are read as they were written', async () => {
		const folder = join(await temporaryFolder(), 'default');
		await writeAliases(folder, { champion: 'v2', previous: 'v1' });
		expect(await readAliases(folder)).toEqual({ champion: 'v2', previous: 'v1' });
	});

	it.each([
		['cut short', '{"champion": "v'],
		['of another shape', '{"champion": 3}'],
		['empty', ''],
	])('that are %s are none', async (_, content) => {
		const folder = await temporaryFolder();
		await writeFile(join(folder, 'aliases.json'), content);
		expect(await readAliases(folder)).toEqual({});
	});

	it('that cannot be read are none', async () => {
		const folder = await temporaryFolder();
		await mkdir(join(folder, 'aliases.json'));
		expect(await readAliases(folder)).toEqual({});
		expect(await readAliases(join(folder, 'nowhere'))).toEqual({});
	});
});
