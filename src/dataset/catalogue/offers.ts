import { z } from 'zod';
import type { Candidate, SourceName } from '../candidate.ts';
import {
	CANDIDATE_COLUMNS,
	CANDIDATE_ROW,
	candidateValues,
	PHOTO_ROW,
	type Photo,
	toCandidate,
} from './photo.ts';
import { REJECTIONS, type Rejection } from './reasons.ts';
import type { Scope } from './scope.ts';

/** A candidate that is ours to download now. */
export interface Reservation {
	readonly id: number;
	readonly labelId: number;
	readonly candidate: Candidate;
	/** Downloads that failed before. */
	readonly tries: number;
}

const RESERVATION_ROW = z
	.object({ id: z.number(), label_id: z.number(), tries: z.number(), ...CANDIDATE_ROW.shape })
	.transform(
		(row): Reservation => ({
			id: row.id,
			labelId: row.label_id,
			candidate: toCandidate(row),
			tries: row.tries,
		}),
	);

const COUNT = z.object({ count: z.number() });

/** The rows behind candidates: single statements, for use inside their transactions. */
export class Offers {
	readonly #scope: Scope;

	constructor(scope: Scope) {
		this.#scope = scope;
	}

	/** Whether the label has it, or a person put it under another. */
	isKnown(labelId: number, { source, sourceId }: Candidate): boolean {
		const row = this.#scope.get(
			COUNT,
			`SELECT EXISTS (SELECT 1 FROM photo WHERE classifier_id = ? AND source = ? AND source_id = ?
			                AND (label_id = ? OR kept = 1)) AS count`,
			this.#scope.id,
			source,
			sourceId,
			labelId,
		);
		return row?.count === 1;
	}

	enter(labelId: number, candidate: Candidate, rejection?: Rejection): number {
		return this.#scope.connection.insert(
			`INSERT INTO photo (classifier_id, label_id, state, reason, discovered_at, ${CANDIDATE_COLUMNS.join(', ')})
			 VALUES (?, ?, ?, ?, ?, ${CANDIDATE_COLUMNS.map(() => '?').join(', ')})`,
			this.#scope.id,
			labelId,
			rejection === undefined ? 'candidate' : 'rejected',
			rejection ?? null,
			this.#scope.now(),
			...candidateValues(candidate),
		);
	}

	/** The row of an offer whose file came some other way; undefined when the label has had its file before. */
	takeOver(labelId: number, candidate: Candidate): number | undefined {
		const row = this.#scope.get(
			z.object({ id: z.number(), sha256: z.string().nullable() }),
			'SELECT id, sha256 FROM photo WHERE label_id = ? AND source = ? AND source_id = ?',
			labelId,
			candidate.source,
			candidate.sourceId,
		);
		if (!row) return this.enter(labelId, candidate);
		if (row.sha256 !== null) return undefined;
		this.#scope.connection.run(
			`UPDATE photo SET ${CANDIDATE_COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
			...candidateValues(candidate),
			row.id,
		);
		return row.id;
	}

	/** What a source says anew of a candidate that still waits: addresses and licences change. */
	refresh(labelId: number, candidate: Candidate, rejection?: Rejection): void {
		this.#scope.connection.run(
			`UPDATE photo SET ${CANDIDATE_COLUMNS.map((column) => `${column} = ?`).join(', ')}
			 WHERE label_id = ? AND source = ? AND source_id = ? AND state IN ('candidate', 'failed')`,
			...candidateValues(candidate),
			labelId,
			candidate.source,
			candidate.sourceId,
		);
		if (rejection === undefined) return;
		this.#scope.connection.run(
			`UPDATE photo SET state = 'rejected', reason = ?, retry_at = NULL
			 WHERE label_id = ? AND source = ? AND source_id = ? AND state IN ('candidate', 'failed')`,
			rejection,
			labelId,
			candidate.source,
			candidate.sourceId,
		);
	}

	/**
	 * The first of a label's waiting offers. One that another label is downloading waits for what comes of it. Each
	 * source is asked for its own first: a disabled one may hold the first thousands.
	 */
	next(labelId: number, sources: readonly SourceName[]): Reservation | undefined {
		return (
			this.#first(labelId, sources, "state = 'candidate' AND retry_at IS NULL", 'id') ??
			this.#first(labelId, sources, "state = 'failed' AND retry_at <= ?3", 'retry_at, id')
		);
	}

	reserve(id: number, runId: number): void {
		this.#scope.connection.run(
			"UPDATE photo SET state = 'downloading', run_id = ?, retry_at = NULL WHERE id = ?",
			runId,
			id,
		);
	}

	/** What a run holds reserved. */
	reserved(id: number, runId: number): Reservation | undefined {
		return this.#scope.get(
			RESERVATION_ROW,
			'SELECT * FROM photo WHERE id = ? AND run_id = ? AND classifier_id = ?',
			id,
			runId,
			this.#scope.id,
		);
	}

	reject(id: number, reason: Rejection): void {
		this.#scope.connection.run(
			"UPDATE photo SET state = 'rejected', reason = ?, run_id = NULL, retry_at = NULL WHERE id = ?",
			reason,
			id,
		);
	}

	fail(id: number, tries: number, retryAt: Date): void {
		this.#scope.connection.run(
			"UPDATE photo SET state = 'failed', tries = ?, retry_at = ?, run_id = NULL WHERE id = ?",
			tries,
			retryAt.getTime(),
			id,
		);
	}

	/** What other labels of the classifier know of an offer: a photo, or why there is none. */
	elsewhere(
		labelId: number,
		{ source, sourceId }: Candidate,
	): ({ state: 'photo'; photo: Photo } | { state: 'rejected'; photo?: undefined; reason: Rejection })[] {
		const where = `classifier_id = ? AND source = ? AND source_id = ? AND label_id != ?
			AND label_id IN (SELECT id FROM label WHERE removed_at IS NULL)`;
		const values = [this.#scope.id, source, sourceId, labelId];
		const photos = this.#scope.all(
			PHOTO_ROW,
			`SELECT * FROM photo WHERE ${where} AND state IN ('accepted', 'quarantined')`,
			...values,
		);
		const rejections = this.#scope.all(
			z.object({ reason: z.enum(REJECTIONS) }),
			`SELECT reason FROM photo WHERE ${where} AND state = 'rejected'`,
			...values,
		);
		return [
			...photos.map((photo) => ({ state: 'photo' as const, photo })),
			...rejections.map(({ reason }) => ({ state: 'rejected' as const, reason })),
		];
	}

	waiting(labelId: number, sources: readonly SourceName[]): number {
		let count = 0;
		for (const source of sources) {
			for (const condition of ["state = 'candidate'", "state = 'failed' AND retry_at <= ?4"]) {
				count +=
					this.#scope.get(
						COUNT,
						`SELECT count(*) AS count FROM photo JOIN label ON label.id = label_id
						 WHERE label_id = ?1 AND source = ?2 AND label.classifier_id = ?3 AND ?4 IS NOT NULL AND ${condition}`,
						labelId,
						source,
						this.#scope.id,
						this.#scope.now(),
					)?.count ?? 0;
			}
		}
		return count;
	}

	nextRetry(labelId: number): Date | undefined {
		const row = this.#scope.get(
			z.object({ at: z.number().nullable() }),
			`SELECT min(retry_at) AS at FROM photo INDEXED BY photo_waiting JOIN label ON label.id = label_id
			 WHERE label_id = ? AND state = 'failed' AND label.classifier_id = ?`,
			labelId,
			this.#scope.id,
		);
		return typeof row?.at === 'number' ? new Date(row.at) : undefined;
	}

	#first(labelId: number, sources: readonly SourceName[], condition: string, order: string) {
		const firsts = sources.flatMap(
			(source) =>
				this.#scope.get(
					z.object({ id: z.number(), retry_at: z.number().nullable() }),
					`SELECT id, retry_at FROM photo
					 WHERE label_id = ?1 AND source = ?2 AND ?3 IS NOT NULL AND +classifier_id = ?4 AND ${condition}
					   AND NOT EXISTS (
						SELECT 1 FROM photo AS other WHERE other.classifier_id = photo.classifier_id
						AND other.source = photo.source AND other.source_id = photo.source_id AND other.state = 'downloading')
					 ORDER BY ${order} LIMIT 1`,
					labelId,
					source,
					this.#scope.now(),
					this.#scope.id,
				) ?? [],
		);
		firsts.sort((a, b) => (a.retry_at ?? 0) - (b.retry_at ?? 0) || a.id - b.id);
		if (firsts.length === 0) return undefined;
		return this.#scope.get(RESERVATION_ROW, 'SELECT * FROM photo WHERE id = ?', firsts[0].id);
	}
}
