import type { Command } from 'commander';
import type { CommandLine } from './command-line.ts';

/** `hantei backbone use` */
export function addBackboneUse(backbone: Command, { text, run }: CommandLine): void {
	backbone
		.command('use')
		.description(text.backbone.use.about)
		.argument('<id>', text.backbone.use.id)
		.option('--json', text.backbone.use.json)
		.action((id, options) =>
			run(async (context) => (await import('../backbone-use.ts')).useBackbone(id, options, context)),
		);
}
