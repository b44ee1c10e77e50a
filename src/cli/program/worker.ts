import type { Command } from 'commander';
import type { CommandLine } from './command-line.ts';

/** `hantei worker` */
export function addWorker(program: Command, { text, run }: CommandLine): void {
	program
		.command('worker')
		.description(text.worker.about)
		.option('--classify <n>', text.worker.classify)
		.option('--train <n>', text.worker.train)
		.option('--crawl <n>', text.worker.crawl)
		.action((options) => run(async (context) => (await import('../worker.ts')).work(options, context)));
}
