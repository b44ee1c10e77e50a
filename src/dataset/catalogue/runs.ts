import { sql } from 'kysely';
import { prepared } from '../../store/prepared.ts';
import { inTransaction } from '../../store/transaction.ts';
import { isGone, THIS_PROCESS } from './process-identity.ts';
import type { Quarantine, Rejection } from './reasons.ts';
import type { Run, RunCount } from './run.ts';
import { type Scope, scoped } from './scope.ts';
import { insertRow, type RowOf, type Rows } from './tables.ts';

/** A run that is not, or no longer, under way. */
export class RunEnded extends Error {
	override readonly name = 'RunEnded';
	constructor(id: number) {
		super(`run ${id} is not under way`);
	}
}

/** Crawls and imports, and what came of them. */
export class Runs {
	readonly #scope: Scope;

	constructor(scope: Scope) {
		this.#scope = scope;
	}

	/** Begins a run. What runs of dead processes had reserved is free again. */
	async start(by: string): Promise<Run> {
		await loseDeadRuns(this.#scope.rows, this.#scope.now());
		return this.#scope.write(async (scope) => {
			const now = scope.now();
			const id = await insertRow(scope.rows, 'run', {
				classifier_id: scope.id,
				started_by: by,
				started_at: now,
				state: 'running',
				host: THIS_PROCESS.host,
				process_id: THIS_PROCESS.processId,
				process_token: THIS_PROCESS.token,
				seen_at: now,
			});
			return { id, by, startedAt: new Date(now), state: 'running' };
		});
	}

	/** Ends a run; what it still holds reserved is free again. */
	async finish(id: number, state: 'finished' | 'cancelled' | 'failed'): Promise<void> {
		await this.#scope.write((scope) => endRun(scope.rows, id, state, scope.now()));
	}

	/** A sign of life, for when a run waits long. Reserving is one too. @throws {RunEnded} */
	async beat(id: number): Promise<void> {
		await this.#scope.write((scope) => keepAlive(scope, id));
	}

	async get(id: number): Promise<Run | undefined> {
		const row = await this.#rows().where('id', '=', id).executeTakeFirst();
		return row && toRun(row);
	}

	/** Latest first. */
	async list(limit = 20): Promise<Run[]> {
		return (await this.#rows().orderBy('id', 'desc').limit(limit).execute()).map(toRun);
	}

	/** What came of a run so far, by label, source, outcome and reason. */
	async counts(id: number): Promise<RunCount[]> {
		const rows = await this.#scope.rows
			.selectFrom('run_count')
			.innerJoin('run', 'run.id', 'run_id')
			.selectAll('run_count')
			.where('run_id', '=', id)
			.where('classifier_id', '=', this.#scope.id)
			.orderBy('label_id')
			.orderBy('source')
			.orderBy('outcome')
			.orderBy('reason')
			.execute();
		return rows.map(({ label_id, source, outcome, reason, count, bytes }) => ({
			labelId: label_id,
			source,
			outcome,
			...(reason !== '' && { reason }),
			count,
			bytes,
		}));
	}

	#rows() {
		return this.#scope.rows.selectFrom('run').selectAll().where('classifier_id', '=', this.#scope.id);
	}
}

function toRun(row: RowOf<'run'>): Run {
	return {
		id: row.id,
		by: row.started_by,
		startedAt: new Date(row.started_at),
		...(row.finished_at !== null && { finishedAt: new Date(row.finished_at) }),
		state: row.state,
	};
}

/** @throws {RunEnded} */
export async function keepAlive(scope: Scope, id: number): Promise<void> {
	const { numAffectedRows } = await setSeenAt(scope, { id, now: scope.now() });
	if (numAffectedRows === 0n) throw new RunEnded(id);
}

const setSeenAt = scoped((scope, { id, now }: { id: number; now: number }) =>
	scope.rows
		.updateTable('run')
		.set({ seen_at: now })
		.where('id', '=', id)
		.where('classifier_id', '=', scope.id)
		.where('state', '=', 'running'),
);

/** Adds to a run's counts; inside the transaction that brings the outcome about. */
export async function countOutcome(
	{ rows }: Scope,
	runId: number,
	{ labelId, source, outcome, reason, count = 1, bytes = 0 }: OutcomeToCount,
): Promise<void> {
	if (count === 0) return;
	await addToCount(rows, {
		run_id: runId,
		label_id: labelId,
		source,
		outcome,
		reason: reason ?? '',
		count,
		bytes,
	});
}

const addToCount = prepared((rows: Rows, more: RowOf<'run_count'>) =>
	rows
		.insertInto('run_count')
		.values(more)
		.onConflict((conflict) =>
			conflict.columns(['run_id', 'label_id', 'source', 'outcome', 'reason']).doUpdateSet(({ eb }) => ({
				count: eb('run_count.count', '+', more.count),
				bytes: eb('run_count.bytes', '+', more.bytes),
			})),
		),
);

type OutcomeToCount = Pick<RunCount, 'labelId' | 'source' | 'outcome'> & {
	readonly reason?: Rejection | Quarantine;
	readonly count?: number;
	readonly bytes?: number;
};

/** Ends the runs, of all classifiers, whose process is gone. */
export async function loseDeadRuns(rows: Rows, now: number): Promise<void> {
	const running = await rows.selectFrom('run').selectAll().where('state', '=', sql.lit('running')).execute();
	for (const { id, host, process_id, process_token, seen_at } of running) {
		if (!isGone({ host, processId: process_id, token: process_token }, now - seen_at)) continue;
		await inTransaction(rows, (inside) => endRun(inside, id, 'lost', now, seen_at));
	}
}

/**
 * The run first: its row is what `keepAlive` waits for, so that nothing is reserved for it after what it held was freed.
 * @param seenAt only if it gave no sign of life since
 */
async function endRun(
	rows: Rows,
	id: number,
	state: Run['state'],
	now: number,
	seenAt?: number,
): Promise<void> {
	let running = rows
		.updateTable('run')
		.set({ state, finished_at: now })
		.where('id', '=', id)
		.where('state', '=', 'running');
	if (seenAt !== undefined) running = running.where('seen_at', '=', seenAt);
	const { numUpdatedRows } = await running.executeTakeFirst();
	if (numUpdatedRows === 0n && seenAt !== undefined) return;
	await rows
		.updateTable('photo')
		.set({ state: 'candidate', run_id: null })
		.where('run_id', '=', id)
		.execute();
}
