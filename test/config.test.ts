import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostLocale, imageLimits, readSettings, settingsSchema, shippedModels } from '../src/config.ts';
import { UserError } from '../src/errors.ts';
import { settings as english } from '../src/i18n/en/settings.ts';
import { settings as japanese } from '../src/i18n/ja/settings.ts';
import { describeError } from '../src/i18n/messages.ts';
import { packageRoot } from '../src/package-root.ts';

/** The problems that reading an environment ends in. */
function problemsOf(environment: NodeJS.ProcessEnv): UserError<'bad-settings'>['details']['problems'] {
	return refusalOf(environment).details.problems;
}

function refusalOf(environment: NodeJS.ProcessEnv): UserError<'bad-settings'> {
	try {
		readSettings(environment);
	} catch (error) {
		if (error instanceof UserError && error.code === 'bad-settings') return error;
		throw error;
	}
	throw new Error('nothing is wrong with these settings');
}

describe('the settings', () => {
	it('all have defaults', () => {
		expect(readSettings({})).not.toHaveProperty('DISCORD_TOKEN');
		expect(readSettings({})).toMatchObject({
			HANTEI_OWNERS: [],
			HANTEI_MODELS: join(packageRoot(), 'models'),
			HANTEI_DATA: join(packageRoot(), 'data'),
			HANTEI_QUEUE: 100,
			HANTEI_TIMEOUT_SECONDS: 20,
			IMAGE_MAX_MB: 20,
			IMAGE_MAX_MEGAPIXELS: 40,
			WEB_PORT: 8017,
			PLAYGROUND_PORT: 8018,
			LOG_LEVEL: 'info',
		});
		expect(readSettings({}).HANTEI_WORKERS).toBeGreaterThanOrEqual(1);
	});

	it('are read from text', () => {
		expect(
			readSettings({
				DISCORD_TOKEN: 'secret',
				HANTEI_OWNERS: '123456789012345678 , 223456789012345678',
				HANTEI_MODELS: 'my/models',
				HANTEI_DATA: '/srv/hantei',
				HANTEI_LANGUAGE: 'ja',
				HANTEI_WORKERS: '3',
				IMAGE_MAX_MB: '7.5',
				WEB_PORT: '0',
				LOG_LEVEL: 'debug',
			}),
		).toMatchObject({
			DISCORD_TOKEN: 'secret',
			HANTEI_OWNERS: ['123456789012345678', '223456789012345678'],
			HANTEI_MODELS: resolve('my/models'),
			HANTEI_DATA: '/srv/hantei',
			HANTEI_LANGUAGE: 'ja',
			HANTEI_WORKERS: 3,
			IMAGE_MAX_MB: 7.5,
			WEB_PORT: 0,
			LOG_LEVEL: 'debug',
		});
	});

	it('say which shards a process has', () => {
		const shardsOf = (HANTEI_SHARDS: string) => readSettings({ HANTEI_SHARDS }).HANTEI_SHARDS;
		expect(shardsOf('')).toBe('auto');
		expect(shardsOf('auto')).toBe('auto');
		expect(shardsOf(' 0-3/16 ')).toEqual({ first: 0, last: 3, count: 16 });
		expect(shardsOf('15/16')).toEqual({ first: 15, last: 15, count: 16 });
	});

	it('that are empty are not set', () => {
		expect(readSettings({ WEB_PORT: '', HANTEI_WORKERS: '  ', DISCORD_TOKEN: '' })).toEqual(readSettings({}));
	});

	it('that are not ours are none of our business', () => {
		expect(readSettings({ PATH: '/bin', HANTEI_UNHEARD_OF: '1' })).toEqual(readSettings({}));
	});

	it('that are wrong are named all at once, with what they should be', () => {
		const problems = problemsOf({
			HANTEI_WORKERS: '0',
			HANTEI_QUEUE: 'many',
			HANTEI_LANGUAGE: 'fr',
			HANTEI_OWNERS: 'me',
			WEB_PORT: '70000',
			LOG_LEVEL: 'loud',
		});
		expect(problems.map(({ setting, value }) => `${setting}=${value}`).sort()).toEqual([
			'HANTEI_LANGUAGE=fr',
			'HANTEI_OWNERS=me',
			'HANTEI_QUEUE=many',
			'HANTEI_WORKERS=0',
			'LOG_LEVEL=loud',
			'WEB_PORT=70000',
		]);
	});

	it.each([
		['HANTEI_WORKERS', '1.5'],
		['HANTEI_WORKERS', '65'],
		['HANTEI_WORKERS', '-1'],
		['HANTEI_QUEUE', '0'],
		['HANTEI_TIMEOUT_SECONDS', '601'],
		['IMAGE_MAX_MB', '0'],
		['IMAGE_MAX_MB', 'Infinity'],
		['IMAGE_MAX_MEGAPIXELS', '-3'],
		['HANTEI_SHARDS', '3-1/16'],
		['HANTEI_SHARDS', '0-16/16'],
		['HANTEI_SHARDS', '0/0'],
		['HANTEI_SHARDS', '-1/4'],
		['HANTEI_SHARDS', '0-3/16000000'],
		['WEB_PORT', '-1'],
		['PLAYGROUND_PORT', '80.5'],
	])('do not take %s=%s', (setting, value) => {
		expect(problemsOf({ [setting]: value })).toMatchObject([{ setting, value }]);
	});

	it.each([
		['HANTEI_WORKERS', '0', 'a whole number from 1 to 64', '1〜64 の整数'],
		['HANTEI_QUEUE', 'many', 'a whole number from 1 to 10,000', '1〜10,000 の整数'],
		['WEB_PORT', '80.5', 'a whole number from 0 to 65,535', '0〜65,535 の整数'],
		['IMAGE_MAX_MB', '0', 'a number above 0, at most 500', '0 より大きく 500 以下の数'],
		['CRAWLER_NSFW_THRESHOLD', '2', 'a number from 0 to 1', '0〜1 の数'],
		['HANTEI_TEACH', 'yes', 'on or off', 'on、off のどれか'],
		['LOG_LEVEL', 'loud', 'debug, info, warn, error or silent', 'debug、info、warn、error、silent のどれか'],
		[
			'CRAWLER_SOURCES',
			'flickr,google',
			'one or more of inaturalist, commons, openverse, flickr, folder, with commas between them',
			'inaturalist、commons、openverse、flickr、folder のうち 1 つ以上（コンマ区切り）',
		],
		[
			'HANTEI_OWNERS',
			'me',
			'Discord user ids (numbers of 17 to 20 digits), with commas between them',
			'Discord のユーザー ID（17〜20 桁の数字、コンマ区切り）',
		],
		[
			'HANTEI_DATABASE_URL',
			'mysql://db/hantei',
			'an address that begins with postgres:// or postgresql://',
			'postgres://、postgresql:// のどれかで始まるアドレス',
		],
		[
			'HANTEI_REDIS_URL',
			'http://redis:6379',
			'an address that begins with redis:// or rediss://',
			'redis://、rediss:// のどれかで始まるアドレス',
		],
		[
			'CRAWLER_STAND_IN',
			'http://example.com',
			'an address on this machine, such as http://127.0.0.1:8019',
			'http://127.0.0.1:8019 のような、このマシンのアドレス',
		],
		[
			'HANTEI_SHARDS',
			'16',
			'auto, or some of so many shards, such as 0-3/16: those from 0 to 3 of 16',
			'auto、または 0-3/16（16 個のうち 0〜3 番）のようなシャードの範囲',
		],
		[
			'WEB_HOST',
			'localhost',
			'the IP address of an interface of this machine, such as 127.0.0.1 or 0.0.0.0 for all of them',
			'127.0.0.1 や、すべてを表す 0.0.0.0 のような、このマシンの IP アドレス',
		],
	])('tell in words what %s=%s must be', (setting, value, inEnglish, inJapanese) => {
		const error = refusalOf({ [setting]: value });
		const [, line] = describeError(error, 'en').split('\n');
		expect(line).toMatch(/^ {2}[A-Z][\w’ -]+ \([A-Z_]+\) is “/);
		expect(line).toContain(`(${setting}) is “${value}”, but must be ${inEnglish}.`);
		const [, japaneseLine] = describeError(error, 'ja').split('\n');
		expect(japaneseLine).toContain(
			`（${setting}）が「${value}」になっています。${inJapanese}を指定してください。`,
		);
		expect(japaneseLine).toMatch(/^ {2}[^（A-Z_]*[ぁ-んァ-ヶ一-龠]/);
	});

	it('are told without the password of an address', () => {
		expect(describeError(refusalOf({ HANTEI_REDIS_URL: 'http://me:secret@redis' }), 'en')).not.toContain(
			'secret',
		);
	});

	it('are told once each, however much is wrong with them', () => {
		expect(problemsOf({ HANTEI_WORKERS: '-1.5', CRAWLER_SOURCES: 'a,b,c' })).toHaveLength(2);
	});

	it('have a name in each language, and those that can be wrong say what they must be', () => {
		for (const setting of Object.keys(settingsSchema.shape)) {
			for (const { nameOf } of [english, japanese]) expect(nameOf(setting)).not.toBe(setting);
			// What takes any text takes this.
			const isAnything = settingsSchema.safeParse({ [setting]: '?' }).success;
			if (!isAnything) expect(problemsOf({ [setting]: '?' })).toMatchObject([{ setting, value: '?' }]);
		}
	});

	it('are all in .env.example, with the defaults that are the same everywhere', () => {
		const example = readFileSync(join(packageRoot(), '.env.example'), 'utf8');
		const listed = new Map(
			[...example.matchAll(/^#([A-Z_]+)=(.*)$/gm)].map(([, setting, value]) => [setting, value]),
		);
		expect([...listed.keys()].sort()).toEqual(Object.keys(settingsSchema.shape).sort());
		expect(readSettings(Object.fromEntries(listed))).toEqual(readSettings({}));
	});
});

describe('what follows from them', () => {
	it('are the limits of a picture', () => {
		const settings = readSettings({
			IMAGE_MAX_MB: '2',
			IMAGE_MAX_MEGAPIXELS: '3',
			HANTEI_TIMEOUT_SECONDS: '4',
		});
		expect(imageLimits(settings)).toEqual({ maxBytes: 2_000_000, maxPixels: 3_000_000, timeoutMs: 2_000 });
	});

	it('is where the shipped models are', () => {
		expect(shippedModels()).toBe(join(packageRoot(), 'models'));
	});

	it.each<[NodeJS.ProcessEnv, string]>([
		[{}, 'en'],
		[{ LANG: 'C' }, 'en'],
		[{ LANG: 'de_DE.UTF-8' }, 'en'],
		[{ LANG: 'ja_JP.UTF-8' }, 'ja'],
		[{ LANG: 'en_US.UTF-8', LC_ALL: 'ja_JP.UTF-8' }, 'ja'],
		[{ LANG: 'ja_JP.UTF-8', LC_MESSAGES: 'C' }, 'en'],
		[{ LANG: 'ja_JP.UTF-8', LC_ALL: '' }, 'ja'],
		[{ LANG: 'ja_JP.UTF-8', HANTEI_LANGUAGE: 'en' }, 'en'],
		[{ LANG: 'en_US.UTF-8', HANTEI_LANGUAGE: 'ja' }, 'ja'],
		[{ LANG: 'ja_JP.UTF-8', HANTEI_LANGUAGE: 'fr' }, 'ja'],
	])('is the language for %j', (environment, locale) => {
		expect(hostLocale(environment)).toBe(locale);
	});
});
