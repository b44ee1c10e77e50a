import { type Compilable, type QueryResult, type RawBuilder, type SqlBool, sql } from 'kysely';
import { isPostgres } from '../../store/differences.ts';
import { prepared } from '../../store/prepared.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Rows, Tables } from './tables.ts';

/**
 * One classifier's part of the catalogue: every query takes its classifier from here, and goes through its `rows`. What
 * runs inside a transaction is given the scope of that transaction.
 */
export class Scope {
	readonly classifier: string;
	readonly rows: Rows;
	readonly #now: () => Date;
	/** Whether the classifier is known to have a row, which stays for ever. */
	#hasRow = false;

	constructor(classifier: string, rows: Rows, now: () => Date) {
		this.classifier = classifier;
		this.rows = rows;
		this.#now = now;
	}

	/**
	 * The id of its row, which the first write makes: asking after a classifier leaves no trace, and what a query of one
	 * without a row finds is nothing.
	 */
	get id(): RawBuilder<number> {
		return sql`(SELECT id FROM classifier WHERE name = ${this.classifier})`;
	}

	/** Whether a row is the classifier's, as a check of rows that another index is to find. */
	owns(table: keyof Tables): RawBuilder<SqlBool> {
		return sql`+${sql.ref(`${table}.classifier_id`)} = ${this.id}`;
	}

	now(): number {
		return this.#now().getTime();
	}

	/** One transaction, see `inTransaction`. Keep it to a few milliseconds: others wait for it. */
	async write<Result>(work: (scope: Scope) => Promise<Result>): Promise<Result> {
		const result = await inTransaction(this.rows, async (rows) => {
			const inside = new Scope(this.classifier, rows, this.#now);
			if (isPostgres(rows) || !this.#hasRow) await inside.#claim();
			return work(inside);
		});
		this.#hasRow = true;
		return result;
	}

	/**
	 * Makes sure that there is a row of the classifier, and that nobody else writes to the classifier until the
	 * transaction ends: what was read in it is still so when it writes. SQLite has one writer anyway; PostgreSQL has one
	 * a classifier by this lock of its row, which queries and references to the row do not wait for.
	 */
	async #claim(): Promise<void> {
		if (isPostgres(this.rows) && (await this.#lock())) return;
		await this.rows
			.insertInto('classifier')
			.values({ name: this.classifier })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		if (isPostgres(this.rows)) await this.#lock();
	}

	/** Whether there is a row to lock. */
	async #lock(): Promise<boolean> {
		const { rows } = await lockClassifier(this.rows, { name: this.classifier });
		return rows.length > 0;
	}
}

const lockClassifier = prepared((rows: Rows, { name }: { name: string }) =>
	rows.selectFrom('classifier').select('id').where('name', '=', name).forNoKeyUpdate(),
);

/** A query of one classifier's for where it is asked often; see `prepared`. */
export function scoped<Values extends object, Row>(
	build: (scope: Scope, values: Values) => Compilable<Row>,
): (scope: Scope, values: Values) => Promise<QueryResult<Row>> {
	const run = prepared((rows: Rows, { classifier, ...values }: Values & { classifier: string }) =>
		build(new Scope(classifier, rows, timeless), values as Values),
	);
	return (scope, values) => run(scope.rows, { ...values, classifier: scope.classifier });
}

/** What is asked often is given the time as one of its values. */
function timeless(): never {
	throw new Error('the time would be that of the first call');
}
