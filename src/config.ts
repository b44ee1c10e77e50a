import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from './errors.ts';
import { type Locale, localeFrom } from './i18n/locale.ts';
import { packageRoot } from './package-root.ts';

/** A whole number within bounds, from text. */
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const port = whole(0, 65_535);
const folder = z.string().transform((path) => resolve(path));

/**
 * Every setting, by the environment variable that gives it. Defaults for folders are within the installation, whatever
 * folder Hantei is started from; folders given are relative to that one.
 */
export const settingsSchema = z.object({
	DISCORD_TOKEN: z.string().optional(),
	HANTEI_OWNERS: z
		.string()
		.regex(/^\d{17,20}(\s*,\s*\d{17,20})*$/, 'Discord user ids, separated by commas')
		.transform((ids) => ids.split(',').map((id) => id.trim()))
		.default([]),
	HANTEI_MODELS: folder.default(shippedModels),
	HANTEI_DATA: folder.default(() => join(packageRoot(), 'data')),
	HANTEI_BACKBONE: z.string().default('bundled'),
	HANTEI_LANGUAGE: z.enum(['en', 'ja']).optional(),
	HANTEI_WORKERS: whole(1, 64).default(() => Math.min(availableParallelism(), 8)),
	HANTEI_QUEUE: whole(1, 10_000).default(100),
	HANTEI_TIMEOUT_SECONDS: whole(1, 600).default(20),
	IMAGE_MAX_MB: z.coerce.number().positive().max(500).default(20),
	IMAGE_MAX_MEGAPIXELS: z.coerce.number().positive().max(500).default(40),
	WEB_PORT: port.default(8017),
	PLAYGROUND_PORT: port.default(8018),
	LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Settings = z.infer<typeof settingsSchema>;

/**
 * Reads every setting at once.
 * @throws {UserError} `bad-settings`, naming each one that is wrong
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
	// `FOO=` in a file or a compose manifest means "not set".
	const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
	const parsed = settingsSchema.safeParse(given);
	if (parsed.success) return parsed.data;
	const problems = parsed.error.issues.map(({ path, message }) => {
		const setting = String(path[0]);
		const isSecret = setting === 'DISCORD_TOKEN';
		return { setting, value: isSecret ? '…' : (given[setting] ?? ''), expected: message };
	});
	throw new UserError('bad-settings', { problems });
}

/** The folder with the models that ship with Hantei. */
export function shippedModels(): string {
	return join(packageRoot(), 'models');
}

/** What a picture may cost, whichever way it comes. */
export function imageLimits(settings: Settings): {
	readonly maxBytes: number;
	readonly maxPixels: number;
	readonly timeoutMs: number;
} {
	return {
		maxBytes: settings.IMAGE_MAX_MB * 1e6,
		maxPixels: settings.IMAGE_MAX_MEGAPIXELS * 1e6,
		timeoutMs: settings.HANTEI_TIMEOUT_SECONDS * 1000,
	};
}

/** The language to speak to the host in: the setting, then the terminal's language as POSIX orders its variables. */
export function hostLocale({ HANTEI_LANGUAGE, LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Locale {
	return localeFrom(HANTEI_LANGUAGE || LC_ALL || LC_MESSAGES || LANG);
}
