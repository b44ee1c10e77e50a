import { describe, expect, test, vi } from 'vitest';
import { DEFAULT_SETTINGS, parseSettings } from '../../../src/bot/settings/settings.ts';
import { createSettingsStore } from '../../../src/bot/settings/store.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { openStore } from '../../../src/store/store.ts';

describe('stored settings', () => {
	test('take defaults for what is missing or no longer valid, and keep the rest', () => {
		expect(parseSettings(undefined)).toEqual(DEFAULT_SETTINGS);
		expect(parseSettings('nonsense')).toEqual(DEFAULT_SETTINGS);
		expect(
			parseSettings({ style: 'haiku', threshold: 7, locale: 'ja', channels: { 1: false }, gone: true }),
		).toEqual({ ...DEFAULT_SETTINGS, locale: 'ja', channels: { 1: false } });
	});
});

describe('the settings store', () => {
	function open() {
		const store = openStore(openDatabase(':memory:'), { error: vi.fn() });
		return createSettingsStore(store.keyv('settings'));
	}

	test('answers defaults, then what was changed, by guild', async () => {
		const settings = open();
		expect(await settings.get('1')).toEqual(DEFAULT_SETTINGS);
		expect(await settings.change('1', () => ({ threshold: 0.8 }))).toMatchObject({ threshold: 0.8 });
		expect(await settings.get('1')).toEqual({ ...DEFAULT_SETTINGS, threshold: 0.8 });
		expect(await settings.get('2')).toEqual(DEFAULT_SETTINGS);
	});

	test('loses no change of two made at once, each by a process of its own', async () => {
		const store = openStore(openDatabase(':memory:'), { error: vi.fn() });
		const settings = createSettingsStore(store.keyv('settings'));
		const other = createSettingsStore(store.keyv('settings'));
		await Promise.all([
			settings.change('1', ({ channels }) => ({ channels: { ...channels, 10: false } })),
			other.change('1', ({ channels }) => ({ channels: { ...channels, 11: false } })),
		]);
		expect((await settings.get('1')).channels).toEqual({ 10: false, 11: false });
	});

	test('forgets a guild', async () => {
		const settings = open();
		await settings.change('1', () => ({ style: 'sure' }));
		await settings.forget('1');
		expect(await settings.get('1')).toEqual(DEFAULT_SETTINGS);
	});

	test('answers defaults when the store fails, and rejects changes', async () => {
		const database = openDatabase(':memory:');
		const settings = createSettingsStore(openStore(database, { error: vi.fn() }).keyv('settings'));
		await database.close();
		expect(await settings.get('1')).toEqual(DEFAULT_SETTINGS);
		await expect(settings.change('1', () => ({ style: 'sure' }))).rejects.toThrow();
	});
});
