import { describe, expect, it } from 'vitest';
import {
	formatVersionName,
	isClassifierName,
	parseVersionName,
	versionNumber,
} from '../../src/registry/version-name.ts';

describe('the name of a version', () => {
	it.each([
		['v3', { classifier: 'default', version: 'v3' }],
		['starter/v1', { classifier: 'starter', version: 'v1' }],
		['guild-123456789012345678/v12', { classifier: 'guild-123456789012345678', version: 'v12' }],
	])('%s is understood', (text, name) => {
		expect(parseVersionName(text, 'default')).toEqual(name);
	});

	it.each([
		'',
		'3',
		'v0',
		'v01',
		'v1.5',
		'v1\n',
		'V1',
		'latest',
		'../v1',
		'../../etc/v1',
		'starter/../v1',
		'starter/v1/..',
		'/v1',
		'starter\\v1',
		'.hidden/v1',
		'Starter/v1',
		'ラベル/v1',
		`${'a'.repeat(65)}/v1`,
		'v1234567890',
	])('%j is not', (text) => {
		expect(parseVersionName(text, 'default')).toBeUndefined();
	});

	it('is written as it is read', () => {
		expect(formatVersionName({ classifier: 'starter', version: 'v1' })).toBe('starter/v1');
	});
});

describe('folders beside versions', () => {
	it.each(['aliases.json', '.7d1c.tmp', 'v', 'v1.bak', 'notes'])('%s is no version', (name) => {
		expect(versionNumber(name)).toBeUndefined();
	});

	it('are not mistaken for classifiers by a path', () => {
		expect(['default', 'guild-1'].every(isClassifierName)).toBe(true);
		expect(['', '.', '..', 'a/b', 'a b', 'a\0'].some(isClassifierName)).toBe(false);
	});
});
