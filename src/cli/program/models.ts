import type { Command } from 'commander';
import { type CommandLine, classifierOption } from './command-line.ts';

/** `hantei models …`, `import`, `promote`, `rollback` */
export function addModels(program: Command, { text, run }: CommandLine): void {
	const models = program
		.command('models')
		.description(text.models.about)
		.helpCommand(false)
		// Else an option after `info` would be taken for one of the list.
		.enablePositionalOptions()
		.option('--classifier <name>', text.classifier.listed)
		.action((options) => run(async (context) => (await import('../models.ts')).listModels(options, context)));

	models
		.command('info')
		.description(text.models.info)
		.argument('[version]', text.models.version)
		.addOption(classifierOption(text, 'versions'))
		.action((version, options) =>
			run(async (context) => (await import('../model-info.ts')).showModel(version, options, context)),
		);

	models
		.command('compare')
		.description(text.models.compare)
		.argument('<version>', text.promote.version)
		.argument('[with]', text.models.with)
		.addOption(classifierOption(text, 'versions'))
		.action((version, other, options) =>
			run(async (context) =>
				(await import('../model-compare.ts')).compareModels(version, other, options, context),
			),
		);

	models
		.command('export')
		.description(text.models.export)
		.argument('<version>', text.promote.version)
		.argument('<target>', text.models.target)
		.addOption(classifierOption(text, 'versions'))
		.option('--format <format>', text.models.format)
		.action((version, target, options) =>
			run(async (context) =>
				(await import('../model-export.ts')).exportModel(version, target, options, context),
			),
		);

	program
		.command('import')
		.description(text.import.about)
		.argument('<path>', text.import.path)
		.addOption(classifierOption(text, 'gets'))
		.option('--labels <a,b,…>', text.import.labels)
		.option('--range <range>', text.import.range)
		.option('--from <folder>', text.import.from)
		.option('--licence <spdx>', text.import.licence, 'NOASSERTION')
		.option('--size <pixels>', text.backbone.import.size)
		.option('--layout <layout>', text.backbone.import.layout)
		.option('--promote', text.import.promote)
		.action((path, options) =>
			run(async (context) => (await import('../import.ts')).importModel(path, options, context)),
		);

	program
		.command('promote')
		.description(text.promote.about)
		.argument('<version>', text.promote.version)
		.addOption(classifierOption(text, 'serves'))
		.action((version, options) =>
			run(async (context) => (await import('../model-change.ts')).promote(version, options, context)),
		);

	program
		.command('rollback')
		.description(text.rollback.about)
		.addOption(classifierOption(text, 'serves'))
		.action((options) =>
			run(async (context) => (await import('../model-change.ts')).rollBack(options, context)),
		);
}
