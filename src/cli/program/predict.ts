import { type Command, Option } from 'commander';
import type { CommandLine } from './command-line.ts';

/** `hantei predict` */
export function addPredict(program: Command, { text, run }: CommandLine): void {
	program
		.command('predict')
		.description(text.predict.about)
		.argument('[photos...]', text.predict.files)
		.option('--top <k>', text.predict.top)
		.option('--model <version>', text.predict.model)
		.addOption(new Option('--network <file>', text.predict.network).conflicts('model'))
		.addOption(new Option('--labels <a,b,…>', text.predict.labels).argParser((names) => names.split(',')))
		.option('--range <range>', text.predict.range)
		.addOption(new Option('--detect-range <folder>', text.predict.detectRange).conflicts('range'))
		.option('--json', text.predict.json)
		.action((photos, options) =>
			run(async (context) => (await import('../predict.ts')).predict(photos, options, context)),
		);
}
