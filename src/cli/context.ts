import { hostLocale, readSettings, type Settings } from '../config.ts';
import { UserError } from '../errors.ts';
import { type ModelNews, openModelNews } from '../host/model-news.ts';
import { openEngine as openHostEngine } from '../host/models.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Messages, messagesFor } from '../i18n/messages.ts';
import { createLogger, type Logger } from '../log.ts';
import type { Engine } from '../model/engine/engine.ts';
import { type Device, findDevice } from '../model/engine/providers/device.ts';
import { isClassifierName } from '../registry/version-name.ts';
import { requireFolder } from '../store/data-folder.ts';
import { printError } from './print.ts';

/** What every command needs. */
export interface CliContext {
	readonly settings: Settings;
	readonly locale: Locale;
	readonly text: Messages['cli'];
	readonly logger: Logger;
	/** Told of each change of what serves, or may; closed after the command. */
	readonly news: ModelNews;
	/** Aborted by Ctrl-C. */
	readonly signal: AbortSignal;
}

/** @throws {UserError} `bad-settings`, `not-a-folder` */
export function createContext(environment: NodeJS.ProcessEnv, signal: AbortSignal): CliContext {
	const settings = readSettings(environment);
	requireFolder('HANTEI_MODELS', settings.HANTEI_MODELS);
	requireFolder('HANTEI_DATA', settings.HANTEI_DATA);
	const locale = hostLocale(environment);
	// The command line speaks through its own output; the log is for what it cannot say there.
	const logger = createLogger(environment.LOG_LEVEL ? settings.LOG_LEVEL : 'error');
	return {
		settings,
		locale,
		text: messagesFor(locale).cli,
		logger,
		news: openModelNews(settings, logger),
		signal,
	};
}

export async function openEngine(context: CliContext, workers: number): Promise<Engine> {
	const { settings, logger } = context;
	await openDevice(context);
	return openHostEngine(settings, {
		logger,
		workers,
		// Commands bound their own work; a queue that refuses would only lose files.
		queueLimit: Number.POSITIVE_INFINITY,
	});
}

/** What networks run on, once said what of that cannot be used. */
export async function openDevice({ settings, text }: CliContext): Promise<Device> {
	const device = await findDevice(settings.HANTEI_EXECUTION_PROVIDERS);
	if (device.absent.length > 0) printError(`${text.device.absent(device)}\n`);
	return device;
}

/** @throws {UserError} `bad-option` */
export function requireClassifier(name: string): string {
	if (!isClassifierName(name)) {
		throw new UserError('bad-option', { option: '--classifier', value: name, expected: 'a-z, 0-9, -' });
	}
	return name;
}

/** @throws {UserError} `bad-option` unless the text is a whole number within bounds */
export function requireWhole(option: string, value: string, least: number, most: number): number {
	const number = Number(value);
	if (!Number.isInteger(number) || number < least || number > most) {
		throw new UserError('bad-option', { option, value, expected: `${least}–${most}` });
	}
	return number;
}

/** @throws {UserError} `bad-option` unless the text is one of those that are known */
export function requireOneOf<Value extends string>(
	option: string,
	value: string,
	known: readonly Value[],
): Value {
	const found = known.find((one) => one === value);
	if (found === undefined) throw new UserError('bad-option', { option, value, expected: known.join(', ') });
	return found;
}
