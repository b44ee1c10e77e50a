import { expect, test, vi } from 'vitest';
import { addValue, changeValue } from '../../src/store/change-value.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openStore } from '../../src/store/store.ts';

const open = () => openStore(openDatabase(':memory:'), { error: vi.fn() }).keyv<number>('counts');

test('changes at the same time all count, on a value that is not there yet, too', async () => {
	const keyv = open();
	const add = () => changeValue(keyv, 'a', (before = 0) => before + 1);
	expect((await Promise.all(Array.from({ length: 20 }, add))).sort((a, b) => a - b)).toEqual(
		Array.from({ length: 20 }, (_, n) => n + 1),
	);
	expect(await keyv.get('a')).toBe(20);
});

test('of values that are added at the same time the first is there, and those who came later hear so', async () => {
	const keyv = open();
	const added = await Promise.all([1, 2, 3].map((value) => addValue(keyv, 'a', value)));
	expect(added.filter((isFirst) => isFirst)).toHaveLength(1);
	expect(await keyv.get('a')).toBe(added.indexOf(true) + 1);
});

test('a change that throws, and one that changes nothing, leave all as it was', async () => {
	const keyv = open();
	await keyv.set('a', 7);
	const refuse = () => {
		throw new Error('no');
	};
	await expect(changeValue(keyv, 'a', refuse)).rejects.toThrow('no');
	expect(await changeValue(keyv, 'a', (before = 0) => before)).toBe(7);
	expect(await keyv.get('a')).toBe(7);
});
