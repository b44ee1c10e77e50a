/** What surrounds the texts of the command line, and what is said of a command that cannot be read. */
export const cliFrame = {
	usage: 'Usage:',
	arguments: 'Arguments:',
	options: 'Options:',
	commands: 'Commands:',
	anyOptions: '[options]',
	anyCommand: '[command]',
	withDefault: (description: string, value: string) => `${description} (default: ${value})`,
	didYouMean: (names: readonly string[]) => `Did you mean ${names.join(' or ')}?`,
	mistakes: {
		unknownCommand: (name: string) => `There is no command “${name}”; hantei --help lists all.`,
		unknownOption: (name: string) => `There is no option “${name}” here; --help lists all.`,
		missingArgument: (name: string) => `<${name}> is missing; --help tells what it is.`,
		missingValue: (option: string) => `${option} takes a value, and there is none.`,
		missingOption: (option: string) => `${option} is needed; --help tells what it is.`,
		conflict: (option: string, other: string) => `${option} and ${other} do not go together: choose one.`,
		tooMany: (expected: number, given: number) =>
			`${given} arguments are too many: ${expected === 0 ? 'none is' : `${expected} at most are`} taken here.`,
	},
};
