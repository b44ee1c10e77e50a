import { z } from 'zod';

const changeSchema = z.object({
	how: z.enum(['promoted', 'rolled-back']),
	/** What serves from then on, as an alias names it. */
	champion: z.string(),
	/** What served until then. */
	before: z.string().optional(),
	at: z.iso.datetime(),
});

/** One change of what serves a classifier. */
export type AliasChange = Readonly<z.infer<typeof changeSchema>>;

export const historySchema = z.array(changeSchema);

/** Nightly promotions of three months. */
const REMEMBERED = 100;

/** The history with one more change, the oldest forgotten. */
export function withChange(
	history: readonly AliasChange[],
	how: AliasChange['how'],
	champion: string,
	before: string | undefined,
	at: Date,
): AliasChange[] {
	return [...history, { how, champion, before, at: at.toISOString() }].slice(-REMEMBERED);
}

/**
 * What served before the present champion, latest first, without what was rolled back: each promotion puts what it replaces
 * on a pile, each roll-back takes from it what it returns to.
 */
export function earlierChampions(history: readonly AliasChange[]): string[] {
	let pile: string[] = [];
	for (const { how, champion, before } of history) {
		if (how === 'promoted' && before !== undefined) pile.push(before);
		if (how === 'rolled-back') pile = pile.slice(0, Math.max(0, pile.lastIndexOf(champion)));
	}
	return pile.reverse();
}
