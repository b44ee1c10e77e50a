import type { Command } from 'commander';
import type { CommandLine } from './command-line.ts';

/** `hantei predict` */
export function addPredict(program: Command, { text, run }: CommandLine): void {
	program
		.command('predict')
		.description(text.predict.about)
		.argument('[photos...]', text.predict.files)
		.option('--top <k>', text.predict.top)
		.option('--model <version>', text.predict.model)
		.option('--json', text.predict.json)
		.action((photos, options) =>
			run(async (context) => (await import('../predict.ts')).predict(photos, options, context)),
		);
}
