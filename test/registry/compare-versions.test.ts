import { describe, expect, it } from 'vitest';
import { versionPairs } from '../../src/registry/compare-versions.ts';
import type { NewVersion } from '../../src/registry/version-files.ts';
import { judgedVersion } from '../support/judged-versions.ts';

/** As a version that was read: its files' hashes do not matter here. */
const read = (version: NewVersion) => ({ ...version, manifest: { ...version.manifest, files: {} } });

describe('pairs of two versions', () => {
	it('say of each photo that both judged whether each was right', () => {
		const pairs = versionPairs(read(judgedVersion({ boar: 3 })), read(judgedVersion({ boar: 1, crow: 2 })));
		expect(pairs).toHaveLength(120);
		const count = (label: string, champion: boolean, candidate: boolean) =>
			pairs.filter(
				(pair) => pair.label === label && pair.champion === champion && pair.candidate === candidate,
			).length;
		expect(count('boar', false, true)).toBe(2);
		expect(count('boar', false, false)).toBe(1);
		expect(count('crow', true, false)).toBe(2);
		expect(count('monkey', true, true)).toBe(40);
	});

	it('leave out photos that one of them did not judge, and labels that one does not know', () => {
		expect(versionPairs(read(judgedVersion({}, 1, 10)), read(judgedVersion({}, 1, 40)))).toHaveLength(30);
		const champion = read(judgedVersion({}));
		const renamed = {
			...champion,
			manifest: { ...champion.manifest, labels: ['pig', 'crow', 'monkey'] },
			dataset: {
				...champion.dataset,
				photos: champion.dataset.photos.map((photo) => ({
					...photo,
					label: photo.label === 'boar' ? 'pig' : photo.label,
				})),
			},
		};
		expect(new Set(versionPairs(renamed, champion).map(({ label }) => label))).toEqual(
			new Set(['crow', 'monkey']),
		);
	});

	it('let both choose among the labels that both know', () => {
		const champion = read(judgedVersion({ boar: 40 }));
		// Every boar was judged a crow; among boar and monkey alone, boar and monkey are as likely, and the first is taken.
		const candidate = read(judgedVersion({}));
		const without = {
			...candidate,
			manifest: { ...candidate.manifest, labels: ['boar', 'monkey'] },
			predictions: {
				probabilities: candidate.predictions.probabilities.map(([boar, , monkey]) => [boar, monkey]),
			},
			dataset: { ...candidate.dataset },
		} as typeof candidate;
		const boars = versionPairs(champion, without).filter(({ label }) => label === 'boar');
		expect(boars.every((pair) => pair.champion && pair.candidate)).toBe(true);
	});
});
