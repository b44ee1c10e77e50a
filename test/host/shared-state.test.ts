import { describe, expect, test } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { isUserError } from '../../src/errors.ts';
import { requireSharedState, SHARED, shownShards } from '../../src/host/shared-state.ts';
import { describeError } from '../../src/i18n/messages.ts';

const ALL = {
	HANTEI_REDIS_URL: 'redis://127.0.0.1:6379/0',
	HANTEI_DATABASE_URL: 'postgres://hantei@127.0.0.1/hantei',
	HANTEI_STORAGE_URL: 's3://hantei',
};

function refusalOf(environment: NodeJS.ProcessEnv) {
	try {
		requireSharedState(readSettings(environment));
	} catch (error) {
		if (isUserError(error, 'shards-alone')) return error;
		throw error;
	}
	return undefined;
}

describe('a process with some of the shards', () => {
	test('does not start alone, and says what is missing', () => {
		const refusal = refusalOf({ HANTEI_SHARDS: '0-3/16' });
		for (const locale of ['en', 'ja'] as const) {
			const text = refusal && describeError(refusal, locale);
			for (const name of ['HANTEI_SHARDS', '0-3/16', ...SHARED]) expect(text).toContain(name);
		}
	});

	test.each(SHARED)('does not start without %s alone, either', (setting) => {
		const { [setting]: _, ...others } = ALL;
		expect(refusalOf({ HANTEI_SHARDS: '15/16', ...others })?.details).toEqual({
			setting: 'HANTEI_SHARDS',
			shards: '15/16',
			missing: [setting],
		});
	});

	test('starts where all is shared', () => {
		expect(refusalOf({ HANTEI_SHARDS: '0-3/16', ...ALL })).toBeUndefined();
	});
});

test.each(['auto', '0-15/16', '0/1'])('a process with all shards (%s) needs nobody', (shards) => {
	expect(refusalOf({ HANTEI_SHARDS: shards })).toBeUndefined();
});

test('shards are shown as they are set', () => {
	const shown = (shards: string) => shownShards(readSettings({ HANTEI_SHARDS: shards }));
	expect([shown('auto'), shown('0-3/16'), shown('4/16')]).toEqual([undefined, '0-3/16', '4/16']);
});
