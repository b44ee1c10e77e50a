import { changed } from './changes.js';
import { recall, remember } from './remembered.js';

/** @typedef {'auto' | 'light' | 'dark'} Theme */

/** @type {readonly Theme[]} */
export const THEMES = ['auto', 'light', 'dark'];

export function currentTheme() {
	return THEMES.find((theme) => theme === document.documentElement.style.colorScheme) ?? 'auto';
}

/** As it was left at the last visit; the system's choice at the first one. */
export function restoreTheme() {
	setTheme(THEMES.find((theme) => theme === recall('theme')) ?? 'auto');
}

/** @param {Theme} theme */
export function setTheme(theme) {
	document.documentElement.style.colorScheme = theme === 'auto' ? '' : theme;
	remember('theme', theme);
	changed();
}
