import { nameOf } from './commands.js';

/**
 * @import { APIApplicationCommandBasicOption } from 'discord-api-types/v10'
 *
 * @typedef {string | number | boolean | File} OptionValue
 */

/** Discord's types of options that are more than a choice among what there is. */
export const OptionType = /** @type {const} */ ({
	string: 3,
	integer: 4,
	boolean: 5,
	number: 10,
	attachment: 11,
});

/**
 * What an option gets that was typed, chosen or uploaded.
 * @param {APIApplicationCommandBasicOption} option
 * @param {string | File | null | undefined} given
 * @returns {OptionValue | undefined} undefined when it is empty, or nothing for such an option
 */
export function optionValue(option, given) {
	// A field without a file has one without a name.
	if (given instanceof File) return given.name === '' ? undefined : given;
	if (!given || option.type === OptionType.attachment) return undefined;
	const text = given.toLowerCase();
	if ('choices' in option && option.choices?.length) {
		return option.choices.find((choice) =>
			[choice.name, nameOf(choice), choice.value].some((each) => String(each).toLowerCase() === text),
		)?.value;
	}
	if (option.type === OptionType.string) return given;
	if (option.type === OptionType.boolean) return { true: true, false: false }[text];
	if (Number.isNaN(Number(given))) return undefined;
	// People, roles and channels have ids, which no number can hold.
	return option.type === OptionType.integer || option.type === OptionType.number ? Number(given) : given;
}
