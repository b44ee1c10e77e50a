/** @typedef {'user' | 'theme'} Remembered what the page remembers from visit to visit */

/** @param {Remembered} name */
export function recall(name) {
	try {
		return localStorage.getItem(`playground.${name}`);
	} catch {
		return null;
	}
}

/**
 * @param {Remembered} name
 * @param {string} value
 */
export function remember(name, value) {
	try {
		localStorage.setItem(`playground.${name}`, value);
	} catch {
		// Private windows may refuse; it is only remembered until the page is closed then.
	}
}
