import type { SourceName } from '../candidate.ts';
import type { Scope } from './scope.ts';

/** Which query of which source. */
export interface SearchPosition {
	readonly source: SourceName;
	/** The query in a canonical form: what makes cursors of two searches different. */
	readonly query: string;
}

/** How far a search was followed. */
export interface Cursor {
	/** Where to go on; undefined when all results were seen. */
	readonly next?: string;
	readonly exhaustedAt?: Date;
	readonly movedAt: Date;
}

/** How far each search was followed, from night to night. `Candidates.discover` moves them. */
export class Cursors {
	readonly #scope: Scope;

	constructor(scope: Scope) {
		this.#scope = scope;
	}

	/** Undefined where a search has not begun. */
	async get(labelId: number, { source, query }: SearchPosition): Promise<Cursor | undefined> {
		const row = await this.#scope.rows
			.selectFrom('search_cursor')
			.innerJoin('label', 'label.id', 'label_id')
			.select(['next', 'exhausted_at', 'moved_at'])
			.where('label_id', '=', labelId)
			.where('source', '=', source)
			.where('query', '=', query)
			.where('classifier_id', '=', this.#scope.id)
			.executeTakeFirst();
		return (
			row && {
				...(row.next !== null && { next: row.next }),
				...(row.exhausted_at !== null && { exhaustedAt: new Date(row.exhausted_at) }),
				movedAt: new Date(row.moved_at),
			}
		);
	}

	/** Lets a search, or all searches of a label, begin anew: what they find again is known and costs little. */
	async reset(labelId: number, position?: SearchPosition): Promise<void> {
		await this.#scope.write(({ rows, id }) =>
			rows
				.deleteFrom('search_cursor')
				.where('label_id', '=', labelId)
				.where('label_id', 'in', (of) => of.selectFrom('label').select('id').where('classifier_id', '=', id))
				.where((those) =>
					position ? those.and({ source: position.source, query: position.query }) : those.lit(true),
				)
				.execute(),
		);
	}
}

/** Moves a search on; inside the transaction that enters what it found. */
export async function moveCursor(
	scope: Scope,
	labelId: number,
	{ source, query }: SearchPosition,
	next: string | undefined,
): Promise<void> {
	const now = scope.now();
	const to = { next: next ?? null, exhausted_at: next === undefined ? now : null, moved_at: now };
	await scope.rows
		.insertInto('search_cursor')
		.values({ label_id: labelId, source, query, ...to })
		.onConflict((conflict) => conflict.columns(['label_id', 'source', 'query']).doUpdateSet(to))
		.execute();
}
