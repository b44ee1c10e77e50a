import { UserError } from '../../errors.ts';
import { foldName, type LabelDraft } from './label.ts';

/** Names that somebody lists in one option or argument, as Latin and Japanese writing separate them. */
export function readList(text: string | undefined): string[] {
	return split(text ?? '', /[,、,;;\n]/);
}

/** Names in a field of a form, one a line; those in a line may hold commas. */
export function readLines(text: string): string[] {
	return split(text, /\n/);
}

function split(text: string, separator: RegExp): string[] {
	return text
		.split(separator)
		.map((name) => name.trim())
		.filter(Boolean);
}

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
