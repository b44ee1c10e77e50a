import { sql } from 'kysely';
import type { Candidate, SourceName } from '../candidate.ts';
import { candidateColumns, type Photo, toCandidate, toPhotos } from './photo.ts';
import type { Rejection } from './reasons.ts';
import type { Scope } from './scope.ts';
import { insertRow, type RowOf } from './tables.ts';

/** A candidate that is ours to download now. */
export interface Reservation {
	readonly id: number;
	readonly labelId: number;
	readonly candidate: Candidate;
	/** Downloads that failed before. */
	readonly tries: number;
}

/** Whether the label has it, or a person put it under another. */
export async function isKnown(
	{ rows, id }: Scope,
	labelId: number,
	{ source, sourceId }: Candidate,
): Promise<boolean> {
	const row = await rows
		.selectFrom('photo')
		.select('id')
		.where('classifier_id', '=', id)
		.where('source', '=', source)
		.where('source_id', '=', sourceId)
		.where(({ eb, or }) => or([eb('label_id', '=', labelId), eb('kept', '=', 1)]))
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}

export async function enterOffer(
	scope: Scope,
	labelId: number,
	candidate: Candidate,
	rejection?: Rejection,
): Promise<number> {
	return insertRow(scope.rows, 'photo', {
		classifier_id: scope.id,
		label_id: labelId,
		state: rejection === undefined ? 'candidate' : 'rejected',
		reason: rejection ?? null,
		discovered_at: scope.now(),
		...candidateColumns(candidate),
	});
}

/** The row of an offer whose file came some other way; undefined when the label has had its file before. */
export async function takeOver(
	scope: Scope,
	labelId: number,
	candidate: Candidate,
): Promise<number | undefined> {
	const { rows } = scope;
	const row = await rows
		.selectFrom('photo')
		.select(['id', 'sha256'])
		.where('label_id', '=', labelId)
		.where('source', '=', candidate.source)
		.where('source_id', '=', candidate.sourceId)
		.executeTakeFirst();
	if (!row) return enterOffer(scope, labelId, candidate);
	if (row.sha256 !== null) return undefined;
	await rows.updateTable('photo').set(candidateColumns(candidate)).where('id', '=', row.id).execute();
	return row.id;
}

/** What a source says anew of a candidate that still waits: addresses and licences change. */
export async function refreshOffer(
	{ rows }: Scope,
	labelId: number,
	candidate: Candidate,
	rejection?: Rejection,
): Promise<void> {
	await rows
		.updateTable('photo')
		.set({
			...candidateColumns(candidate),
			...(rejection !== undefined && { state: 'rejected', reason: rejection, retry_at: null }),
		})
		.where('label_id', '=', labelId)
		.where('source', '=', candidate.source)
		.where('source_id', '=', candidate.sourceId)
		.where('state', 'in', ['candidate', 'failed'])
		.execute();
}

/**
 * The first of a label's waiting offers. One that another label is downloading waits for what comes of it. Each
 * source is asked for its own first: a disabled one may hold the first thousands.
 */
export async function nextOffer(
	scope: Scope,
	labelId: number,
	sources: readonly SourceName[],
): Promise<Reservation | undefined> {
	const row =
		(await firstOf(sources, (source) =>
			offered(scope, labelId, source)
				.where('state', '=', sql.lit('candidate'))
				.where('retry_at', 'is', null)
				.orderBy('id'),
		)) ??
		(await firstOf(sources, (source) =>
			offered(scope, labelId, source)
				.where('state', '=', sql.lit('failed'))
				.where('retry_at', '<=', scope.now())
				.orderBy('retry_at')
				.orderBy('id'),
		));
	return row && toReservation(row);
}

/** A label's offers of a source that no other label is downloading. */
function offered(scope: Scope, labelId: number, source: SourceName) {
	return scope.rows
		.selectFrom('photo')
		.selectAll('photo')
		.where('label_id', '=', labelId)
		.where('source', '=', source)
		.where(scope.owns('photo'))
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('photo as other')
						.select('other.id')
						.whereRef('other.classifier_id', '=', 'photo.classifier_id')
						.whereRef('other.source', '=', 'photo.source')
						.whereRef('other.source_id', '=', 'photo.source_id')
						.where('other.state', '=', 'downloading'),
				),
			),
		);
}

async function firstOf(
	sources: readonly SourceName[],
	offersOf: (source: SourceName) => ReturnType<typeof offered>,
): Promise<RowOf<'photo'> | undefined> {
	const firsts: RowOf<'photo'>[] = [];
	for (const source of sources) firsts.push(...(await offersOf(source).limit(1).execute()));
	return firsts.sort((a, b) => (a.retry_at ?? 0) - (b.retry_at ?? 0) || a.id - b.id)[0];
}

function toReservation(row: RowOf<'photo'>): Reservation {
	return { id: row.id, labelId: row.label_id, candidate: toCandidate(row), tries: row.tries };
}

export async function reserveOffer({ rows }: Scope, id: number, runId: number): Promise<void> {
	await rows
		.updateTable('photo')
		.set({ state: 'downloading', run_id: runId, retry_at: null })
		.where('id', '=', id)
		.execute();
}

/** What a run holds reserved. */
export async function reservedOffer(
	{ rows, id: classifier }: Scope,
	id: number,
	runId: number,
): Promise<Reservation | undefined> {
	const row = await rows
		.selectFrom('photo')
		.selectAll()
		.where('id', '=', id)
		.where('run_id', '=', runId)
		.where('classifier_id', '=', classifier)
		.executeTakeFirst();
	return row && toReservation(row);
}

export async function rejectOffer({ rows }: Scope, id: number, reason: Rejection): Promise<void> {
	await rows
		.updateTable('photo')
		.set({ state: 'rejected', reason, run_id: null, retry_at: null })
		.where('id', '=', id)
		.execute();
}

export async function failOffer({ rows }: Scope, id: number, tries: number, retryAt: Date): Promise<void> {
	await rows
		.updateTable('photo')
		.set({ state: 'failed', tries, retry_at: retryAt.getTime(), run_id: null })
		.where('id', '=', id)
		.execute();
}

/** What other labels of the classifier know of an offer: photos, and why there is none. */
export async function knownElsewhere(
	{ rows, id }: Scope,
	labelId: number,
	{ source, sourceId }: Candidate,
): Promise<{ readonly photos: readonly Photo[]; readonly rejections: readonly Rejection[] }> {
	const others = await rows
		.selectFrom('photo')
		.selectAll()
		.where('classifier_id', '=', id)
		.where('source', '=', source)
		.where('source_id', '=', sourceId)
		.where('label_id', '!=', labelId)
		.where('label_id', 'in', (of) => of.selectFrom('label').select('id').where('removed_at', 'is', null))
		.where('state', 'in', ['accepted', 'quarantined', 'rejected'])
		.execute();
	return {
		photos: toPhotos(others),
		rejections: others.flatMap(({ state, reason }) => (state === 'rejected' ? (reason as Rejection) : [])),
	};
}

/** Candidates, and failed ones whose time has come. */
export async function countWaiting(
	scope: Scope,
	labelId: number,
	sources: readonly SourceName[],
): Promise<number> {
	let waiting = 0;
	for (const source of sources) {
		const ofSource = scope.rows
			.selectFrom('photo')
			.innerJoin('label', 'label.id', 'label_id')
			.select(({ fn }) => fn.countAll<number>().as('count'))
			.where('label_id', '=', labelId)
			.where('source', '=', source)
			.where('label.classifier_id', '=', scope.id);
		const candidates = ofSource.where('state', '=', sql.lit('candidate'));
		const failed = ofSource.where('state', '=', sql.lit('failed')).where('retry_at', '<=', scope.now());
		for (const query of [candidates, failed]) waiting += (await query.executeTakeFirstOrThrow()).count;
	}
	return waiting;
}

/** When the earliest failed one may be tried again. */
export async function nextRetry({ rows, id }: Scope, labelId: number): Promise<Date | undefined> {
	const { at } = await rows
		.selectFrom('photo')
		.innerJoin('label', 'label.id', 'label_id')
		.select(({ fn }) => fn.min('retry_at').as('at'))
		.where('label_id', '=', labelId)
		.where('state', '=', sql.lit('failed'))
		.where('label.classifier_id', '=', id)
		.executeTakeFirstOrThrow();
	return typeof at === 'number' ? new Date(at) : undefined;
}
