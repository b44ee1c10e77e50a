import { describe, expect, it } from 'vitest';
import { removableVersions } from '../../src/registry/retention.ts';

describe('old versions', () => {
	const all = ['v1', 'v2', 'v3', 'v10', 'v9', 'v8'];

	it('may go, oldest first, but for the newest and those that are needed', () => {
		expect(removableVersions(all, new Set(['v2']), 2)).toEqual(['v1', 'v3', 'v8']);
		expect(removableVersions(all, new Set(), 10)).toEqual([]);
	});

	it('never all go: the newest keeps its number from being given again', () => {
		expect(removableVersions(all, new Set(), 0)).toEqual(['v1', 'v2', 'v3', 'v8', 'v9']);
	});

	it('may go once nothing refers to them', () => {
		expect(removableVersions(all, new Set(['v8', 'v3']), 2)).toEqual(['v1', 'v2']);
		expect(removableVersions(all, new Set(all), 1)).toEqual([]);
		expect(removableVersions([], new Set(), 1)).toEqual([]);
	});

	it('are those of the lowest numbers, in whatever order they are found', () => {
		expect(removableVersions(['v10', 'v9', 'v1'], new Set(), 1)).toEqual(['v1', 'v9']);
		expect(removableVersions(['v1', 'v9', 'v10'], new Set(), 1)).toEqual(['v1', 'v9']);
	});
});
