import { z } from 'zod';
import type { Prediction } from '../../model/prediction.ts';
import { type ImageAnswer, verdictOf } from '../answer/verdict.ts';

/** What was answered, or what somebody says is right: a label, or none of them. */
export type Said = string | null;

/** What was answered of one picture, and by which model version. */
export interface GivenAnswer {
	readonly model: string;
	readonly label: Said;
}

/** How often a label was answered, and how often members said that it was something else. */
export interface LabelTally {
	readonly label: Said;
	readonly answers: number;
	/** The most frequent first. */
	readonly said: readonly { readonly label: Said; readonly times: number }[];
}

/** As it is stored; whatever is not of this form begins anew. */
export const TALLY = z
	.object({
		/** Milliseconds since the Unix epoch: when the version first answered. */
		since: z.number(),
		labels: z.array(
			z.object({
				label: z.string().nullable(),
				answers: z.number().int().nonnegative(),
				said: z.array(z.object({ label: z.string().nullable(), times: z.number().int().positive() })),
			}),
		),
	})
	.readonly();

export type ContestTally = Readonly<z.infer<typeof TALLY>>;

export function emptyTally(now: number): ContestTally {
	return { since: now, labels: [] };
}

/** What a message said of its pictures; a refusal is no answer. */
export function givenAnswers(answers: readonly ImageAnswer[], threshold: number | null): GivenAnswer[] {
	return answers.flatMap((answer) =>
		'prediction' in answer ? [givenAnswer(answer.prediction, threshold)] : [],
	);
}

export function givenAnswer(prediction: Prediction, threshold: number | null): GivenAnswer {
	const isNone = verdictOf(prediction, threshold) === 'unknown';
	return { model: prediction.model, label: isNone ? null : (prediction.ranking[0]?.label ?? null) };
}

export function countAnswer(tally: ContestTally, label: Said): ContestTally {
	return change(tally, label, (entry) => ({ ...entry, answers: entry.answers + 1 }));
}

export function countContest(tally: ContestTally, answered: Said, said: Said): ContestTally {
	return change(tally, answered, (entry) => {
		const others = entry.said.filter(({ label }) => label !== said);
		const times = (entry.said.find(({ label }) => label === said)?.times ?? 0) + 1;
		return { ...entry, said: [...others, { label: said, times }].sort((a, b) => b.times - a.times) };
	});
}

function change(
	tally: ContestTally,
	label: Said,
	update: (entry: ContestTally['labels'][number]) => ContestTally['labels'][number],
): ContestTally {
	const others = tally.labels.filter((entry) => entry.label !== label);
	const entry = tally.labels.find((entry) => entry.label === label) ?? { label, answers: 0, said: [] };
	return { ...tally, labels: [...others, update(entry)] };
}

/** How many answers were contested, and of how many: several members may contest one, and some were not counted. */
export function contestedOf({ answers, said }: LabelTally): { readonly count: number; readonly of: number } {
	const count = said.reduce((sum, { times }) => sum + times, 0);
	return { count, of: Math.max(answers, count) };
}
