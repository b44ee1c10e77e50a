import type { Command } from 'commander';
import type { CommandLine } from './command-line.ts';

/** `hantei status`, `worker`, `database …`, `storage …`: what concerns an installation as a whole. */
export function addInstallation(program: Command, { text, run }: CommandLine): void {
	program
		.command('status')
		.description(text.status.about)
		.option('--json', text.status.json)
		.action((options) => run(async (context) => (await import('../status.ts')).showStatus(options, context)));

	program
		.command('worker')
		.description(text.worker.about)
		.option('--classify <n>', text.worker.classify)
		.option('--train <n>', text.worker.train)
		.option('--crawl <n>', text.worker.crawl)
		.action((options) => run(async (context) => (await import('../worker.ts')).work(options, context)));

	program
		.command('database')
		.description(text.database.about)
		.helpCommand(false)
		.command('copy')
		.description(text.database.copy.about)
		.requiredOption('--to <address>', text.database.copy.to)
		.action((options) => run(async (context) => (await import('../database.ts')).copyTo(options, context)));

	program
		.command('storage')
		.description(text.storage.about)
		.command('copy')
		.description(text.storage.copy.about)
		.option('--to <url>', text.storage.copy.to)
		.option('--from <url>', text.storage.copy.from)
		.action((options) =>
			run(async (context) => (await import('../storage-copy.ts')).copyFiles(options, context)),
		);
}
