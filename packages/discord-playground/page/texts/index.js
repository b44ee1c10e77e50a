import { en } from './en.js';
import { ja } from './ja.js';

/** @typedef {typeof en} Texts */

/**
 * The page's own texts, in the language of whoever looks at it; the bot's are in that of whom they post as.
 * @type {Texts}
 */
export const texts = navigator.language.startsWith('ja') ? ja : en;
