import type { Command } from 'commander';
import type { CommandLine } from './command-line.ts';

/** `hantei backbone …` */
export function addBackbone(program: Command, { text, run }: CommandLine): void {
	const backbone = program.command('backbone').description(text.backbone.about).helpCommand(false);

	backbone
		.command('list')
		.description(text.backbone.list.about)
		.option('--json', text.backbone.list.json)
		.action((options) =>
			run(async (context) => (await import('../backbone-list.ts')).listBackbones(options, context)),
		);

	backbone
		.command('use')
		.description(text.backbone.use.about)
		.argument('<id>', text.backbone.use.id)
		.option('--json', text.backbone.use.json)
		.action((id, options) =>
			run(async (context) => (await import('../backbone-use.ts')).useBackbone(id, options, context)),
		);

	backbone
		.command('download')
		.description(text.backbone.download.about)
		.argument('<id>', text.backbone.download.id)
		.action((id) =>
			run(async (context) => (await import('../backbone-download.ts')).downloadKnown(id, context)),
		);

	backbone
		.command('import')
		.description(text.backbone.import.about)
		.argument('<path>', text.backbone.import.path)
		.requiredOption('--licence <spdx>', text.backbone.import.licence)
		.option('--name <name>', text.backbone.import.name)
		.option('--layer <name...>', text.backbone.import.layer)
		.option('--range <range>', text.backbone.import.range)
		.option('--mean <r,g,b>', text.backbone.import.mean)
		.option('--deviation <r,g,b>', text.backbone.import.deviation)
		.option('--size <pixels>', text.backbone.import.size)
		.option('--layout <layout>', text.backbone.import.layout)
		.action((path, options) =>
			run(async (context) => (await import('../backbone-import.ts')).importNetwork(path, options, context)),
		);

	backbone
		.command('compare')
		.description(text.backbone.compare.about)
		.argument('[ids...]', text.backbone.compare.ids)
		.requiredOption('--from <folder>', text.backbone.compare.from)
		.option('--strangers <folder>', text.backbone.compare.strangers)
		.option('--seed <n>', text.backbone.compare.seed, '1')
		.option('--report <folder>', text.backbone.compare.report)
		.option('--json', text.backbone.list.json)
		.action((ids, options) =>
			run(async (context) =>
				(await import('../backbone-compare.ts')).compareInstalled(ids, options, context),
			),
		);
}
