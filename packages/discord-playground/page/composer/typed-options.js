import { localized, namesOf } from './commands.js';

/**
 * @import { APIApplicationCommandBasicOption } from 'discord-api-types/v10'
 * @import { Callable } from './commands.js'
 * @import { OptionValue } from './option-input.js'
 */

const STRING = 3;
const INTEGER = 4;
const BOOLEAN = 5;
const NUMBER = 10;

/**
 * The options typed after a command's name, as in Discord: `/crawl label:crow count:20`. What stands before the first of
 * them is for the first option, so that `/learn cat, mushroom` is enough. What cannot be typed, or is not understood, is
 * left to the form.
 * @param {Callable} callable
 * @param {string} typed without the slash
 * @returns {Record<string, OptionValue>} by option
 */
export function typedOptions(callable, typed) {
	const name = namesOf(callable).find((each) => typed.toLowerCase().startsWith(`${each} `));
	const [first] = callable.options;
	if (name === undefined || !first) return {};
	/** @type {Map<string, APIApplicationCommandBasicOption>} */
	const byName = new Map(
		callable.options.flatMap((option) => [
			[option.name, option],
			[localized(option.name, option.name_localizations), option],
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
	return Object.fromEntries(
		given.flatMap(([option, text]) => {
			const value = readValue(option, text.trim());
			return value === undefined ? [] : [[option.name, value]];
		}),
	);
}

/**
 * @param {APIApplicationCommandBasicOption} option
 * @param {string} text
 * @returns {OptionValue | undefined}
 */
function readValue(option, text) {
	if (text === '') return undefined;
	if ('choices' in option && option.choices?.length) {
		const isMeant = (/** @type {string | number} */ name) =>
			String(name).toLowerCase() === text.toLowerCase();
		return option.choices.find(({ name, name_localizations, value }) =>
			[name, localized(name, name_localizations), value].some(isMeant),
		)?.value;
	}
	if (option.type === STRING) return text;
	if (option.type === INTEGER || option.type === NUMBER)
		return Number.isNaN(Number(text)) ? undefined : Number(text);
	if (option.type === BOOLEAN) return { true: true, false: false }[text.toLowerCase()];
	return undefined;
}
