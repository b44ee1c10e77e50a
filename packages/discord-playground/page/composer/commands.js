import { view } from '../state/view.js';

/**
 * @import { APIApplicationCommand, APIApplicationCommandBasicOption, APIApplicationCommandOption,
 *   LocalizationMap } from 'discord-api-types/v10'
 *
 * A command as it is called: subcommands stand for themselves.
 * @typedef {{ command: string, group?: string, subcommand?: string, name: string, shownName: string, description: string,
 *   options: readonly APIApplicationCommandBasicOption[] }} Callable
 */

const CHAT_INPUT = 1;
const SUBCOMMAND = 1;
const GROUP = 2;

/**
 * A text in the language of whom one posts as, when the bot has it.
 * @param {string} text
 * @param {LocalizationMap | null | undefined} localizations
 */
function localized(text, localizations) {
	/** @type {Record<string, string | null | undefined>} */
	const byLocale = localizations ?? {};
	return byLocale[view.locale] ?? text;
}

/** @param {{ name: string, name_localizations?: LocalizationMap | null }} command or option, or choice of one */
export function nameOf({ name, name_localizations }) {
	return localized(name, name_localizations);
}

/** @param {{ description: string, description_localizations?: LocalizationMap | null }} command or option */
export function descriptionOf({ description, description_localizations }) {
	return localized(description, description_localizations);
}

/**
 * What can be called with a slash, subcommands one by one.
 * @param {readonly APIApplicationCommand[]} commands
 * @returns {Callable[]}
 */
export function callables(commands) {
	return commands
		.filter(({ type }) => type === CHAT_INPUT)
		.flatMap((command) =>
			expand(command, [], [nameOf(command)]).map((callable) => ({ ...callable, command: command.name })),
		);
}

/**
 * @param {Pick<APIApplicationCommandOption, 'name' | 'description' | 'description_localizations'>
 *   & { options?: readonly APIApplicationCommandOption[] }} node
 * @param {readonly string[]} path names below the command
 * @param {readonly string[]} shownPath
 * @returns {Callable[]}
 */
function expand(node, path, shownPath) {
	const options = node.options ?? [];
	const nested = options.filter(({ type }) => type === SUBCOMMAND || type === GROUP);
	if (nested.length > 0) {
		return nested.flatMap((option) =>
			expand(/** @type {typeof node} */ (option), [...path, option.name], [...shownPath, nameOf(option)]),
		);
	}
	const [group, subcommand] = path.length === 2 ? path : [undefined, path[0]];
	return [
		{
			...{ command: '', group, subcommand },
			name: path.join(' '),
			shownName: shownPath.join(' '),
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
