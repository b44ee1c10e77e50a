import type { Command, Help } from 'commander';
import type { Messages } from '../../i18n/messages.ts';

type Frame = Messages['cli']['frame'];

/**
 * Has the command line's own frame speak the reader's language: what surrounds our texts in the help, and what Commander
 * says of a command that it cannot read. Commands that are added later take it over.
 */
export function translateFrame(program: Command, frame: Frame): void {
	const titles: Readonly<Record<string, string>> = {
		'Usage:': frame.usage,
		'Arguments:': frame.arguments,
		'Options:': frame.options,
		'Commands:': frame.commands,
	};
	program.configureHelp({
		styleTitle: (title) => titles[title] ?? title,
		styleUsage: (usage) => inWords(usage, frame),
		styleSubcommandTerm: (term) => inWords(term, frame),
		optionDescription: ({ description, defaultValue }) =>
			defaultValue === undefined || typeof defaultValue === 'boolean'
				? description
				: frame.withDefault(description, String(defaultValue)),
	} satisfies Partial<Help>);
	program.configureOutput({
		outputError: (message, write) => write(`${describeMistake(message.trimEnd(), frame)}\n`),
	});
}

function inWords(usage: string, { anyOptions, anyCommand }: Frame): string {
	return usage.replace('[options]', anyOptions).replace('[command]', anyCommand);
}

/** What Commander says, by what it begins with; the groups are names that stay as they are. */
const MISTAKES: readonly [pattern: RegExp, say: (frame: Frame, names: readonly string[]) => string][] = [
	[/^unknown command '(.*)'$/s, ({ mistakes }, [name]) => mistakes.unknownCommand(name)],
	[/^unknown option '(.*)'$/s, ({ mistakes }, [name]) => mistakes.unknownOption(name)],
	[/^missing required argument '(.*)'$/s, ({ mistakes }, [name]) => mistakes.missingArgument(name)],
	[/^option '(.*)' argument missing$/s, ({ mistakes }, [name]) => mistakes.missingValue(name)],
	[/^required option '(.*)' not specified$/s, ({ mistakes }, [name]) => mistakes.missingOption(name)],
	[
		/^option '(.*)' cannot be used with option '(.*)'$/s,
		({ mistakes }, [name, other]) => mistakes.conflict(name, other),
	],
	[
		/^too many arguments(?: for '.*')?\. Expected (\d+) arguments? but got (\d+)\.$/s,
		({ mistakes }, [expected, given]) => mistakes.tooMany(Number(expected), Number(given)),
	],
];

/** A sentence of Commander's in the reader's language; one that is not known stays as it is. */
function describeMistake(message: string, frame: Frame): string {
	const [, mistake = message, similar] =
		/^error: (.*?)(?:\n\(Did you mean (?:one of )?(.*)\?\))?$/s.exec(message) ?? [];
	for (const [pattern, say] of MISTAKES) {
		const found = pattern.exec(mistake);
		if (!found) continue;
		const hint = similar ? `\n${frame.didYouMean(similar.split(', '))}` : '';
		return `${say(frame, found.slice(1))}${hint}`;
	}
	return message;
}
