import { CommanderError } from 'commander';
import { hostLocale } from '../config.ts';
import { isUserError, UserError } from '../errors.ts';
import { describeError, messagesFor } from '../i18n/messages.ts';
import { storageRefusal } from '../store/faults.ts';
import { type CliContext, createContext } from './context.ts';
import { printError } from './print.ts';
import { createProgram } from './program/program.ts';

/**
 * Runs one command line; what a person can act on is said on standard error.
 * @param args without the program's name
 * @returns the exit code
 */
export async function runCommandLine(
	args: readonly string[],
	environment: NodeJS.ProcessEnv,
): Promise<number> {
	const locale = hostLocale(environment);
	let exitCode = 0;

	/** Runs a command with a context, and turns what it throws into a message and an exit code. */
	async function run(command: (context: CliContext) => Promise<number>): Promise<void> {
		const interrupt = new AbortController();
		const cancel = () => {
			interrupt.abort(new UserError('cancelled', {}));
			// Once more ends the process; not before all have heard of this one: locks do so where nobody else listens.
			setImmediate(() => process.off('SIGINT', cancel));
		};
		process.on('SIGINT', cancel);
		try {
			const context = createContext(environment, interrupt.signal);
			exitCode = await command(context).finally(() => context.news.close());
		} catch (thrown) {
			const error = storageRefusal(thrown);
			if (!isUserError(error)) throw error;
			printError(`${describeError(error, locale)}\n`);
			exitCode = error.code === 'cancelled' ? 130 : 2;
		} finally {
			process.off('SIGINT', cancel);
		}
	}

	try {
		await createProgram({ text: messagesFor(locale).cli, run }).parseAsync(args, { from: 'user' });
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		// Commander has said what was wrong; its own exit code for that is 1, which here means a photo failed.
		exitCode = error.exitCode === 0 ? 0 : 2;
	}
	return exitCode;
}
