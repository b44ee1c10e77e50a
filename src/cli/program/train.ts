import type { Command } from 'commander';
import { type CommandLine, classifierOption } from './command-line.ts';

/** `hantei learn`, `train`, `retrain`, `evaluate` */
export function addTraining(program: Command, { text, run }: CommandLine): void {
	program
		.command('learn')
		.description(text.learn.about)
		.argument('<names...>', text.learn.names)
		.addOption(classifierOption(text, 'learns'))
		.option('--count <n>', text.learn.count, '100')
		.action((names, options) =>
			run(async (context) => (await import('../learn.ts')).learn(names, options, context)),
		);

	program
		.command('train')
		.description(text.train.about)
		.requiredOption('--from <folder>', text.train.from)
		.addOption(classifierOption(text, 'gets'))
		.option('--seed <n>', text.train.seed, '1')
		.option('--promote', text.train.promote)
		.option('--no-promote', text.train.noPromote)
		.option('--fine-tune', text.retrain.fineTune)
		.option('--network <name>', text.network.options.network)
		.option('--size <n>', text.network.options.size)
		.option('--epochs <n>', text.network.options.epochs)
		.option('--batch <n>', text.network.options.batch)
		.option('--patience <n>', text.network.options.patience)
		.option('--augment <name>', text.network.options.augment, 'none')
		.option('--optimiser <name>', text.network.options.optimiser)
		.option('--rate <x>', text.network.options.rate)
		.option('--schedule <name>', text.network.options.schedule, 'constant')
		.option('--label-smoothing <x>', text.network.options.labelSmoothing, '0')
		.option('--balance', text.network.options.balance)
		.option('--engine <name>', text.network.options.engine, 'onnx')
		.option('--out <file>', text.network.options.out)
		.option('--report <folder>', text.evaluate.report)
		.action((options) =>
			run(async (context) =>
				options.network === undefined
					? (await import('../train.ts')).train(options, context)
					: (await import('../train-network.ts')).trainNetwork(options, context),
			),
		);

	program
		.command('retrain')
		.description(text.retrain.about)
		.addOption(classifierOption(text, 'retrains'))
		.option('--crawl', text.retrain.crawl)
		.option('--label <name...>', text.retrain.label)
		.option('--count <n>', text.retrain.count, '100')
		.option('--force', text.retrain.force)
		.option('--let-go', text.retrain.letGo)
		.option('--fine-tune', text.retrain.fineTune)
		.option('--json', text.retrain.json)
		.action((options) => run(async (context) => (await import('../retrain.ts')).retrain(options, context)));

	program
		.command('evaluate')
		.description(text.evaluate.about)
		.option('--from <folder>', text.evaluate.from)
		.option('--strangers <folder>', text.evaluate.strangers)
		.addOption(classifierOption(text, 'evaluated'))
		.option('--model <version>', text.predict.model)
		.option('--report <folder>', text.evaluate.report)
		.option('--json', text.predict.json)
		.action((options) => run(async (context) => (await import('../evaluate.ts')).evaluate(options, context)));
}
