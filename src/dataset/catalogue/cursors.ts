import { z } from 'zod';
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

const ROW = z
	.object({ next: z.string().nullable(), exhausted_at: z.number().nullable(), moved_at: z.number() })
	.transform(
		(row): Cursor => ({
			...(row.next !== null && { next: row.next }),
			...(row.exhausted_at !== null && { exhaustedAt: new Date(row.exhausted_at) }),
			movedAt: new Date(row.moved_at),
		}),
	);

/** How far each search was followed, from night to night. `Candidates.discover` moves them. */
export class Cursors {
	readonly #scope: Scope;

	constructor(scope: Scope) {
		this.#scope = scope;
	}

	/** Undefined where a search has not begun. */
	async get(labelId: number, { source, query }: SearchPosition): Promise<Cursor | undefined> {
		return this.#scope.get(
			ROW,
			`SELECT next, exhausted_at, moved_at FROM search_cursor JOIN label ON label.id = label_id
			 WHERE label_id = ? AND source = ? AND query = ? AND classifier_id = ?`,
			labelId,
			source,
			query,
			this.#scope.id,
		);
	}

	/** Lets a search, or all searches of a label, begin anew: what they find again is known and costs little. */
	async reset(labelId: number, position?: SearchPosition): Promise<void> {
		await this.#scope.write(() =>
			this.#scope.connection.run(
				`DELETE FROM search_cursor
				 WHERE label_id = ?1 AND (?2 IS NULL OR (source = ?2 AND query = ?3))
				   AND label_id IN (SELECT id FROM label WHERE classifier_id = ?4)`,
				labelId,
				position?.source ?? null,
				position?.query ?? null,
				this.#scope.id,
			),
		);
	}
}

/** Moves a search on; inside the transaction that enters what it found. */
export function moveCursor(
	scope: Scope,
	labelId: number,
	{ source, query }: SearchPosition,
	next: string | undefined,
): void {
	const now = scope.now();
	scope.connection.run(
		`INSERT INTO search_cursor (label_id, source, query, next, exhausted_at, moved_at) VALUES (?, ?, ?, ?, ?, ?)
		 ON CONFLICT DO UPDATE SET next = excluded.next, exhausted_at = excluded.exhausted_at, moved_at = excluded.moved_at`,
		labelId,
		source,
		query,
		next ?? null,
		next === undefined ? now : null,
		now,
	);
}
