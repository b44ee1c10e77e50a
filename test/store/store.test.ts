import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'libsql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { openStore } from '../../src/store/store.ts';

const logger = { error: vi.fn() };
let folder: string;

function open(file: string) {
	const database = openDatabase(file);
	return { ...openStore(database, logger), close: () => database.close() };
}

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'hantei-store-'));
	logger.error.mockReset();
});

afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

describe('the store', () => {
	test('keeps values across a restart, in folders it creates', async () => {
		const file = join(folder, 'data', 'hantei.sqlite');
		const first = open(file);
		await first.keyv('settings').set('1', { threshold: 0.8, name: 'カラス' });
		await first.close();

		const second = open(file);
		expect(await second.keyv('settings').get('1')).toEqual({ threshold: 0.8, name: 'カラス' });
		await second.close();
	});

	test('overwrites, deletes and answers undefined for what is not there', async () => {
		const store = open(':memory:');
		const settings = store.keyv<number>('settings');
		await settings.set('1', 1);
		await settings.set('1', 2);
		expect(await settings.get('1')).toBe(2);
		expect(await settings.delete('1')).toBe(true);
		expect(await settings.delete('1')).toBe(false);
		expect(await settings.get('1')).toBeUndefined();
		await store.close();
	});

	test('keeps namespaces apart, also when one is cleared', async () => {
		const store = open(':memory:');
		const [one, two] = [store.keyv<number>('a_'), store.keyv<number>('ab')];
		await one.set('x', 1);
		await two.set('x', 2);
		await one.clear();
		expect(await one.get('x')).toBeUndefined();
		expect(await two.get('x')).toBe(2);
		await store.close();
	});

	test('lists the entries of one namespace, however many', async () => {
		const store = open(':memory:');
		const [one, two] = [store.keyv<number>('schedules'), store.keyv<number>('schedules2')];
		for (let n = 0; n < 250; n++) await one.set(`k${n}`, n);
		await two.set('other', 1);
		const found = new Map<string, number>();
		for await (const [key, value] of one.iterator?.({}) ?? []) found.set(key, value);
		expect(found.size).toBe(250);
		expect(found.get('k137')).toBe(137);
		await store.close();
	});

	test('forgets values after their time to live, on disk too', async () => {
		const file = join(folder, 'hantei.sqlite');
		vi.useFakeTimers({ toFake: ['Date'] });
		try {
			const store = open(file);
			await store.keyv('cool').set('x', 1, 1_000);
			vi.advanceTimersByTime(1_001);
			expect(await store.keyv('cool').get('x')).toBeUndefined();
			await store.keyv('cool').set('y', 1, 1_000);
			await store.close();

			vi.advanceTimersByTime(1_001);
			await open(file).keyv('cool').get('z');
			const database = new SqliteDatabase(file);
			expect(database.prepare('SELECT * FROM keyv').all()).toEqual([]);
			database.close();
		} finally {
			vi.useRealTimers();
		}
	});

	test('waits for another process that is writing', async () => {
		const file = join(folder, 'hantei.sqlite');
		const store = open(file);
		const keyv = store.keyv<number>('settings');
		const other = new SqliteDatabase(file);
		other.exec('BEGIN IMMEDIATE');
		// Runs when the first attempt has failed: that one blocks this thread until it gives up.
		setImmediate(() => other.exec('COMMIT'));
		expect(await keyv.set('1', 1)).toBe(true);
		expect(await keyv.get('1')).toBe(1);
		other.close();
		await store.close();
	});

	test('rejects and logs when the file fails', async () => {
		const store = open(join(folder, 'hantei.sqlite'));
		const keyv = store.keyv('settings');
		await keyv.set('1', 0);
		const other = new SqliteDatabase(join(folder, 'hantei.sqlite'));
		other.exec('DROP TABLE keyv');
		other.close();
		await expect(keyv.set('1', 1)).rejects.toThrow();
		await expect(keyv.get('1')).rejects.toThrow();
		expect(logger.error).toHaveBeenCalled();
		await store.close();
	});
});
