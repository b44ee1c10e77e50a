import { localeFrom } from '../../src/i18n/locale.ts';
import { hostTimezone, timezones } from '../../src/train/schedule/zoned-time.ts';

/** Languages that are spoken, by and large, in one time zone. */
const TIMEZONES_OF_LANGUAGES: Readonly<Record<string, string>> = {
	bg: 'Europe/Sofia',
	cs: 'Europe/Prague',
	da: 'Europe/Copenhagen',
	de: 'Europe/Berlin',
	el: 'Europe/Athens',
	fi: 'Europe/Helsinki',
	fr: 'Europe/Paris',
	hi: 'Asia/Kolkata',
	hr: 'Europe/Zagreb',
	hu: 'Europe/Budapest',
	it: 'Europe/Rome',
	ja: 'Asia/Tokyo',
	ko: 'Asia/Seoul',
	lt: 'Europe/Vilnius',
	nl: 'Europe/Amsterdam',
	no: 'Europe/Oslo',
	pl: 'Europe/Warsaw',
	ro: 'Europe/Bucharest',
	'sv-SE': 'Europe/Stockholm',
	th: 'Asia/Bangkok',
	tr: 'Europe/Istanbul',
	uk: 'Europe/Kyiv',
	vi: 'Asia/Ho_Chi_Minh',
	'zh-CN': 'Asia/Shanghai',
	'zh-TW': 'Asia/Taipei',
};

/** Where a server probably is, by its language; where that does not tell, the time zone of the host. */
export function likelyTimezone(preferredLocale: string | undefined): string {
	return TIMEZONES_OF_LANGUAGES[preferredLocale ?? ''] ?? hostTimezone();
}

/** Time zones whose names hold what was typed, the likeliest first. */
export function suggestTimezones(typed: string, likely: readonly string[], count: number): string[] {
	const wanted = comparable(typed);
	const all = [...new Set([...likely, ...timezones()])];
	const found = all.filter((name) => comparable(name).includes(wanted));
	const startsSo = (name: string) => comparable(name.slice(name.lastIndexOf('/') + 1)).startsWith(wanted);
	return [...new Set([...found.filter(startsSo), ...found])].slice(0, count);
}

/** What a clock there shows: `19:30`. */
export function clockIn(timezone: string, now: number, locale: string): string {
	return new Intl.DateTimeFormat(localeFrom(locale), {
		timeZone: timezone,
		timeStyle: 'short',
		hourCycle: 'h23',
	}).format(now);
}

function comparable(name: string): string {
	return name
		.toLowerCase()
		.replaceAll(/[\s_]+/g, ' ')
		.trim();
}
