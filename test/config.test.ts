import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostLocale, imageLimits, readSettings, settingsSchema, shippedModels } from '../src/config.ts';
import { UserError } from '../src/errors.ts';
import { packageRoot } from '../src/package-root.ts';

/** The problems that reading an environment ends in. */
function problemsOf(environment: NodeJS.ProcessEnv): UserError<'bad-settings'>['details']['problems'] {
	try {
		readSettings(environment);
	} catch (error) {
		if (error instanceof UserError && error.code === 'bad-settings') return error.details.problems;
		throw error;
	}
	return [];
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
		for (const { expected } of problems) expect(expected).not.toBe('');
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
		['WEB_PORT', '-1'],
		['PLAYGROUND_PORT', '80.5'],
	])('do not take %s=%s', (setting, value) => {
		expect(problemsOf({ [setting]: value })).toMatchObject([{ setting, value }]);
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
	])('is the language for %j', (environment, locale) => {
		expect(hostLocale(environment)).toBe(locale);
	});
});
