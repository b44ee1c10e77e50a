import type { Command } from 'commander';
import { type CommandLine, classifierOption } from './command-line.ts';

/** `hantei labels …` */
export function addLabels(program: Command, { text, run }: CommandLine): void {
	const labels = program.command('labels').description(text.labels.about).helpCommand(false);
	const labelOptions = (command: Command) =>
		command
			.addOption(classifierOption(text, 'labels'))
			.option('--alias <name...>', text.labels.alias)
			.option('--japanese <name>', text.labels.japanese)
			.option('--english <name>', text.labels.english)
			.option('--search <term...>', text.labels.search)
			.option('--exclude <words...>', text.labels.exclude)
			.option('--taxon <number>', text.labels.taxon);

	labelOptions(
		labels.command('add').description(text.labels.add).argument('<names>', text.labels.names),
	).action((names, options) =>
		run(async (context) => (await import('../labels.ts')).addLabels(names, options, context)),
	);

	labels
		.command('list')
		.description(text.labels.list)
		.addOption(classifierOption(text, 'labels'))
		.action((options) => run(async (context) => (await import('../labels.ts')).listLabels(options, context)));

	labelOptions(labels.command('edit').description(text.labels.edit).argument('<name>', text.labels.name))
		.option('--name <name>', text.labels.newName)
		.action((name, options) =>
			run(async (context) => (await import('../labels.ts')).editLabel(name, options, context)),
		);

	labels
		.command('remove')
		.description(text.labels.remove)
		.argument('<name>', text.labels.name)
		.addOption(classifierOption(text, 'labels'))
		.option('--yes', text.labels.yes)
		.action((name, options) =>
			run(async (context) => (await import('../labels.ts')).removeLabel(name, options, context)),
		);
}
