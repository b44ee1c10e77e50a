import { h } from '../lib/dom.js';

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const FORMATS = {
	t: { timeStyle: 'short' },
	T: { timeStyle: 'medium' },
	d: { dateStyle: 'short' },
	D: { dateStyle: 'long' },
	f: { dateStyle: 'long', timeStyle: 'short' },
	F: { dateStyle: 'full', timeStyle: 'short' },
};

/** @type {readonly (readonly [Intl.RelativeTimeFormatUnit, number])[]} */
const UNITS = [
	['year', 31_536_000],
	['month', 2_592_000],
	['day', 86_400],
	['hour', 3_600],
	['minute', 60],
];

/**
 * @param {number} seconds since the Unix epoch
 * @param {string} style a letter of Discord's
 * @param {string} locale
 */
export function timestamp(seconds, style, locale) {
	const date = new Date(seconds * 1000);
	if (Number.isNaN(date.getTime())) return h('span', {}, `<t:${seconds}:${style}>`);
	const text = style === 'R' ? relative(date, locale) : date.toLocaleString(locale, FORMATS[style]);
	return h(
		'time',
		{ datetime: date.toISOString(), title: date.toLocaleString(locale, FORMATS.F), class: 'timestamp' },
		text,
	);
}

/**
 * @param {Date} date
 * @param {string} locale
 */
function relative(date, locale) {
	const seconds = Math.round((date.getTime() - Date.now()) / 1000);
	const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
	return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.round(seconds / length), unit);
}
