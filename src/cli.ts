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
	.command('retrain')
	.description(text.retrain.about)
	.addOption(classifierOption())
	.option('--crawl', text.retrain.crawl)
	.option('--label <name...>', text.retrain.label)
	.option('--wanted <n>', text.retrain.wanted, '100')
	.option('--force', text.retrain.force)
	.option('--json', text.retrain.json)
	.action((options) => run(async (context) => (await import('./cli/retrain.ts')).retrain(options, context)));

program
	.command('evaluate')
	.description(text.evaluate.about)
	.option('--from <folder>', text.evaluate.from)
	.addOption(classifierOption())
	.option('--model <version>', text.predict.model)
	.option('--report <folder>', text.evaluate.report)
	.option('--json', text.predict.json)
	.action((options) =>
		run(async (context) => (await import('./cli/evaluate.ts')).evaluate(options, context)),
	);

const models = program
	.command('models')
	.description(text.models.about)
	.helpCommand(false)
	// Else an option after `info` would be taken for one of the list.
	.enablePositionalOptions()
	.option('--classifier <name>', text.models.classifier)
	.action((options) =>
		run(async (context) => (await import('./cli/models.ts')).listModels(options, context)),
	);

const modelOption = () =>
	new Option('--classifier <name>', text.models.classifier).default(DEFAULT_CLASSIFIER);

models
	.command('info')
	.description(text.models.info)
	.argument('[version]', text.models.version)
	.addOption(modelOption())
	.action((version, options) =>
		run(async (context) => (await import('./cli/model-info.ts')).showModel(version, options, context)),
	);

models
	.command('compare')
	.description(text.models.compare)
	.argument('<version>', text.promote.version)
	.argument('[with]', text.models.with)
	.addOption(modelOption())
	.action((version, other, options) =>
		run(async (context) =>
			(await import('./cli/model-compare.ts')).compareModels(version, other, options, context),
		),
	);

models
	.command('export')
	.description(text.models.export)
	.argument('<version>', text.promote.version)
	.argument('<target>', text.models.target)
	.addOption(modelOption())
	.action((version, target, options) =>
		run(async (context) =>
			(await import('./cli/model-export.ts')).exportModel(version, target, options, context),
		),
	);

program
	.command('promote')
	.description(text.promote.about)
	.argument('<version>', text.promote.version)
	.addOption(modelOption())
	.action((version, options) =>
		run(async (context) => (await import('./cli/model-change.ts')).promote(version, options, context)),
	);

program
	.command('rollback')
	.description(text.rollback.about)
	.addOption(modelOption())
	.action((options) =>
		run(async (context) => (await import('./cli/model-change.ts')).rollBack(options, context)),
	);

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

const labels = program.command('labels').description(text.labels.about).helpCommand(false);
const labelOptions = (command: Command) =>
	command
		.addOption(classifierOption())
		.option('--alias <name...>', text.labels.alias)
		.option('--search <term...>', text.labels.search)
		.option('--exclude <words...>', text.labels.exclude)
		.option('--taxon <number>', text.labels.taxon);

labelOptions(labels.command('add').description(text.labels.add).argument('<name>', text.labels.name)).action(
	(name, options) =>
		run(async (context) => (await import('./cli/labels.ts')).addLabel(name, options, context)),
);

labels
	.command('list')
	.description(text.labels.list)
	.addOption(classifierOption())
	.action((options) =>
		run(async (context) => (await import('./cli/labels.ts')).listLabels(options, context)),
	);

labelOptions(labels.command('edit').description(text.labels.edit).argument('<name>', text.labels.name))
	.option('--name <name>', text.labels.newName)
	.action((name, options) =>
		run(async (context) => (await import('./cli/labels.ts')).editLabel(name, options, context)),
	);

labels
	.command('remove')
	.description(text.labels.remove)
	.argument('<name>', text.labels.name)
	.addOption(classifierOption())
	.option('--yes', text.labels.yes)
	.action((name, options) =>
		run(async (context) => (await import('./cli/labels.ts')).removeLabel(name, options, context)),
	);

program
	.command('crawl')
	.description(text.crawl.about)
	.argument('[labels...]', text.crawl.labels)
	.addOption(classifierOption())
	.option('--count <n>', text.crawl.count, '100')
	.option('--dry-run', text.crawl.dryRun)
	.option('--source <name...>', text.crawl.source)
	.action((names, options) =>
		run(async (context) => (await import('./cli/crawl.ts')).crawl(names, options, context)),
	);

const schedule = program.command('schedule').description(text.schedule.about).helpCommand(false);

schedule
	.command('show')
	.description(text.schedule.show)
	.addOption(classifierOption())
	.action((options) =>
		run(async (context) => (await import('./cli/schedule.ts')).showSchedule(options, context)),
	);

schedule
	.command('set')
	.description(text.schedule.set)
	.addOption(classifierOption())
	.option('--time <time>', text.schedule.time)
	.option('--day <day>', text.schedule.day)
	.option('--cron <expression>', text.schedule.cron)
	.option('--timezone <zone>', text.schedule.timezone)
	.option('--crawl <n>', text.schedule.crawl)
	.option('--channel <id>', text.schedule.channel)
	.option('--quiet', text.schedule.quiet)
	.option('--no-quiet', text.schedule.noQuiet)
	.action((options) =>
		run(async (context) => (await import('./cli/schedule.ts')).setSchedule(options, context)),
	);

schedule
	.command('pause')
	.description(text.schedule.pause)
	.addOption(classifierOption())
	.action((options) =>
		run(async (context) => (await import('./cli/schedule.ts')).pauseSchedule(options, context)),
	);

schedule
	.command('resume')
	.description(text.schedule.resume)
	.addOption(classifierOption())
	.action((options) =>
		run(async (context) => (await import('./cli/schedule.ts')).resumeSchedule(options, context)),
	);

schedule
	.command('run')
	.description(text.schedule.run)
	.addOption(classifierOption())
	.action((options) =>
		run(async (context) => (await import('./cli/schedule.ts')).runSchedule(options, context)),
	);

const dataset = program.command('dataset').description(text.dataset.about).helpCommand(false);

dataset
	.command('stats')
	.description(text.dataset.stats)
	.addOption(classifierOption())
	.action((options) =>
		run(async (context) => (await import('./cli/dataset.ts')).showStats(options, context)),
	);

dataset
	.command('remove')
	.description(text.dataset.remove)
	.argument('[photos...]', text.dataset.references)
	.addOption(classifierOption())
	.option('--author <source:name>', text.dataset.author)
	.option('--reason <text>', text.dataset.reason)
	.action((photos, options) =>
		run(async (context) => (await import('./cli/dataset.ts')).removePhotos(photos, options, context)),
	);

dataset
	.command('export')
	.description(text.dataset.export)
	.argument('<target>', text.dataset.target)
	.addOption(classifierOption())
	.option('--licences <ids>', text.dataset.licences)
	.action((target, options) =>
		run(async (context) => (await import('./cli/dataset.ts')).exportPhotos(target, options, context)),
	);

dataset
	.command('import')
	.description(text.dataset.import)
	.argument('<from>', text.dataset.from)
	.addOption(classifierOption())
	.action((from, options) =>
		run(async (context) => (await import('./cli/dataset.ts')).importPhotos(from, options, context)),
	);

dataset
	.command('doctor')
	.description(text.dataset.doctor)
	.addOption(classifierOption())
	.option('--curve [picture.png]', text.dataset.curve)
	.option('--json', text.dataset.json)
	.action((options) =>
		run(async (context) => (await import('./cli/dataset-doctor.ts')).examine(options, context)),
	);

dataset
	.command('attribution')
	.description(text.dataset.attribution)
	.addOption(classifierOption())
	.option('--csv', text.dataset.csv)
	.option('--json', text.dataset.json)
	.action((options) =>
		run(async (context) => (await import('./cli/dataset.ts')).printAttribution(options, context)),
	);

try {
	await program.parseAsync();
} catch (error) {
	if (!(error instanceof CommanderError)) throw error;
	// Commander has said what was wrong; its own exit code for that is 1, which here means a photo failed.
	process.exitCode = error.exitCode === 0 ? 0 : 2;
}
