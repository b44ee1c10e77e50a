import type { Command } from 'commander';
import { type CommandLine, classifierOption } from './command-line.ts';

/** `hantei schedule …` */
export function addSchedule(program: Command, { text, run }: CommandLine): void {
	const schedule = program.command('schedule').description(text.schedule.about).helpCommand(false);

	schedule
		.command('show')
		.description(text.schedule.show)
		.addOption(classifierOption(text, 'scheduled'))
		.action((options) =>
			run(async (context) => (await import('../schedule.ts')).showSchedule(options, context)),
		);

	schedule
		.command('set')
		.description(text.schedule.set)
		.addOption(classifierOption(text, 'scheduled'))
		.option('--time <time>', text.schedule.time)
		.option('--day <day>', text.schedule.day)
		.option('--cron <expression>', text.schedule.cron)
		.option('--timezone <zone>', text.schedule.timezone)
		.option('--count <n>', text.schedule.count)
		.option('--channel <id>', text.schedule.channel)
		.option('--fine-tune', text.schedule.fineTune)
		.option('--no-fine-tune', text.schedule.noFineTune)
		.option('--quiet', text.schedule.quiet)
		.option('--no-quiet', text.schedule.noQuiet)
		.action((options) =>
			run(async (context) => (await import('../schedule.ts')).setSchedule(options, context)),
		);

	schedule
		.command('pause')
		.description(text.schedule.pause)
		.addOption(classifierOption(text, 'scheduled'))
		.action((options) =>
			run(async (context) => (await import('../schedule.ts')).pauseSchedule(options, context)),
		);

	schedule
		.command('resume')
		.description(text.schedule.resume)
		.addOption(classifierOption(text, 'scheduled'))
		.action((options) =>
			run(async (context) => (await import('../schedule.ts')).resumeSchedule(options, context)),
		);

	schedule
		.command('run')
		.description(text.schedule.run)
		.addOption(classifierOption(text, 'scheduled'))
		.action((options) =>
			run(async (context) => (await import('../schedule.ts')).runSchedule(options, context)),
		);
}
