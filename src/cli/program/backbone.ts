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
		.description(text.backbone.import)
		.argument('<folder>', text.backbone.folder)
		.requiredOption('--layer <name...>', text.backbone.layer)
		.requiredOption('--range <range>', text.backbone.range)
		.requiredOption('--licence <spdx>', text.backbone.licence)
		.option('--name <name>', text.backbone.name)
		.action((folder, options) =>
			run(async (context) => (await import('../backbone.ts')).importFromTfjs(folder, options, context)),
		);
}
