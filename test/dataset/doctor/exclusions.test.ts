import { describe, expect, it } from 'vitest';
import type { PhotoFinding } from '../../../src/dataset/doctor/doctor.ts';
import { chooseExclusions } from '../../../src/dataset/doctor/exclusions.ts';
import { photos } from './support.ts';

const noise = (photo: number, score: number): PhotoFinding => ({
	issue: 'label-noise',
	photo,
	score,
	suggestion: 1,
});

describe('what a training leaves out', () => {
	it('is what is gravely doubted, up to a tenth of a label, worst first', () => {
		const all = [...photos(0, 30), ...photos(1, 10)];
		const findings = [noise(0, 0.82), noise(1, 0.9), noise(2, 0.85), noise(3, 0.99), noise(35, 0.95)];
		expect(chooseExclusions(findings, all)).toEqual([3, 35, 1, 2]);
	});

	it('is as many as the cap says, which may be less than one', () => {
		const all = photos(0, 9);
		expect(chooseExclusions([noise(0, 1)], all)).toEqual([]);
		expect(chooseExclusions([noise(0, 1), noise(1, 1), noise(2, 1)], all, { capPerLabel: 0.25 })).toEqual([
			0, 1,
		]);
	});

	it('is nothing that is doubted only a little', () => {
		expect(chooseExclusions([noise(0, 0.7)], photos(0, 30))).toEqual([]);
		expect(chooseExclusions([noise(0, 0.7)], photos(0, 30), { minScore: 0.6 })).toEqual([0]);
	});

	it('is nothing that a person kept, and nothing of the holdout, which does not raise the cap either', () => {
		const all = [...photos(0, 1, { isKept: true }), ...photos(0, 40, { isHoldout: true }), ...photos(0, 10)];
		const findings = [noise(0, 1), noise(1, 1), noise(41, 0.9), noise(42, 0.85)];
		expect(chooseExclusions(findings, all)).toEqual([41]);
	});

	it('is nothing with another issue: those are for people to answer', () => {
		const outlier: PhotoFinding = { issue: 'outlier', photo: 0, score: 1 };
		expect(chooseExclusions([outlier], photos(0, 30))).toEqual([]);
	});
});
