import type { Command } from 'commander';
import { type CommandLine, classifierOption } from './command-line.ts';

/** `hantei dataset …` */
export function addDataset(program: Command, { text, run }: CommandLine): void {
	const dataset = program.command('dataset').description(text.dataset.about).helpCommand(false);

	dataset
		.command('stats')
		.description(text.dataset.stats)
		.addOption(classifierOption(text, 'photos'))
		.action((options) => run(async (context) => (await import('../dataset.ts')).showStats(options, context)));

	dataset
		.command('remove')
		.description(text.dataset.remove)
		.argument('[photos...]', text.dataset.references)
		.addOption(classifierOption(text, 'photos'))
		.option('--author <source:name>', text.dataset.author)
		.option('--reason <text>', text.dataset.reason)
		.action((photos, options) =>
			run(async (context) => (await import('../dataset.ts')).removePhotos(photos, options, context)),
		);

	dataset
		.command('export')
		.description(text.dataset.export)
		.argument('<target>', text.dataset.target)
		.addOption(classifierOption(text, 'photos'))
		.option('--licences <ids>', text.dataset.licences)
		.action((target, options) =>
			run(async (context) => (await import('../dataset.ts')).exportPhotos(target, options, context)),
		);

	dataset
		.command('import')
		.description(text.dataset.import)
		.argument('<from>', text.dataset.from)
		.addOption(classifierOption(text, 'photos'))
		.action((from, options) =>
			run(async (context) => (await import('../dataset.ts')).importPhotos(from, options, context)),
		);

	dataset
		.command('doctor')
		.description(text.dataset.doctor)
		.addOption(classifierOption(text, 'photos'))
		.option('--curve [picture.png]', text.dataset.curve)
		.option('--json', text.dataset.json)
		.action((options) =>
			run(async (context) => (await import('../dataset-doctor.ts')).examine(options, context)),
		);

	dataset
		.command('attribution')
		.description(text.dataset.attribution)
		.addOption(classifierOption(text, 'photos'))
		.option('--csv', text.dataset.csv)
		.option('--json', text.dataset.json)
		.action((options) =>
			run(async (context) => (await import('../dataset.ts')).printAttribution(options, context)),
		);
}

/** `hantei crawl` */
export function addCrawl(program: Command, { text, run }: CommandLine): void {
	program
		.command('crawl')
		.description(text.crawl.about)
		.argument('[labels...]', text.crawl.labels)
		.addOption(classifierOption(text, 'crawls'))
		.option('--count <n>', text.crawl.count, '100')
		.option('--dry-run', text.crawl.dryRun)
		.option('--source <name...>', text.crawl.source)
		.action((names, options) =>
			run(async (context) => (await import('../crawl.ts')).crawl(names, options, context)),
		);
}
