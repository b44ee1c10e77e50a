import { evaluate } from '../../src/model/evaluation.ts';
import { recordGolden } from '../../src/registry/golden.ts';
import { FORMAT } from '../../src/registry/manifest.ts';
import type { NewVersion } from '../../src/registry/version-files.ts';
import { classifierOf, LABELS, PARTS } from './classifiers.ts';

export const BACKBONE = { id: 'test-backbone', sha256: 'b'.repeat(64) };

/** The same version, but that finds every photo unknown. */
export function blinded(version: NewVersion): NewVersion {
	const familiarity = { middle: 2, slope: 25 };
	return {
		...version,
		golden: recordGolden({ ...version.classifier, familiarity }),
		calibration: { ...version.calibration, familiarity },
	};
}

/** A small model version, whole and valid; another seed, another version. */
export function newVersion(seed = 1): NewVersion {
	const classifier = classifierOf(seed);
	const { temperature, familiarity, threshold } = classifier;
	return {
		classifier,
		evaluation: evaluate([{ label: 0, probabilities: [0.8, 0.1, 0.1] }], LABELS, 'out-of-fold'),
		golden: recordGolden(classifier),
		calibration: { temperature, familiarity, threshold, keeps: 0.9 },
		dataset: {
			photos: [{ sha256: 'a'.repeat(64), label: 'boar', group: 0, fold: 0, excluded: false }],
			leftOut: [{ file: 'boar/2.jpg', reason: 'duplicate' }],
		},
		predictions: { probabilities: [[0.8, 0.1, 0.1]] },
		manifest: {
			format: FORMAT,
			labels: [...LABELS],
			backbone: {
				...BACKBONE,
				parts: [...PARTS],
				preprocessing: { resize: 'squash', width: 224, height: 224 },
			},
			training: {
				dataset: 'd'.repeat(64),
				photos: 1,
				holdout: 0,
				excluded: 0,
				views: ['original'],
				seed,
				folds: 2,
				inverseRegularisation: 0.03,
				code: '0.1.0',
			},
		},
		attribution: `# Attribution\n\nSeed ${seed}.\n`,
	};
}
