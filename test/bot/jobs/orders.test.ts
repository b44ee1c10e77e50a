import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { Orders } from '../../../src/bot/jobs/orders.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { openStore } from '../../../src/store/store.ts';

const ORDER = z.object({ classifier: z.string(), starts: z.number() });
const PARK = '400000000000000001';
const ZOO = '400000000000000002';

function open() {
	const store = openStore(openDatabase(':memory:'), { error: vi.fn() });
	return { keyv: store.keyv('crawls'), orders: () => new Orders(store.keyv('crawls'), ORDER) };
}

test('two processes write orders without undoing each other’s', async () => {
	const { orders } = open();
	const [first, second] = [orders(), orders()];
	await Promise.all([
		first.put({ classifier: PARK, starts: 1 }),
		second.put({ classifier: ZOO, starts: 1 }),
		first.put({ classifier: 'default', starts: 1 }),
	]);
	await Promise.all([first.remove('default'), second.put({ classifier: ZOO, starts: 2 })]);
	expect(await orders().list()).toEqual([
		{ classifier: PARK, starts: 1 },
		{ classifier: ZOO, starts: 2 },
	]);
});

test('what an older Hantei wrote as a list goes on, but for what makes no sense', async () => {
	const { keyv, orders } = open();
	await keyv.set('orders', [{ classifier: ZOO, starts: 1 }, { classifier: PARK }, 'nonsense']);
	expect(await orders().list()).toEqual([{ classifier: ZOO, starts: 1 }]);
	await orders().remove(ZOO);
	expect(await orders().list()).toEqual([]);
});
