import { Command, CommanderError, Option } from 'commander';
import { config as loadEnvFile } from 'dotenv';
import type { CliContext } from './cli/context.ts';
import { createContext } from './cli/context.ts';
import { hostLocale } from './config.ts';
import { isUserError } from './errors.ts';
import { describeError, messagesFor } from './i18n/messages.ts';
import { packageVersion } from './package-root.ts';
import { DEFAULT_CLASSIFIER } from './registry/version-name.ts';

loadEnvFile({ quiet: true });
const locale = hostLocale(process.env);
const text = messagesFor(locale).cli;

// A reader that has seen enough (`hantei predict … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EPIPE') process.exit(0);
	throw error;
});

/** Runs a command with a context, and turns what it throws into a message and an exit code. */
async function run(command: (context: CliContext) => Promise<number>): Promise<void> {
	try {
		process.exitCode = await command(createContext(process.env));
	} catch (error) {
		if (!isUserError(error)) throw error;
		process.stderr.write(`${describeError(error, locale)}\n`);
		process.exitCode = error.code === 'cancelled' ? 130 : 2;
	}
}

// Each command loads its own code: judging one photo should not wait for the training code to load.
const program = new Command('hantei')
	.description(text.about)
	.version(packageVersion(), '-V, --version', text.version)
	.helpOption('-h, --help', text.help)
	.helpCommand(false)
	.addHelpText('after', `\n${text.exitCodes}`)
	.exitOverride();

const classifierOption = () =>
	new Option('--classifier <name>', text.train.classifier).default(DEFAULT_CLASSIFIER);

program
	.command('predict')
	.description(text.predict.about)
	.argument('[photos...]', text.predict.files)
	.option('--top <k>', text.predict.top)
	.option('--model <version>', text.predict.model)
	.option('--json', text.predict.json)
	.action((photos, options) =>
		run(async (context) => (await import('./cli/predict.ts')).predict(photos, options, context)),
	);

program
	.command('train')
	.description(text.train.about)
	.requiredOption('--from <folder>', text.train.from)
	.addOption(classifierOption())
	.option('--seed <n>', text.train.seed, '1')
	.option('--no-promote', text.train.noPromote)
	.action((options) => run(async (context) => (await import('./cli/train.ts')).train(options, context)));

program
	.command('evaluate')
	.description(text.evaluate.about)
	.requiredOption('--from <folder>', text.train.from)
	.option('--model <version>', text.predict.model)
	.option('--json', text.predict.json)
	.action((options) =>
		run(async (context) => (await import('./cli/evaluate.ts')).evaluate(options, context)),
	);

program
	.command('models')
	.description(text.models.about)
	.action(() => run(async (context) => (await import('./cli/models.ts')).listModels(context)));

program
	.command('promote')
	.description(text.promote.about)
	.argument('<version>', text.promote.version)
	.action((version) => run(async (context) => (await import('./cli/models.ts')).promote(version, context)));

program
	.command('backbone')
	.description(text.backbone.about)
	.helpCommand(false)
	.command('import')
	.description(text.backbone.import)
	.argument('<folder>', text.backbone.folder)
	.requiredOption('--layer <name...>', text.backbone.layer)
	.requiredOption('--range <range>', text.backbone.range)
	.requiredOption('--licence <spdx>', text.backbone.licence)
	.option('--name <name>', text.backbone.name)
	.action((folder, options) =>
		run(async (context) => (await import('./cli/backbone.ts')).importFromTfjs(folder, options, context)),
	);

try {
	await program.parseAsync();
} catch (error) {
	if (!(error instanceof CommanderError)) throw error;
	// Commander has said what was wrong; its own exit code for that is 1, which here means a photo failed.
	process.exitCode = error.exitCode === 0 ? 0 : 2;
}
