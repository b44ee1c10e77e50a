import { fitTemperature } from '../../model/calibration.ts';
import { evaluate } from '../../model/evaluation.ts';
import { fitLikelihood } from '../../model/familiarity.ts';
import { headLogits } from '../../model/head.ts';
import { scoresHead } from '../../model/network-scores.ts';
import { areaUnderRoc } from '../../model/statistics/area-under-roc.ts';
import { answerThreshold, UNMEASURED_CONFIDENCE } from '../../model/threshold.ts';
import type { FittedVersion } from '../calibrate-version.ts';
import { type FitPhoto, referencesByFold } from '../fit-version.ts';
import { answerOf, type HonestAnswer, judgeHonestly } from '../honest-answers.ts';

/** A photo as a network's own backbone sees it. */
export interface NetworkFitPhoto extends FitPhoto {
	/** Whether the network learned from it, or from one of its group: what it says of it proves nothing. */
	readonly isLearnt: boolean;
}

/**
 * From a whole network to a classifier: nothing is trained. Photos that it has not learned from give its temperature,
 * familiarity and threshold, and the figures; those of them that lie in folds, and those it learned from, tell what is known.
 */
export function fitNetwork({
	photos,
	labels,
	parts,
}: {
	readonly photos: readonly NetworkFitPhoto[];
	readonly labels: readonly string[];
	readonly parts: readonly number[];
}): FittedVersion {
	const dimension = parts.reduce((sum, length) => sum + length, 0);
	const head = scoresHead(dimension, labels.length);
	const honest = [...photos.keys()].filter((n) => !photos[n].isLearnt);
	const logits = new Map(honest.map((n) => [n, headLogits(head, photos[n].embedding)]));
	const temperature =
		honest.length > 0
			? fitTemperature(
					[...logits.values()],
					honest.map((n) => photos[n].labelIndex),
				)
			: 1;

	const references = referencesByFold(photos, { parts, labelCount: labels.length });
	const judge = (n: number, leftOut?: number) => {
		const { embedding, fold } = photos[n];
		const judged = { embedding, logits: logits.get(n) ?? [], temperature, references: references(fold) };
		return judgeHonestly(judged, leftOut);
	};
	const judgements = honest.map((n) => judge(n));
	const strangers = honest.map((n) => judge(n, photos[n].labelIndex));
	const familiarity =
		honest.length > 0
			? fitLikelihood(
					judgements.map(({ similarity }) => similarity),
					strangers.map(({ similarity }) => similarity),
				)
			: null;
	const answers = new Map(honest.map((n, i) => [n, answerOf(judgements[i], familiarity)]));
	const answered = (n: number) => answers.get(n) as HonestAnswer;
	const correct = honest.map(answered).filter(({ judged }, i) => judged === photos[honest[i]].labelIndex);
	const evaluation = evaluate(
		honest.map((n) => ({
			label: photos[n].labelIndex,
			probabilities: answered(n).probabilities,
			isHoldout: photos[n].fold === null,
		})),
		labels,
		'given',
	);
	return {
		inverseRegularisation: 0,
		honest: photos.map((_, n) => Float32Array.from(answers.get(n)?.probabilities ?? [])),
		answers: honest.map(answered),
		classifier: {
			labels,
			head,
			temperature,
			familiarity,
			threshold:
				correct.length > 0
					? answerThreshold(correct.map(({ confidence }) => confidence))
					: UNMEASURED_CONFIDENCE,
			references: references(null),
		},
		evaluation: {
			...evaluation,
			// Which of the dataset's photos, whose learnt ones were not judged.
			hardest: evaluation.hardest.map((hard) => ({ ...hard, photo: honest[hard.photo] })),
			...(strangers.length > 0 && {
				unknownAuroc: areaUnderRoc(
					strangers.map(({ similarity }) => -similarity),
					judgements.map(({ similarity }) => -similarity),
				),
			}),
		},
	};
}
