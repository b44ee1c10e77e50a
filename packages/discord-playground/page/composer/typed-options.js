import { nameOf, namesOf } from './commands.js';
import { optionValue } from './option-value.js';

/**
 * @import { APIApplicationCommandBasicOption } from 'discord-api-types/v10'
 * @import { Callable } from './commands.js'
 */

/**
 * The options typed after a command's name, as in Discord: `/crawl label:crow count:20`. What stands before the first of
 * them is for the first option, so that `/learn cat, mushroom` is enough. What cannot be typed, or is not understood, is
 * left to the form.
 * @param {Callable} callable
 * @param {string} typed without the slash
 * @returns {Record<string, string>} what the form's fields begin with, by option
 */
export function typedOptions(callable, typed) {
	const name = namesOf(callable).find((each) => typed.toLowerCase().startsWith(`${each} `));
	const [first] = callable.options;
	if (name === undefined || !first) return {};
	/** @type {Map<string, APIApplicationCommandBasicOption>} */
	const byName = new Map(
		callable.options.flatMap((option) => [
			[option.name, option],
			[nameOf(option), option],
		]),
	);
	const pieces = typed.slice(name.length).split(/(?:^|\s)([^\s:]+):/);
	/** @type {[APIApplicationCommandBasicOption, string][]} */
	const given = [[first, pieces[0]]];
	for (let at = 1; at < pieces.length; at += 2) {
		const option = byName.get(pieces[at]);
		if (option) given.push([option, pieces[at + 1]]);
		// A colon that belongs to the text: a time, an address.
		else given[given.length - 1][1] += ` ${pieces[at]}:${pieces[at + 1]}`;
	}
	const values = given.map(([option, text]) => [option.name, optionValue(option, text.trim())]);
	return Object.fromEntries(
		values.filter(([, value]) => value !== undefined).map(([option, value]) => [option, String(value)]),
	);
}
