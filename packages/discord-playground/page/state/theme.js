/** @typedef {'auto' | 'light' | 'dark'} Theme */

const REMEMBERED = 'playground.theme';
/** @type {readonly Theme[]} */
export const THEMES = ['auto', 'light', 'dark'];

/** @returns {Theme} */
export function currentTheme() {
	const { theme } = document.documentElement.dataset;
	return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

/** As it was left at the last visit; the system's choice at the first one. */
export function restoreTheme() {
	try {
		const remembered = localStorage.getItem(REMEMBERED);
		setTheme(THEMES.find((theme) => theme === remembered) ?? 'auto');
	} catch {
		setTheme('auto');
	}
}

/** @param {Theme} theme */
export function setTheme(theme) {
	document.documentElement.dataset.theme = theme;
	try {
		localStorage.setItem(REMEMBERED, theme);
	} catch {
		// Private windows may refuse; it holds until the page is closed then.
	}
}
