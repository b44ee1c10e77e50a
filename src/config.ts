import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { CRAWLED_SOURCES, LICENCES, type Licence } from './dataset/candidate.ts';
import { type Expectation, type SettingProblem, UserError } from './errors.ts';
import { LOCALES, type Locale, localeFrom } from './i18n/locale.ts';
import { packageRoot } from './package-root.ts';

/** What each kind of setting must be, told to whoever gave something else. */
const EXPECTED = z.registry<Expectation>();

/** A whole number within bounds, from text. */
const whole = (least: number, most: number) =>
	z.coerce.number().int().min(least).max(most).register(EXPECTED, { kind: 'whole', least, most });
const port = whole(0, 65_535);
const size = z.coerce.number().positive().max(500).register(EXPECTED, { kind: 'above', above: 0, most: 500 });
const oneOf = <const Name extends string>(choices: readonly Name[]) =>
	z.enum(choices).register(EXPECTED, { kind: 'one-of', choices });
/** Names from a list, separated by commas, each once. */
const names = <Name extends string>(known: readonly Name[]) =>
	z
		.string()
		.transform((text) => [...new Set(text.split(',').map((name) => name.trim()))])
		.pipe(z.array(z.enum(known)).min(1))
		.register(EXPECTED, { kind: 'some-of', choices: known });
/** Of a server, with its name and password. */
const address = (...schemes: readonly string[]) =>
	z
		.url({ protocol: new RegExp(`^(${schemes.join('|')})$`) })
		.register(EXPECTED, { kind: 'address', schemes });
const ipAddress = z.union([z.ipv4(), z.ipv6()]).register(EXPECTED, { kind: 'ip-address' });
/** Of how many shards a bot may be made: many times what Discord's largest have. */
const MOST_SHARDS = 100_000;
/** All shards, as many as Discord recommends, or some of so many: `0-3/16`. */
const shards = z
	.string()
	.transform((text, context) => {
		if (text.trim() === 'auto') return 'auto';
		const [, from = '', to = from, of = ''] = /^\s*(\d{1,6})(?:-(\d{1,6}))?\/(\d{1,6})\s*$/.exec(text) ?? [];
		const [first, last, count] = [from, to, of].map(Number);
		if (of !== '' && first <= last && last < count && count <= MOST_SHARDS) return { first, last, count };
		context.addIssue('not some shards');
		return z.NEVER;
	})
	.register(EXPECTED, { kind: 'shards' });
const folder = z.string().transform((path) => resolve(path));

/** What a host may allow: never what forbids adaptations, nor what states no terms. */
const FETCHABLE_LICENCES = LICENCES.filter(
	(licence): licence is Exclude<Licence, 'by-nd' | 'by-nc-nd' | 'other' | 'member'> =>
		!['by-nd', 'by-nc-nd', 'other', 'member'].includes(licence),
);

/**
 * Every setting, by the environment variable that gives it. Defaults for folders are within the installation, whatever
 * folder Hantei is started from; folders given are relative to that one.
 */
export const settingsSchema = z.object({
	DISCORD_TOKEN: z.string().optional(),
	HANTEI_OWNERS: z
		.string()
		.regex(/^\d{17,20}(\s*,\s*\d{17,20})*$/)
		.transform((ids) => ids.split(',').map((id) => id.trim()))
		.register(EXPECTED, { kind: 'user-ids' })
		.default([]),
	HANTEI_SHARDS: shards.default('auto'),
	HANTEI_MODELS: folder.default(shippedModels),
	HANTEI_DATA: folder.default(() => join(packageRoot(), 'data')),
	/** Unset, it is what `hantei backbone use` chose, and before that the bundled one. */
	HANTEI_BACKBONE: z.string().optional(),
	HANTEI_LANGUAGE: oneOf(LOCALES).optional(),
	HANTEI_WORKERS: whole(1, 64).default(() => Math.min(availableParallelism(), 8)),
	/** As ONNX Runtime calls them; `ExecutionProvider` is the same. */
	HANTEI_EXECUTION_PROVIDERS: names(['cpu', 'cuda', 'coreml', 'dml']).default(['cpu']),
	HANTEI_QUEUE: whole(1, 10_000).default(100),
	HANTEI_TIMEOUT_SECONDS: whole(1, 600).default(20),
	/** Unset, rows are in a SQLite file in HANTEI_DATA. */
	HANTEI_DATABASE_URL: address('postgres', 'postgresql').optional(),
	/** Unset, files lie in the two folders. */
	HANTEI_STORAGE_URL: z
		.string()
		.regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[A-Za-z0-9._-]+)*\/?$/)
		.register(EXPECTED, { kind: 'address', schemes: ['s3'] })
		.optional(),
	HANTEI_STORAGE_CACHE_MB: whole(10, 10_000_000).default(2_000),
	/** Unset, all work is done in this process. */
	HANTEI_REDIS_URL: address('redis', 'rediss').optional(),
	IMAGE_MAX_MB: size.default(20),
	IMAGE_MAX_MEGAPIXELS: size.default(40),
	CRAWLER_CONTACT: z.string().optional(),
	CRAWLER_SOURCES: names(CRAWLED_SOURCES).optional(),
	CRAWLER_LICENCES: names(FETCHABLE_LICENCES).default(['cc0', 'pdm', 'by', 'by-sa']),
	CRAWLER_FOLDER: folder.optional(),
	CRAWLER_STAND_IN: z
		.string()
		.regex(/^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?\/?$/)
		.register(EXPECTED, { kind: 'local-address' })
		.optional(),
	CRAWLER_PER_AUTHOR: whole(1, 10_000).default(10),
	CRAWLER_NSFW_THRESHOLD: z.coerce
		.number()
		.min(0)
		.max(1)
		.register(EXPECTED, { kind: 'number', least: 0, most: 1 })
		.default(0.7),
	FLICKR_API_KEY: z.string().optional(),
	HANTEI_TRAINING_MEMORY_MB: whole(256, 1_000_000).default(2_000),
	HANTEI_SCHEDULE_HOURS: whole(1, 8_760).default(6),
	HANTEI_SCHEDULE_SPREAD_MINUTES: whole(0, 720).default(60),
	HANTEI_KEEP_VERSIONS: whole(1, 10_000).default(10),
	HANTEI_KEEP_REMOVED_DAYS: whole(0, 36_500).default(30),
	HANTEI_KEEP_LEFT_DAYS: whole(0, 36_500).default(30),
	HANTEI_TEACH: oneOf(['on', 'off']).default('off'),
	HANTEI_TEACH_PER_DAY: whole(1, 10_000).default(20),
	HANTEI_GUILD_LABELS: whole(2, 1_000).default(25),
	HANTEI_GUILD_PHOTOS: whole(10, 1_000_000).default(5_000),
	HANTEI_GUILD_TRAININGS: whole(1, 1_000).default(8),
	WEB_HOST: ipAddress.default('127.0.0.1'),
	WEB_PORT: port.default(8017),
	PLAYGROUND_PORT: port.default(8018),
	PHOTO_SOURCE_PORT: port.default(8019),
	PHOTO_SOURCE_FOLDER: folder.optional(),
	LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
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
	const wrong = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
	const problems = [...wrong].flatMap((setting): SettingProblem[] => {
		const expected = expectationOf(setting);
		return expected ? [{ setting, value: withoutPassword(given[setting] ?? ''), expected }] : [];
	});
	throw new UserError('bad-settings', { problems });
}

/** What was given for an address, however badly it is written. */
function withoutPassword(value: string): string {
	return value.replace(/:[^:/@]*@/, ':…@');
}

/** What a setting must be, whether or not it has a default. */
function expectationOf(setting: string): Expectation | undefined {
	let schema: z.ZodType | undefined = Object.entries(settingsSchema.shape).find(
		([name]) => name === setting,
	)?.[1];
	while (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
		schema = schema.unwrap() as z.ZodType;
	return schema && EXPECTED.get(schema);
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
		// Half of a photo's time: a picture that is slow to read is then told so, and costs no worker.
		timeoutMs: settings.HANTEI_TIMEOUT_SECONDS * 500,
	};
}

/** How often a classifier may be trained by itself, and how far apart servers that plan the same time are. */
export function scheduleLimits(settings: Settings): {
	readonly everyHours: number;
	readonly spreadMinutes: number;
} {
	return {
		everyHours: settings.HANTEI_SCHEDULE_HOURS,
		spreadMinutes: settings.HANTEI_SCHEDULE_SPREAD_MINUTES,
	};
}

/** The language to speak to the host in: the setting, then the terminal's language as POSIX orders its variables. */
export function hostLocale({ HANTEI_LANGUAGE, LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Locale {
	// One that is wrong is told in the terminal's language.
	const set = LOCALES.find((locale) => locale === HANTEI_LANGUAGE);
	return set ?? localeFrom(LC_ALL || LC_MESSAGES || LANG);
}
