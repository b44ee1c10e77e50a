import type { BackboneManifest } from '../../model/backbone/manifest.ts';
import { applyGate, type GateVerdict } from '../../model/gate/gate.ts';
import { indexOfLargest } from '../../model/statistics/index-of-largest.ts';
import type { Manifest } from '../../registry/manifest.ts';
import type { TrainingDataset } from '../assemble-dataset.ts';
import type { FittedVersion } from '../calibrate-version.ts';
import { ENOUGH_PHOTOS, type FineTuneWish } from '../training.ts';
import { requireTunable } from './fine-tune.ts';

/**
 * What a wish comes to with these photos.
 * @throws {UserError} `fine-tuning-unsupported` where it must be done and cannot
 */
export function tuningFor(
	wish: FineTuneWish | undefined,
	{
		photos,
		labels,
	}: Pick<TrainingDataset, 'labels'> & {
		readonly photos: readonly Pick<TrainingDataset['photos'][number], 'labelIndex' | 'fold'>[];
	},
	backbone: BackboneManifest,
	enough = ENOUGH_PHOTOS,
): FineTuneWish | undefined {
	if (wish === 'always') requireTunable(backbone);
	if (wish !== 'if-better') return wish;
	const hasEnough = labels.every(
		(_, label) =>
			photos.filter(({ labelIndex, fold }) => labelIndex === label && fold !== null).length >= enough,
	);
	return backbone.fineTuning && hasEnough ? wish : undefined;
}

/** Whether a version of the same photos is what this would come to, too. */
export function isTunedAsWished(
	{ fineTuned, fineTuningTried }: Pick<Manifest, 'fineTuned' | 'fineTuningTried'>,
	tuning: FineTuneWish | undefined,
): boolean {
	if (tuning === undefined) return fineTuned === undefined;
	return fineTuned !== undefined || (tuning === 'if-better' && fineTuningTried === true);
}

/** What the gate says of a fine-tuned model beside the head alone, on all photos, judged by models that had not seen them. */
export function weighTuned(
	{ photos, labels }: TrainingDataset,
	{ head, tuned }: { readonly head: FittedVersion; readonly tuned: FittedVersion },
): GateVerdict {
	const isRight = (fit: FittedVersion, n: number) => indexOfLargest(fit.honest[n]) === photos[n].labelIndex;
	return applyGate({
		labels,
		candidate: { labels, evaluation: tuned.evaluation },
		champion: { labels, evaluation: head.evaluation },
		pairs: photos.map(({ group, label }, n) => ({
			group,
			label,
			champion: isRight(head, n),
			candidate: isRight(tuned, n),
		})),
	});
}

/** No worse is not enough: it takes a backbone of its own, and minutes. */
export function isBetter({ decision, reason }: GateVerdict): boolean {
	return decision === 'promote' && reason === 'improved';
}
