import { assignFolds } from '../dataset/folds.ts';
import { fitTemperature } from '../model/calibration.ts';
import type { Gemm } from '../model/linear-algebra/gemm.ts';
import { type Matrix, row, selectRows, stackRows } from '../model/linear-algebra/matrix.ts';
import { type Precision, precisionOf, solve } from '../model/linear-algebra/precision.ts';
import { softmax } from '../model/softmax.ts';
import { measureStandardisation, standardise } from '../model/standardisation.ts';

export interface PhotoToJudge {
	readonly embedding: Float32Array;
	readonly labelIndex: number;
	/** No photo is judged by what was learnt from its group. */
	readonly group: number;
	/** Null for the holdout: judged, and not learnt from. */
	readonly fold: number | null;
}

/**
 * Ridge strength in units of a photo's mean squared length, what share of the labels is taken to be wrong at first,
 * and how often they are reconsidered. Chosen on subsets of CIFAR-10 (three to eight labels of 36 or 60 photos, a fifth of the
 * labels shuffled): with the bundled backbone a ridge of 2 finds 1 to 4 % more of them than one of .5, without more false
 * alarms, and one of 4 or 8 no more. The other two make little difference.
 */
const RIDGE = 2;
const NOISE = 0.2;
const ROUNDS = 2;

/** Photos learnt from together: the time grows with the third power of them, the use hardly beyond. */
const MAX_BLOCK = 1_000;

/** Logits of a least-squares fit lie between 0 and 1: a start from which the temperature is soon found. */
const SCALE = 5;

/**
 * What can be said of each photo's label without trusting it: probabilities of the labels by kernel ridge regression on
 * all photos but those of its group, in closed form. Labels that the others contradict count for less from round to
 * round (expectation-maximisation with a noise model): a head trained on every label as it stands learns the mistakes
 * with them, and finds fewer.
 * @param onBlock before each piece of work; may throw to give up
 */
export async function examineLabels(
	gemm: Gemm,
	{ photos, labels }: { readonly photos: readonly PhotoToJudge[]; readonly labels: readonly string[] },
	onBlock: () => void = () => {},
): Promise<Float32Array[]> {
	const labelCount = labels.length;
	const embeddings = stackRows(photos.map(({ embedding }) => embedding));
	const features = standardise(embeddings, measureStandardisation(embeddings));
	const logits: Float64Array[] = photos.map(() => new Float64Array(labelCount));
	for (const { learners, others } of blocksOf(photos, labelCount)) {
		onBlock();
		const block = await judgeBlock(gemm, features, { learners, others, photos, labelCount });
		for (const [n, values] of block) logits[n] = values;
	}
	const temperature = fitTemperature(
		logits,
		photos.map(({ labelIndex }) => labelIndex),
	);
	return logits.map((values) => Float32Array.from(softmax(values, temperature)));
}

interface Block {
	readonly learners: readonly number[];
	/** Judged by the learners. */
	readonly others: readonly number[];
}

/** Whole groups, each block with all labels. */
function blocksOf(photos: readonly PhotoToJudge[], labelCount: number): Block[] {
	const learners = [...photos.keys()].filter((n) => photos[n].fold !== null);
	const others = [...photos.keys()].filter((n) => photos[n].fold === null);
	const count = Math.max(1, Math.ceil(learners.length / MAX_BLOCK));
	const grouped = learners.map((n) => ({ label: photos[n].labelIndex, group: photos[n].group }));
	const blockOf = assignFolds(grouped, labelCount, count, 1);
	return Array.from({ length: count }, (_, block) => ({
		learners: learners.filter((_, position) => blockOf[position] === block),
		others: others.filter((_, position) => position % count === block),
	}));
}

async function judgeBlock(
	gemm: Gemm,
	features: Matrix,
	{
		learners,
		others,
		photos,
		labelCount,
	}: Block & { readonly photos: readonly PhotoToJudge[]; readonly labelCount: number },
): Promise<Map<number, Float64Array>> {
	const count = learners.length;
	const known = selectRows(features, learners);
	const kernel = await gemm(known, known, { transposeB: true });
	const length = meanOfDiagonal(kernel);
	const precision = precisionOf(
		Float64Array.from(kernel.data, (value, at) => value / length + (at % (count + 1) === 0 ? RIDGE : 0)),
		count,
	);
	const groups = gather(learners.map((n) => photos[n].group));
	const labels = learners.map((n) => photos[n].labelIndex);

	let targets = labels.map((label) => oneHot(label, labelCount));
	for (let round = 0; ; round++) {
		const weights = precision.times(targets);
		const judged = leaveGroupsOut(precision, weights, targets, groups);
		if (round === ROUNDS) {
			const cross = await gemm(selectRows(features, others), known, { transposeB: true });
			return new Map([
				...learners.map((n, position) => [n, judged[position]] as const),
				...others.map(
					(n, position) => [n, combine(row(cross, position), weights, labelCount, length)] as const,
				),
			]);
		}
		const temperature = fitTemperature(judged, labels);
		targets = judged.map((values, n) => reconsider(softmax(values, temperature), labels[n]));
	}
}

/** What a label is, given what the others say of the photo and that a share of the labels is wrong. */
function reconsider(probabilities: Float64Array, label: number): Float64Array {
	const others = NOISE / Math.max(1, probabilities.length - 1);
	const weighed = probabilities.map((value, k) => value * (k === label ? 1 - NOISE : others));
	const total = weighed.reduce((sum, value) => sum + value, 0);
	return weighed.map((value) => value / total - 1 / weighed.length);
}

/** Centred, so that a photo like no other gets all labels alike. */
function oneHot(label: number, labelCount: number): Float64Array {
	return Float64Array.from({ length: labelCount }, (_, k) => (k === label ? 1 : 0) - 1 / labelCount);
}

/**
 * Predictions of a ridge regression for each group by the others alone, in closed form: with `G` the inverse of the
 * kernel plus ridge, the residuals of a group `g` left out are `G[g, g]⁻¹ (G y)[g]` (the block form of the
 * leave-one-out identity; Rasmussen and Williams 2006, section 5.4.2).
 */
function leaveGroupsOut(
	precision: Precision,
	weights: readonly Float64Array[],
	targets: readonly Float64Array[],
	groups: readonly (readonly number[])[],
): Float64Array[] {
	const predictions = targets.map((target) => target.slice());
	for (const members of groups) {
		const residuals = solve(
			precision.block(members),
			members.map((n) => weights[n]),
		);
		for (const [position, n] of members.entries())
			predictions[n] = targets[n].map((value, k) => SCALE * (value - residuals[position][k]));
	}
	return predictions;
}

function combine(
	similarities: Float32Array,
	weights: readonly Float64Array[],
	labelCount: number,
	length: number,
): Float64Array {
	const logits = new Float64Array(labelCount);
	for (const [n, similarity] of similarities.entries())
		for (let k = 0; k < labelCount; k++) logits[k] += (SCALE * similarity * weights[n][k]) / length;
	return logits;
}

function meanOfDiagonal({ data, rows }: Matrix): number {
	let sum = 0;
	for (let n = 0; n < rows; n++) sum += data[n * rows + n];
	return sum / rows || 1;
}

/** Positions of each group. */
function gather(groups: readonly number[]): number[][] {
	const members = new Map<number, number[]>();
	for (const [position, group] of groups.entries())
		members.set(group, [...(members.get(group) ?? []), position]);
	return [...members.values()];
}
