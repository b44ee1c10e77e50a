import type { Kysely, Transaction } from 'kysely';
import { patiently } from './patiently.ts';

/**
 * Runs `work` as one transaction, again from its beginning a little later when another process is writing: it must
 * leave nothing behind but its result. What it reads and writes goes through the handle it is given; a query through
 * `rows` itself would wait for the transaction to end.
 * @throws {UserError} `storage-full`
 */
export function inTransaction<Tables, Result>(
	rows: Kysely<Tables>,
	work: (rows: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
	return patiently(() => rows.transaction().execute(work));
}
