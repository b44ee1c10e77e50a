import { z } from 'zod';
import { SOURCES, type SourceName } from '../candidate.ts';
import type { DatabaseConnection } from './connection.ts';
import { isGone, THIS_PROCESS } from './process-identity.ts';
import { QUARANTINES, type Quarantine, REJECTIONS, type Rejection } from './reasons.ts';
import type { Scope } from './scope.ts';

export const RUN_STATES = ['running', 'finished', 'cancelled', 'failed', 'lost'] as const;

export interface Run {
	readonly id: number;
	/** Who asked for it: a Discord user's id, `cli`, `schedule`. */
	readonly by: string;
	readonly startedAt: Date;
	readonly finishedAt?: Date;
	/** `lost`: its process died. */
	readonly state: (typeof RUN_STATES)[number];
}

export const OUTCOMES = ['found', 'known', 'accepted', 'quarantined', 'rejected', 'failed'] as const;

/** How often a run came to an outcome. */
export interface RunCount {
	readonly labelId: number;
	readonly source: SourceName;
	readonly outcome: (typeof OUTCOMES)[number];
	/** Of a quarantine or rejection. */
	readonly reason?: Rejection | Quarantine;
	readonly count: number;
	/** Downloaded on the way there. */
	readonly bytes: number;
}

/** A run that is not, or no longer, under way. */
export class RunEnded extends Error {
	override readonly name = 'RunEnded';
	constructor(id: number) {
		super(`run ${id} is not under way`);
	}
}

const ROW = z
	.object({
		id: z.number(),
		started_by: z.string(),
		started_at: z.number(),
		finished_at: z.number().nullable(),
		state: z.enum(RUN_STATES),
	})
	.transform(
		(row): Run => ({
			id: row.id,
			by: row.started_by,
			startedAt: new Date(row.started_at),
			...(row.finished_at !== null && { finishedAt: new Date(row.finished_at) }),
			state: row.state,
		}),
	);

const COUNT_ROW = z
	.object({
		label_id: z.number(),
		source: z.enum(SOURCES),
		outcome: z.enum(OUTCOMES),
		reason: z.enum(['', ...REJECTIONS, ...QUARANTINES]),
		count: z.number(),
		bytes: z.number(),
	})
	.transform(
		(row): RunCount => ({
			labelId: row.label_id,
			source: row.source,
			outcome: row.outcome,
			...(row.reason !== '' && { reason: row.reason }),
			count: row.count,
			bytes: row.bytes,
		}),
	);

/** Crawls and imports, and what came of them. */
export class Runs {
	readonly #scope: Scope;

	constructor(scope: Scope) {
		this.#scope = scope;
	}

	/** Begins a run. What runs of dead processes had reserved is free again. */
	async start(by: string): Promise<Run> {
		await loseDeadRuns(this.#scope.connection, this.#scope.now());
		return this.#scope.write(() => {
			const now = this.#scope.now();
			const id = this.#scope.connection.insert(
				`INSERT INTO run (classifier_id, started_by, started_at, state, host, process_id, process_token, seen_at)
				 VALUES (?, ?, ?, 'running', ?, ?, ?, ?)`,
				this.#scope.id,
				by,
				now,
				THIS_PROCESS.host,
				THIS_PROCESS.processId,
				THIS_PROCESS.token,
				now,
			);
			return { id, by, startedAt: new Date(now), state: 'running' };
		});
	}

	/** Ends a run; what it still holds reserved is free again. */
	async finish(id: number, state: 'finished' | 'cancelled' | 'failed'): Promise<void> {
		await this.#scope.write(() => endRun(this.#scope.connection, id, state, this.#scope.now()));
	}

	/** A sign of life, for when a run waits long. Reserving is one too. @throws {RunEnded} */
	async beat(id: number): Promise<void> {
		await this.#scope.write(() => keepAlive(this.#scope, id));
	}

	async get(id: number): Promise<Run | undefined> {
		return this.#scope.get(ROW, 'SELECT * FROM run WHERE id = ? AND classifier_id = ?', id, this.#scope.id);
	}

	/** Latest first. */
	async list(limit = 20): Promise<Run[]> {
		return this.#scope.all(
			ROW,
			'SELECT * FROM run WHERE classifier_id = ? ORDER BY id DESC LIMIT ?',
			this.#scope.id,
			limit,
		);
	}

	/** What came of a run so far, by label, source, outcome and reason. */
	async counts(id: number): Promise<RunCount[]> {
		return this.#scope.all(
			COUNT_ROW,
			`SELECT run_count.* FROM run_count JOIN run ON run.id = run_id WHERE run_id = ? AND classifier_id = ?
			 ORDER BY label_id, source, outcome, reason`,
			id,
			this.#scope.id,
		);
	}
}

/** @throws {RunEnded} */
export function keepAlive(scope: Scope, id: number): void {
	const alive = scope.connection.run(
		"UPDATE run SET seen_at = ? WHERE id = ? AND classifier_id = ? AND state = 'running'",
		scope.now(),
		id,
		scope.id,
	);
	if (alive === 0) throw new RunEnded(id);
}

/** Adds to a run's counts; inside the transaction that brings the outcome about. */
export function countOutcome(
	scope: Scope,
	runId: number,
	{ labelId, source, outcome, reason, count = 1, bytes = 0 }: OutcomeToCount,
): void {
	if (count === 0) return;
	scope.connection.run(
		`INSERT INTO run_count (run_id, label_id, source, outcome, reason, count, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)
		 ON CONFLICT DO UPDATE SET count = count + excluded.count, bytes = bytes + excluded.bytes`,
		runId,
		labelId,
		source,
		outcome,
		reason ?? '',
		count,
		bytes,
	);
}

type OutcomeToCount = Pick<RunCount, 'labelId' | 'source' | 'outcome'> & {
	readonly reason?: Rejection | Quarantine;
	readonly count?: number;
	readonly bytes?: number;
};

const RUNNING = z.object({
	id: z.number(),
	host: z.string(),
	process_id: z.number(),
	process_token: z.string(),
	seen_at: z.number(),
});

/** Ends the runs, of all classifiers, whose process is gone. */
export async function loseDeadRuns(connection: DatabaseConnection, now: number): Promise<void> {
	const dead = connection
		.all(RUNNING, "SELECT * FROM run WHERE state = 'running'")
		.filter((row) =>
			isGone({ host: row.host, processId: row.process_id, token: row.process_token }, now - row.seen_at),
		);
	for (const { id } of dead) await connection.write(() => endRun(connection, id, 'lost', now));
}

function endRun(connection: DatabaseConnection, id: number, state: Run['state'], now: number): void {
	connection.run("UPDATE photo SET state = 'candidate', run_id = NULL WHERE run_id = ?", id);
	connection.run(
		"UPDATE run SET state = ?, finished_at = ? WHERE id = ? AND state = 'running'",
		state,
		now,
		id,
	);
}
