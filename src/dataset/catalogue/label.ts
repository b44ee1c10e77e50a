import { UserError } from '../../errors.ts';

/** What a label stands for in iNaturalist's tree of life. */
export interface Entity {
	readonly taxonId: number;
	/** Scientific name: `Corvus corone`. */
	readonly name: string;
}

/** The languages that labels have names in. */
export const DISPLAY_LANGUAGES = ['en', 'ja'] as const;

export type DisplayLanguage = (typeof DISPLAY_LANGUAGES)[number];

/** What a label is called in a language, where that is not its name. */
export type DisplayNames = Readonly<Partial<Record<DisplayLanguage, string>>>;

export interface Label {
	readonly id: number;
	/** As shown to people: any script. */
	readonly name: string;
	readonly aliases: readonly string[];
	/** As people said, or as its living thing is called; see `displayNamesOf`. */
	readonly displayNames: DisplayNames;
	/** What sources are asked for; the name itself where there are none. */
	readonly searchTerms: readonly string[];
	/** Words whose photos are not meant: `crow bar`. */
	readonly exclusions: readonly string[];
	readonly entity?: Entity;
	readonly createdAt: Date;
}

/** A label to be: only its name is needed. */
export type LabelDraft = Pick<Label, 'name' | 'entity'> &
	Partial<Pick<Label, 'aliases' | 'displayNames' | 'searchTerms' | 'exclusions'>>;

/** What is absent stays; `entity: null` takes the entity away, an empty display name that of its language. */
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

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

/** The language whose script a name is written in. */
export function languageOf(name: string): DisplayLanguage {
	return JAPANESE.test(name) ? 'ja' : 'en';
}

/** What a label is called in languages other than its name's: as it is kept, else by its first alias in that script. */
export function displayNamesOf({
	name,
	aliases,
	displayNames,
}: Pick<Label, 'name' | 'aliases' | 'displayNames'>): DisplayNames {
	const other = languageOf(name) === 'ja' ? 'en' : 'ja';
	const alias = aliases.find((alias) => languageOf(alias) === other);
	return { ...(alias !== undefined && { [other]: alias }), ...displayNames };
}

/** All that a label goes by, none twice. */
export function knownNames({
	name,
	aliases,
	displayNames,
}: Pick<Label, 'name' | 'aliases' | 'displayNames'>): string[] {
	return [name, ...aliases, ...Object.values(displayNames)].filter(isFirstOfItsKind);
}

function isFirstOfItsKind(name: string, index: number, names: readonly string[]): boolean {
	return names.findIndex((other) => foldName(other) === foldName(name)) === index;
}

/** Display names as they are kept. @throws {UserError} `label-name-invalid` */
export function cleanDisplayNames(names: DisplayNames): DisplayNames {
	return Object.fromEntries(
		DISPLAY_LANGUAGES.flatMap((language) => {
			const name = names[language]?.trim();
			return name ? [[language, cleanName(name)]] : [];
		}),
	);
}
