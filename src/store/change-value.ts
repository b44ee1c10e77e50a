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
	const { rows, place } = placeOf(keyv, key);
	for (;;) {
		const stored = await rows.get<string>(place);
		const before = stored === undefined ? undefined : (await keyv.deserializeData<Value>(stored))?.value;
		const value = change(before);
		const text = await keyv.serializeData({ value });
		if (text === stored || (await rows.swap(place, stored, String(text), ttl))) return value;
	}
}

/**
 * Writes a value where there is none.
 * @param ttl milliseconds after which it need not be kept
 * @returns whether there was none: of processes that do it at once, one hears so
 */
export async function addValue<Value>(
	keyv: Keyv<Value>,
	key: string,
	value: Value,
	ttl?: number,
): Promise<boolean> {
	const { rows, place } = placeOf(keyv, key);
	return rows.swap(place, undefined, String(await keyv.serializeData({ value })), ttl);
}

function placeOf({ store, namespace }: Keyv<never>, key: string): { rows: KeyvRows; place: string } {
	if (!(store instanceof KeyvRows)) throw new TypeError('only rows of a database can be changed so');
	return { rows: store, place: `${namespace}:${key}` };
}
