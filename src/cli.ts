import { CommanderError } from 'commander';
import { config as loadEnvFile } from 'dotenv';
import { type CliContext, createContext } from './cli/context.ts';
import { printError } from './cli/print.ts';
import { createProgram } from './cli/program/program.ts';
import { hostLocale } from './config.ts';
import { isUserError } from './errors.ts';
import { describeError, messagesFor } from './i18n/messages.ts';
import { storageRefusal } from './store/faults.ts';

loadEnvFile({ quiet: true });
const locale = hostLocale(process.env);

// A reader that has seen enough (`hantei predict … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EPIPE') process.exit(0);
	throw error;
});

/** Runs a command with a context, and turns what it throws into a message and an exit code. */
async function run(command: (context: CliContext) => Promise<number>): Promise<void> {
	try {
		const context = createContext(process.env);
		process.exitCode = await command(context).finally(() => context.news.close());
	} catch (thrown) {
		const error = storageRefusal(thrown);
		if (!isUserError(error)) throw error;
		printError(`${describeError(error, locale)}\n`);
		process.exitCode = error.code === 'cancelled' ? 130 : 2;
	}
}

try {
	await createProgram({ text: messagesFor(locale).cli, run }).parseAsync();
} catch (error) {
	if (!(error instanceof CommanderError)) throw error;
	// Commander has said what was wrong; its own exit code for that is 1, which here means a photo failed.
	process.exitCode = error.exitCode === 0 ? 0 : 2;
}
