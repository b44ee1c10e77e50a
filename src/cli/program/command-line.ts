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

/** The classifier to train, or whose photos to work with. */
export function classifierOption({ train }: CommandLine['text']): Option {
	return new Option('--classifier <name>', train.classifier).default(DEFAULT_CLASSIFIER);
}

/** The classifier whose models to work with. */
export function modelOption({ models }: CommandLine['text']): Option {
	return new Option('--classifier <name>', models.classifier).default(DEFAULT_CLASSIFIER);
}
