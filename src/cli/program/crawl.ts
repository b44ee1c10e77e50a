import type { Command } from 'commander';
import { type CommandLine, classifierOption } from './command-line.ts';

/** `hantei crawl` */
export function addCrawl(program: Command, { text, run }: CommandLine): void {
	program
		.command('crawl')
		.description(text.crawl.about)
		.argument('[labels...]', text.crawl.labels)
		.addOption(classifierOption(text))
		.option('--count <n>', text.crawl.count, '100')
		.option('--dry-run', text.crawl.dryRun)
		.option('--source <name...>', text.crawl.source)
		.action((names, options) =>
			run(async (context) => (await import('../crawl.ts')).crawl(names, options, context)),
		);
}
