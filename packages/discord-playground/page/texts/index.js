import { en } from './en.js';
import { ja } from './ja.js';

/** @typedef {typeof en} Texts */

/**
 * The page's own texts, in the language of whom it speaks for.
 * @param {string} locale
 * @returns {Texts}
 */
export function textsFor(locale) {
	return locale.startsWith('ja') ? ja : en;
}
