import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { isPostgres } from '../../store/differences.ts';
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
		return inTransaction(this.rows, async (rows) => {
			const inside = new Scope(this.classifier, rows, this.#now);
			await inside.#claim();
			return work(inside);
		});
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
		const row = await this.rows
			.selectFrom('classifier')
			.select('id')
			.where('name', '=', this.classifier)
			.forNoKeyUpdate()
			.executeTakeFirst();
		return row !== undefined;
	}
}
