import { createHash } from 'node:crypto';
import { evaluate } from '../../src/model/evaluation.ts';
import type { NewVersion } from '../../src/registry/version-files.ts';
import { LABELS } from './classifiers.ts';
import { newVersion } from './versions.ts';

/** Photos of each label. */
const PHOTOS = 40;

/**
 * A version that judged forty photos of each label without having learned from them, of which it got some wrong.
 * @param wrong how many of each label; the same photos for every version, and always the first ones
 */
export function judgedVersion(
	wrong: Readonly<Partial<Record<(typeof LABELS)[number], number>>>,
	seed = 1,
	count = PHOTOS,
): NewVersion {
	const photos = LABELS.flatMap((label, index) =>
		Array.from({ length: count }, (_, n) => ({ label, index, n, isWrong: n < (wrong[label] ?? 0) })),
	);
	const probabilities = photos.map(({ index, isWrong }) => {
		const judged = isWrong ? (index + 1) % LABELS.length : index;
		return LABELS.map((_, k) => (k === judged ? 0.9 : 0.05));
	});
	const version = newVersion(seed);
	return {
		...version,
		evaluation: evaluate(
			photos.map(({ index }, n) => ({ label: index, probabilities: probabilities[n] ?? [] })),
			LABELS,
			'out-of-fold',
		),
		dataset: {
			photos: photos.map(({ label, n }, group) => ({
				sha256: createHash('sha256').update(`${label} ${n}`).digest('hex'),
				label,
				group,
				fold: n % 2,
				excluded: false,
			})),
			leftOut: [],
		},
		predictions: { probabilities },
		manifest: { ...version.manifest, training: { ...version.manifest.training, photos: photos.length } },
	};
}
