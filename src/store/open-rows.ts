import { join } from 'node:path';
import type { Logger } from '../log.ts';
import { type Database, openDatabase } from './database.ts';
import { openPostgres } from './postgres/open-postgres.ts';

export interface RowsPlace {
	readonly dataFolder: string;
	/** As HANTEI_DATABASE_URL. */
	readonly url?: string;
}

/** The database with all that is not a picture or a model: on a server where one is named, else the file in the folder. */
export async function openRows(
	{ dataFolder, url }: RowsPlace,
	logger?: Pick<Logger, 'warn'>,
): Promise<Database> {
	return url === undefined ? openDatabase(sqliteFile(dataFolder)) : openPostgres(url, { logger });
}

export function sqliteFile(dataFolder: string): string {
	return join(dataFolder, 'hantei.sqlite');
}
