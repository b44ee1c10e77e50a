import type { Command } from 'commander';
import type { CommandLine } from './command-line.ts';

/** `hantei storage …` */
export function addStorage(program: Command, { text, run }: CommandLine): void {
	const storage = program.command('storage').description(text.storage.about);
	storage
		.command('copy')
		.description(text.storage.copy.about)
		.option('--to <url>', text.storage.copy.to)
		.option('--from <url>', text.storage.copy.from)
		.action((options) =>
			run(async (context) => (await import('../storage-copy.ts')).copyFiles(options, context)),
		);
}
