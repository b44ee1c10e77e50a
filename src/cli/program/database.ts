import type { Command } from 'commander';
import type { CommandLine } from './command-line.ts';

/** `hantei database …` */
export function addDatabase(program: Command, { text, run }: CommandLine): void {
	program
		.command('database')
		.description(text.database.about)
		.helpCommand(false)
		.command('copy')
		.description(text.database.copy.about)
		.requiredOption('--to <address>', text.database.copy.to)
		.action((options) => run(async (context) => (await import('../database.ts')).copyTo(options, context)));
}
