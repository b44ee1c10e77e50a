import { differenceInterval, type Share } from '../../model/statistics/proportion-intervals.ts';
import { type ContestTally, contestedOf } from './tally.ts';

/** Of answers, for each of the two: below, one member in a bad mood would decide. */
const LEAST_ANSWERS = 50;
const LEAST_CONTESTED = 5;

/** What is surely more, and worth an admin's evening: two of a hundred answers, by the lower end of the interval. */
const LEAST_INCREASE = 0.02;

/** A model whose answers are contested much more than those of the model before it. */
export interface ContestedMore {
	readonly model: string;
	readonly before: string;
	readonly share: number;
	readonly shareBefore: number;
}

/**
 * Whether a model's answers are surely contested much more than those of the one that began to answer before it.
 * @param versions the one that began last first
 */
export function contestedMore(
	model: string,
	versions: readonly (readonly [model: string, tally: ContestTally])[],
): ContestedMore | undefined {
	const index = versions.findIndex(([name]) => name === model);
	const [[, tally] = [], [before, tallyBefore] = []] = index < 0 ? [] : versions.slice(index, index + 2);
	if (!tally || !tallyBefore || before === undefined) return undefined;
	const [now, then] = [labelsContested(tally), labelsContested(tallyBefore)];
	if (Math.min(now.of, then.of) < LEAST_ANSWERS || now.count < LEAST_CONTESTED) return undefined;
	if (differenceInterval(now, then).low < LEAST_INCREASE) return undefined;
	return { model, before, share: now.count / now.of, shareBefore: then.count / then.of };
}

/** Of the answers with a label: those without have no button to press. */
function labelsContested({ labels }: ContestTally): Share {
	const shares = labels.filter(({ label }) => label !== null).map(contestedOf);
	return {
		count: shares.reduce((sum, { count }) => sum + count, 0),
		of: shares.reduce((sum, { of }) => sum + of, 0),
	};
}
