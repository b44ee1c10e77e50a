import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Settings } from '../config.ts';
import { Catalogue } from '../dataset/catalogue/catalogue.ts';
import { COPIED_TABLES } from '../dataset/catalogue/copied-tables.ts';
import { UserError } from '../errors.ts';
import { copyRows, OtherRows } from '../store/copy-rows.ts';
import { lockDataFolder, openDataFolder } from '../store/data-folder.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { identityOfRows } from '../store/identity.ts';
import { prepareKeyv } from '../store/keyv-rows.ts';
import { openRows } from '../store/open-rows.ts';
import { addressOf, openPostgres } from '../store/postgres/open-postgres.ts';
import { choiceInFolder } from '../train/backbone/choice.ts';
import { choiceInDatabase } from '../train/backbone/choice-in-rows.ts';
import type { BackboneChoice, InUse } from '../train/backbone/in-use.ts';

/** What fails is thrown. */
const UNLOGGED = { error: () => {} };

export interface DatabaseCopyOptions {
	readonly signal?: AbortSignal;
	readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Copies all rows of this installation to another database, an empty one or one that a copy was begun to. The bot must
 * stand still meanwhile. Returns how many rows.
 * @param to the address of a PostgreSQL database, or a SQLite file
 * @throws {UserError} `data-in-use`, `database-has-others`, `cancelled`; as `openPostgres` and `openDatabase`
 */
export async function copyDatabase(
	{ HANTEI_DATA, HANTEI_DATABASE_URL }: Settings,
	to: string,
	options: DatabaseCopyOptions,
): Promise<number> {
	openDataFolder(HANTEI_DATA);
	const unlock = await lockDataFolder(HANTEI_DATA);
	const opened: Database[] = [];
	try {
		opened.push(await openRows({ dataFolder: HANTEI_DATA, url: HANTEI_DATABASE_URL }));
		opened.push(isAddress(to) ? await openPostgres(to, { setting: '--to' }) : openDatabase(to));
		for (const database of opened) {
			await Catalogue.open(database);
			await prepareKeyv(database.rows);
		}
		const [source, target] = opened;
		// A row on a server, a file beside a file: it goes with the rows.
		const here = choiceInFolder(HANTEI_DATA);
		const choice = choiceInDatabase(source, here, UNLOGGED);
		if (HANTEI_DATABASE_URL === undefined) await keep(choice, await here.read());
		const tables = [...COPIED_TABLES, { name: 'keyv', key: ['key'] }];
		const copied = await copyRows({ tables, from: source.rows, to: target.rows, ...options });
		const { installation } = await identityOfRows(source.rows);
		await identityOfRows(target.rows, installation);
		if (!isAddress(to)) await keep(choiceInFolder(dirname(to)), await choice.read());
		return copied;
	} catch (error) {
		if (!(error instanceof OtherRows)) throw error;
		const address = isAddress(to) ? addressOf(to) : to;
		throw new UserError('database-has-others', { address, table: error.message }, { cause: error });
	} finally {
		for (const database of opened) await database.close();
		await unlock();
	}
}

async function keep(choice: BackboneChoice, chosen: InUse): Promise<void> {
	if (!isDeepStrictEqual(await choice.read(), chosen)) await choice.change(() => chosen);
}

function isAddress(to: string): boolean {
	return /^postgres(ql)?:\/\//.test(to);
}
