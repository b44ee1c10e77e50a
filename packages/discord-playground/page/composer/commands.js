import { view } from '../state/view.js';

/**
 * @import { APIApplicationCommand, APIApplicationCommandBasicOption, APIApplicationCommandOption } from 'discord-api-types/v10'
 *
 * @typedef {Readonly<Record<string, string | null | undefined>> | null} Localizations
 *
 * A command as it is called: subcommands stand for themselves.
 * @typedef {{ command: string, group?: string, subcommand?: string, name: string, shownName: string, description: string,
 *   options: readonly APIApplicationCommandBasicOption[] }} Callable
 */

const CHAT_INPUT = 1;
const SUBCOMMAND = 1;
const GROUP = 2;

/**
 * In the language of whom one posts as, when the bot has it.
 * @param {{ name: string, name_localizations?: Localizations }} command or option, or choice of one
 */
export function nameOf({ name, name_localizations }) {
	return name_localizations?.[view.locale] ?? name;
}

/** @param {{ description: string, description_localizations?: Localizations }} command or option */
export function descriptionOf({ description, description_localizations }) {
	return description_localizations?.[view.locale] ?? description;
}

/**
 * What can be called with a slash, subcommands one by one.
 * @param {readonly APIApplicationCommand[]} commands
 * @returns {Callable[]}
 */
export function callables(commands) {
	return commands.filter(({ type }) => type === CHAT_INPUT).flatMap((command) => expand(command, []));
}

/**
 * @param {APIApplicationCommand} command
 * @param {readonly APIApplicationCommandOption[]} path to a group or subcommand of it
 * @returns {Callable[]}
 */
function expand(command, path) {
	const node = path.at(-1) ?? command;
	const options = /** @type {readonly APIApplicationCommandOption[]} */ (
		'options' in node ? (node.options ?? []) : []
	);
	const nested = options.filter(({ type }) => type === SUBCOMMAND || type === GROUP);
	if (nested.length > 0) return nested.flatMap((option) => expand(command, [...path, option]));
	const names = path.map(({ name }) => name);
	return [
		{
			command: command.name,
			group: names.length === 2 ? names[0] : undefined,
			subcommand: names.at(-1),
			name: names.join(' '),
			shownName: [command, ...path].map(nameOf).join(' '),
			description: descriptionOf(node),
			options: /** @type {readonly APIApplicationCommandBasicOption[]} */ (options),
		},
	];
}

/**
 * The names it goes by, in lower case: in the language of whom one posts as, and its own, which people may know better.
 * @param {Callable} callable
 */
export function namesOf({ command, name, shownName }) {
	return [shownName, `${command} ${name}`.trim()].map((each) => each.toLowerCase());
}

/**
 * Those that begin with what was typed, or whose name and options it is; then those that contain it.
 * @param {readonly Callable[]} all
 * @param {string} typed without the slash
 */
export function matching(all, typed) {
	const wanted = typed.trim().toLowerCase();
	const rank = (/** @type {Callable} */ callable) => {
		const names = namesOf(callable);
		if (names.some((each) => each.startsWith(wanted) || wanted.startsWith(`${each} `))) return 0;
		return names.some((each) => each.includes(wanted)) ? 1 : 2;
	};
	return all.filter((each) => rank(each) < 2).sort((left, right) => rank(left) - rank(right));
}
