import { Option } from 'commander';
import type { Messages } from '../../i18n/messages.ts';
import { DEFAULT_CLASSIFIER } from '../../registry/version-name.ts';
import type { CliContext } from '../context.ts';

/** What every command is set up with. */
export interface CommandLine {
	readonly text: Messages['cli'];
	/** Runs a command with a context, and turns what it throws into a message and an exit code. */
	readonly run: (command: (context: CliContext) => Promise<number>) => Promise<void>;
}

/** @param does what the classifier is to this command */
export function classifierOption(
	{ classifier }: CommandLine['text'],
	does: keyof CommandLine['text']['classifier'],
): Option {
	return new Option('--classifier <name>', classifier[does]).default(DEFAULT_CLASSIFIER);
}
