import { Keyv } from 'keyv';
import type { Logger } from '../log.ts';
import { closeDatabase, openDatabase } from './database.ts';
import { SqliteKeyv } from './sqlite-keyv.ts';

/** Small state that outlives the process: settings, schedules, watermarks. Nothing that members post. */
export interface Store {
	/** The keys of one part; reads and writes reject when the store fails. */
	keyv<Value>(namespace: string): Keyv<Value>;
	close(): void;
}

/** @param file the SQLite file, created when missing, or `:memory:` */
export function openStore(file: string, logger: Pick<Logger, 'error'>): Store {
	const database = openDatabase(file);
	return {
		keyv<Value>(namespace: string) {
			const keyv = new Keyv<Value>({ store: new SqliteKeyv(database), namespace, throwOnErrors: true });
			keyv.on('error', (error: unknown) => logger.error({ err: error, namespace }, 'the store failed'));
			return keyv;
		},
		close() {
			closeDatabase(database);
		},
	};
}
