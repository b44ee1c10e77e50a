import { Keyv } from 'keyv';
import type { Logger } from '../log.ts';
import type { Database } from './database.ts';
import { KeyvRows } from './keyv-rows.ts';

/** Small state that outlives the process: settings, schedules, watermarks. Nothing that members post. */
export interface Store {
	/** The keys of one part; reads and writes reject when the store fails. */
	keyv<Value>(namespace: string): Keyv<Value>;
}

export function openStore({ rows }: Database, logger: Pick<Logger, 'error'>): Store {
	return {
		keyv<Value>(namespace: string) {
			const keyv = new Keyv<Value>({ store: new KeyvRows(rows), namespace, throwOnErrors: true });
			keyv.on('error', (error: unknown) => logger.error({ err: error, namespace }, 'the store failed'));
			return keyv;
		},
	};
}
