import type { Command } from 'commander';
import type { CommandLine } from './command-line.ts';

/** `hantei status` */
export function addStatus(program: Command, { text, run }: CommandLine): void {
	program
		.command('status')
		.description(text.status.about)
		.option('--json', text.status.json)
		.action((options) => run(async (context) => (await import('../status.ts')).showStatus(options, context)));
}
