import { html } from '../lib/html.js';
import { view } from '../state/view.js';

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

/** @param {{ seconds: number, style: string }} props seconds since the Unix epoch, and a letter of Discord's */
export function Timestamp({ seconds, style }) {
	const { locale } = view;
	const date = new Date(seconds * 1000);
	if (Number.isNaN(date.getTime())) return `<t:${seconds}:${style}>`;
	const text = style === 'R' ? relative(date, locale) : date.toLocaleString(locale, FORMATS[style]);
	const title = date.toLocaleString(locale, FORMATS.F);
	return html`<time datetime=${date.toISOString()} title=${title} class="timestamp">${text}</time>`;
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
