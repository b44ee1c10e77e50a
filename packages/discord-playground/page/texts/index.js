import { en } from './en.js';
import { ja } from './ja.js';

/** @typedef {typeof en} Texts */

/**
 * The page's own texts, in the language of whoever looks at it; the bot's are in that of whom they post as.
 * @param {string} locale
 * @returns {Texts}
 */
export function textsFor(locale) {
	return locale.startsWith('ja') ? ja : en;
}
