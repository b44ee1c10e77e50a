import { UserError } from '../../errors.ts';

/** What a label stands for in iNaturalist's tree of life. */
export interface Entity {
	readonly taxonId: number;
	/** Scientific name: `Corvus corone`. */
	readonly name: string;
}

export interface Label {
	readonly id: number;
	/** As shown to people: any script. */
	readonly name: string;
	readonly aliases: readonly string[];
	/** What sources are asked for; the name itself where there are none. */
	readonly searchTerms: readonly string[];
	/** Words whose photos are not meant: `crow bar`. */
	readonly exclusions: readonly string[];
	readonly entity?: Entity;
	readonly createdAt: Date;
}

/** A label to be: only its name is needed. */
export type LabelDraft = Pick<Label, 'name' | 'entity'> &
	Partial<Pick<Label, 'aliases' | 'searchTerms' | 'exclusions'>>;

/** What is absent stays; `entity: null` takes the entity away. */
export type LabelChanges = Partial<Omit<LabelDraft, 'entity'>> & { readonly entity?: Entity | null };

/** Longest name, alias, search term or exclusion, in code points: Discord cuts a choice at 100 UTF-16 units. */
export const MAX_NAME_LENGTH = 50;

/** Most aliases, search terms or exclusions of a label. */
export const MAX_NAMES = 25;

/** Control characters, half characters and what turns the direction of the text around it. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/**
 * A name as it is kept: Unicode NFC, single spaces.
 * @throws {UserError} `label-name-invalid`
 */
export function cleanName(name: string): string {
	const clean = name.normalize('NFC').replace(/\s+/gu, ' ').trim();
	const visible = /[\p{L}\p{N}\p{S}]/u.test(clean);
	if (!visible || UNPRINTABLE.test(clean) || [...clean].length > MAX_NAME_LENGTH) {
		throw new UserError('label-name-invalid', { name, limit: MAX_NAME_LENGTH });
	}
	return clean;
}

/**
 * A list of names as it is kept: each clean, none twice.
 * @throws {UserError} `label-name-invalid`, `too-many-names`
 */
export function cleanNames(names: readonly string[]): string[] {
	const byFolded = new Map<string, string>();
	for (const name of names.map(cleanName)) {
		if (!byFolded.has(foldName(name))) byFolded.set(foldName(name), name);
	}
	if (byFolded.size > MAX_NAMES) throw new UserError('too-many-names', { limit: MAX_NAMES });
	return [...byFolded.values()];
}

/** What two names have in common when they are the same to a person: `Crow` and full-width `ＣＲＯＷ` are `crow`. */
export function foldName(name: string): string {
	return name.normalize('NFKC').toLowerCase().normalize('NFKC').replace(/\s+/gu, ' ').trim();
}
