import {
	CURVE_TRAININGS,
	type CurvePoint,
	type LabelCurve,
	learningCurves,
} from '../dataset/doctor/learning-curve.ts';
import { seededRandom, shuffled } from '../dataset/random.ts';
import { createGemm } from '../model/linear-algebra/gemm.ts';
import { indexOfLargest } from '../model/statistics/index-of-largest.ts';
import type { TrainingDataset } from './assemble-dataset.ts';
import { fitVersion } from './fit-version.ts';
import { MIN_PICTURES } from './training.ts';

/**
 * Learning curves of a dataset's labels, measured with the very head that a training fits: each part is a training of
 * its own, and every photo that counts is judged by a head that did not see it.
 * @param parts sizes of the unit vectors an embedding is made of
 * @param onPart after each of so many trainings; may throw to give up
 */
export function measureCurves(
	{ photos, labels }: Pick<TrainingDataset, 'photos' | 'labels'>,
	parts: readonly number[],
	onPart: (total: number) => void = () => {},
): Promise<LabelCurve[]> {
	const gemm = createGemm();
	return learningCurves({
		evaluateAt: async (part, repeat) => {
			const taken = takePart({ photos, labels }, part, repeat);
			const learns = photos.map(
				({ group, fold, isExcluded }) => fold !== null && !isExcluded && taken.has(group),
			);
			const { honest } = await fitVersion({
				photos: photos.map((photo, n) => ({ ...photo, views: new Map(), isExcluded: !learns[n] })),
				labels,
				parts,
				gemm,
			});
			onPart(CURVE_TRAININGS);
			return labels.map((_, label): CurvePoint => {
				const own = [...photos.keys()].filter((n) => photos[n].labelIndex === label);
				const judged = own.filter((n) => !photos[n].isExcluded);
				return {
					learnt: own.filter((n) => learns[n]).length,
					judged: judged.length,
					right: judged.filter((n) => indexOfLargest(honest[n]) === label).length,
				};
			});
		},
	});
}

/** The same share of every label's groups; other ones with each repeat. */
function takePart(
	{ photos, labels }: Pick<TrainingDataset, 'photos' | 'labels'>,
	part: number,
	repeat: number,
): Set<number> {
	return new Set(
		labels.flatMap((_, label) => {
			const groups = new Set(
				photos.flatMap(({ labelIndex, group, fold }) => (labelIndex === label && fold !== null ? group : [])),
			);
			const order = shuffled([...groups], seededRandom(repeat * 1_000 + label));
			return order.slice(0, Math.max(MIN_PICTURES, Math.round(part * order.length)));
		}),
	);
}
