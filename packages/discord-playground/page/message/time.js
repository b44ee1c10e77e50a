/**
 * @param {string} timestamp
 * @param {string} locale
 */
export function clockTime(timestamp, locale) {
	return new Date(timestamp).toLocaleTimeString(locale, { timeStyle: 'short' });
}

/**
 * @param {string} timestamp
 * @param {string} locale
 */
export function dayName(timestamp, locale) {
	return new Date(timestamp).toLocaleDateString(locale, { dateStyle: 'long' });
}
