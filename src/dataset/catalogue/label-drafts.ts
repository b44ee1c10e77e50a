import { UserError } from '../../errors.ts';
import { foldName, type LabelDraft } from './label.ts';
import { readList } from './name-lists.ts';

/** Labels to be added at once, in one option or argument. */
const MOST_AT_ONCE = 12;

/**
 * The labels that somebody names, with commas between them, each once.
 * @param rest what belongs to one label, and is refused beside several
 * @throws {UserError} `too-many-names`, `one-name-needed`
 */
export function readDrafts(names: string, rest: Omit<LabelDraft, 'name'>): LabelDraft[] {
	const different = new Map(readList(names).map((name) => [foldName(name), name]));
	// A name of nothing but commas is refused by that name.
	if (different.size < 2) return [{ name: [...different.values()][0] ?? names, ...rest }];
	if (different.size > MOST_AT_ONCE) throw new UserError('too-many-names', { limit: MOST_AT_ONCE });
	const given = Object.values(rest).filter((value) => value !== undefined && Object.keys(value).length > 0);
	if (given.length > 0) throw new UserError('one-name-needed', {});
	return [...different.values()].map((name) => ({ name }));
}
