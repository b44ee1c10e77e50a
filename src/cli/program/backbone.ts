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
}
