import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { getCookie, setCookie } from 'hono/cookie';
import { LOCALES, type Locale } from '../i18n/locale.ts';

/** Cookies are shared by all ports of a host: the name keeps clear of other programs on this machine. */
const COOKIE = 'hantei-lang';
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** The language of an answer: `?lang=`, which is remembered; else what was remembered; else Accept-Language. */
export function chooseLanguage(context: Context): Locale {
	const asked = knownLocale(context.req.query('lang'));
	if (!asked) return knownLocale(getCookie(context, COOKIE)) ?? acceptedLocale(context);
	setCookie(context, COOKIE, asked, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'Lax', httpOnly: true });
	return asked;
}

function acceptedLocale(context: Context): Locale {
	return accepts(context, {
		header: 'Accept-Language',
		supports: [...LOCALES],
		default: 'en',
		match: (accepted, { default: fallback }) =>
			accepted
				.filter(({ q }) => q > 0)
				.map(({ type }) => knownLocale(type.split('-', 1)[0]))
				.find((locale) => locale !== undefined) ?? fallback,
	}) as Locale;
}

function knownLocale(tag: string | undefined): Locale | undefined {
	return LOCALES.find((locale) => locale === tag?.toLowerCase());
}
