import type { Keyv } from 'keyv';
import { KeyvRows } from './keyv-rows.ts';

/**
 * Reads a value and writes what becomes of it, as if no other process did anything meanwhile.
 * @param change asked again where another process was quicker; nothing is changed where it throws
 * @param ttl milliseconds after which it need not be kept; it is read until it is gone
 * @returns what is there now
 */
export async function changeValue<Value, Changed extends Value>(
	keyv: Keyv<Value>,
	key: string,
	change: (before: Value | undefined) => Changed,
	ttl?: number,
): Promise<Changed> {
	const { store, namespace } = keyv;
	if (!(store instanceof KeyvRows)) throw new TypeError('only rows of a database can be changed so');
	const place = `${namespace}:${key}`;
	for (;;) {
		const stored = await store.get<string>(place);
		const before = stored === undefined ? undefined : (await keyv.deserializeData<Value>(stored))?.value;
		const value = change(before);
		const text = await keyv.serializeData({ value });
		if (text === stored || (await store.swap(place, stored, String(text), ttl))) return value;
	}
}
