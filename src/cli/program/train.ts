import type { Command } from 'commander';
import { type CommandLine, classifierOption } from './command-line.ts';

/** `hantei train`, `retrain`, `evaluate` */
export function addTraining(program: Command, { text, run }: CommandLine): void {
	program
		.command('train')
		.description(text.train.about)
		.requiredOption('--from <folder>', text.train.from)
		.addOption(classifierOption(text))
		.option('--seed <n>', text.train.seed, '1')
		.option('--no-promote', text.train.noPromote)
		.action((options) => run(async (context) => (await import('../train.ts')).train(options, context)));

	program
		.command('retrain')
		.description(text.retrain.about)
		.addOption(classifierOption(text))
		.option('--crawl', text.retrain.crawl)
		.option('--label <name...>', text.retrain.label)
		.option('--wanted <n>', text.retrain.wanted, '100')
		.option('--force', text.retrain.force)
		.option('--json', text.retrain.json)
		.action((options) => run(async (context) => (await import('../retrain.ts')).retrain(options, context)));

	program
		.command('evaluate')
		.description(text.evaluate.about)
		.option('--from <folder>', text.evaluate.from)
		.addOption(classifierOption(text))
		.option('--model <version>', text.predict.model)
		.option('--report <folder>', text.evaluate.report)
		.option('--json', text.predict.json)
		.action((options) => run(async (context) => (await import('../evaluate.ts')).evaluate(options, context)));
}
