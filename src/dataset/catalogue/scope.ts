import { z } from 'zod';
import type { DatabaseConnection, SqlValue } from './connection.ts';

const ID = z.object({ id: z.number() });

/** No classifier has it: what a query of one without a row finds is nothing. */
const NONE = 0;

/** One classifier's part of the catalogue: every query takes its classifier from here. */
export class Scope {
	readonly classifier: string;
	readonly connection: DatabaseConnection;
	readonly #now: () => Date;
	#id = NONE;

	constructor(classifier: string, connection: DatabaseConnection, now: () => Date) {
		this.classifier = classifier;
		this.connection = connection;
		this.#now = now;
	}

	/** Its row, which the first write makes: asking after a classifier leaves no trace. */
	get id(): number {
		if (this.#id === NONE) {
			this.#id =
				this.connection.get(ID, 'SELECT id FROM classifier WHERE name = ?', this.classifier)?.id ?? NONE;
		}
		return this.#id;
	}

	now(): number {
		return this.#now().getTime();
	}

	/** One transaction, see `DatabaseConnection.write`. */
	async write<Result>(work: () => Result): Promise<Result> {
		if (this.id === NONE) {
			await this.connection.write(() =>
				this.connection.run('INSERT OR IGNORE INTO classifier (name) VALUES (?)', this.classifier),
			);
		}
		return this.connection.write(work);
	}

	all<Row extends z.ZodType>(row: Row, sql: string, ...values: readonly SqlValue[]) {
		return this.connection.all(row, sql, ...values);
	}

	get<Row extends z.ZodType>(row: Row, sql: string, ...values: readonly SqlValue[]) {
		return this.connection.get(row, sql, ...values);
	}
}
