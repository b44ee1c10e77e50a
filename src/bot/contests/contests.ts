import { createHash } from 'node:crypto';
import type { Keyv } from 'keyv';
import { addValue, changeValue } from '../../store/change-value.ts';
import { Lanes } from '../flow/lanes.ts';
import {
	type ContestTally,
	countAnswer,
	countContest,
	emptyTally,
	type GivenAnswer,
	type Said,
	TALLY,
} from './tally.ts';

/** A member says that an answer is not right. */
export interface Contest {
	/** The server, or `default` for direct messages. */
	readonly place: string;
	readonly given: GivenAnswer;
	readonly said: Said;
	/** Which answer: the message with the pictures, and the picture's number. */
	readonly answer: string;
	/** Whose: a member counts once an answer. */
	readonly by: string;
}

/**
 * Counts what members say of answers: which label was answered, which one they say it is, and by which model version.
 * Nothing of the photo is kept, and of the member that they have been counted, as a hash that goes after a while.
 */
export interface Contests {
	/** Never rejects: a count is not worth an answer. */
	answered(place: string, answers: readonly GivenAnswer[]): Promise<void>;
	/** @returns whether it counts; not when the member said so before */
	contest(contest: Contest): Promise<boolean>;
	/** What was said of a model version's answers in a place; never rejects. */
	of(place: string, model: string): Promise<ContestTally>;
	/** The same of all versions that answered there, by their names, the one that began last first. */
	versions(place: string): Promise<readonly (readonly [model: string, tally: ContestTally])[]>;
	/** Places of which something is counted. */
	places(): Promise<string[]>;
	/** Deletes all that is counted of a place. */
	forget(place: string): Promise<void>;
}

/** Old versions' counts are of no use to anybody after so long. */
const COUNTS_MS = 400 * 24 * 60 * 60_000;

/** Buttons of older answers are hardly pressed. */
const VOTES_MS = 90 * 24 * 60 * 60_000;

export function createContests(
	{ counts, votes }: { readonly counts: Keyv<unknown>; readonly votes: Keyv<true> },
	now: () => number = Date.now,
): Contests {
	const lanes = new Lanes();
	const parse = (stored: unknown) => TALLY.safeParse(stored).data ?? emptyTally(now());
	const change = (place: string, model: string, update: (tally: ContestTally) => ContestTally) =>
		lanes.run(place, () =>
			changeValue(counts, `${place} ${model}`, (stored) => update(parse(stored)), COUNTS_MS),
		);
	async function entries(): Promise<[place: string, model: string, stored: unknown][]> {
		const found: [string, string, unknown][] = [];
		for await (const [key, stored] of counts.iterator?.({}) ?? []) {
			const [place = '', model = ''] = String(key).split(' ');
			found.push([place, model, stored]);
		}
		return found;
	}
	return {
		async answered(place, answers) {
			try {
				for (const { model, label } of answers)
					await change(place, model, (tally) => countAnswer(tally, label));
			} catch {
				// The store has logged it.
			}
		},
		async contest({ place, given, said, answer, by }) {
			const vote = createHash('sha256').update(`${answer} ${by}`).digest('base64url');
			if (!(await addValue(votes, vote, true, VOTES_MS))) return false;
			await change(place, given.model, (tally) => countContest(tally, given.label, said));
			return true;
		},
		async of(place, model) {
			try {
				return parse(await counts.get(`${place} ${model}`));
			} catch {
				return emptyTally(now());
			}
		},
		async versions(place) {
			const own = (await entries()).filter(([of]) => of === place);
			return own
				.flatMap(([, model, stored]) => {
					const { data } = TALLY.safeParse(stored);
					return data ? [[model, data] as const] : [];
				})
				.sort(([, a], [, b]) => b.since - a.since);
		},
		async places() {
			return [...new Set((await entries()).map(([place]) => place))];
		},
		forget(place) {
			return lanes.run(place, async () => {
				for (const [of, model] of await entries()) if (of === place) await counts.delete(`${of} ${model}`);
			});
		},
	};
}
