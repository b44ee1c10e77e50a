export const LOCALES = ['en', 'ja'] as const;

export type Locale = (typeof LOCALES)[number];

/** The language for a BCP 47 tag, a POSIX locale or an Accept-Language header's first choice; English for all we do not speak. */
export function localeFrom(tag: string | null | undefined): Locale {
	return /^\s*ja(?![a-z])/i.test(tag ?? '') ? 'ja' : 'en';
}
