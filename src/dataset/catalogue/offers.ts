import { prepared } from '../../store/prepared.ts';
import type { Candidate, SourceName } from '../candidate.ts';
import { candidateColumns, type Photo, toCandidate, toPhotos } from './photo.ts';
import type { Rejection } from './reasons.ts';
import { type Scope, scoped } from './scope.ts';
import { type CandidateColumns, idOf, insertionOf, type RowOf, type Rows } from './tables.ts';

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
	scope: Scope,
	labelId: number,
	{ source, sourceId }: Candidate,
): Promise<boolean> {
	return (await known(scope, { labelId, source, sourceId })).rows.length > 0;
}

/** An offer of a label. */
type Offer = { labelId: number; source: SourceName; sourceId: string };

const known = scoped(({ rows, id }, { labelId, source, sourceId }: Offer) =>
	rows
		.selectFrom('photo')
		.select('id')
		.where('classifier_id', '=', id)
		.where('source', '=', source)
		.where('source_id', '=', sourceId)
		.where(({ eb, or }) => or([eb('label_id', '=', labelId), eb('kept', '=', 1)]))
		.limit(1),
);

export async function enterOffer(
	scope: Scope,
	labelId: number,
	candidate: Candidate,
	rejection?: Rejection,
): Promise<number> {
	const entered = await enter(scope, {
		label_id: labelId,
		state: rejection === undefined ? 'candidate' : 'rejected',
		reason: rejection ?? null,
		discovered_at: scope.now(),
		...candidateColumns(candidate),
	});
	return idOf(entered);
}

type NewOffer = CandidateColumns & Pick<RowOf<'photo'>, 'label_id' | 'state' | 'reason' | 'discovered_at'>;

const enter = scoped((scope, offer: NewOffer) =>
	insertionOf(scope.rows, 'photo', { ...offer, classifier_id: scope.id }),
);

/** The row of an offer whose file came some other way; undefined when the label has had its file before. */
export async function takeOver(
	scope: Scope,
	labelId: number,
	candidate: Candidate,
): Promise<number | undefined> {
	const { rows } = scope;
	const { source, sourceId } = candidate;
	const [row] = (await offerOf(rows, { labelId, source, sourceId })).rows;
	if (!row) return enterOffer(scope, labelId, candidate);
	if (row.sha256 !== null) return undefined;
	await rows.updateTable('photo').set(candidateColumns(candidate)).where('id', '=', row.id).execute();
	return row.id;
}

const offerOf = prepared((rows: Rows, { labelId, source, sourceId }: Offer) =>
	rows
		.selectFrom('photo')
		.select(['id', 'sha256'])
		.where('label_id', '=', labelId)
		.where('source', '=', source)
		.where('source_id', '=', sourceId),
);

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

export function toReservation(row: RowOf<'photo'>): Reservation {
	return { id: row.id, labelId: row.label_id, candidate: toCandidate(row), tries: row.tries };
}

export async function reserveOffer({ rows }: Scope, id: number, runId: number): Promise<void> {
	await setReserved(rows, { id, runId });
}

const setReserved = prepared((rows: Rows, { id, runId }: { id: number; runId: number }) =>
	rows.updateTable('photo').set({ state: 'downloading', run_id: runId, retry_at: null }).where('id', '=', id),
);

/** What a run holds reserved. */
export async function reservedOffer(
	scope: Scope,
	id: number,
	runId: number,
): Promise<Reservation | undefined> {
	const [row] = (await reserved(scope, { id, runId })).rows;
	return row && toReservation(row);
}

const reserved = scoped((scope, { id, runId }: { id: number; runId: number }) =>
	scope.rows
		.selectFrom('photo')
		.selectAll()
		.where('id', '=', id)
		.where('run_id', '=', runId)
		.where('classifier_id', '=', scope.id),
);

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
	scope: Scope,
	labelId: number,
	{ source, sourceId }: Candidate,
): Promise<{ readonly photos: readonly Photo[]; readonly rejections: readonly Rejection[] }> {
	const { rows } = await elsewhere(scope, { labelId, source, sourceId });
	return {
		photos: toPhotos(rows),
		rejections: rows.flatMap(({ state, reason }) => (state === 'rejected' ? (reason as Rejection) : [])),
	};
}

const elsewhere = scoped(({ rows, id }, { labelId, source, sourceId }: Offer) =>
	rows
		.selectFrom('photo')
		.selectAll()
		.where('classifier_id', '=', id)
		.where('source', '=', source)
		.where('source_id', '=', sourceId)
		.where('label_id', '!=', labelId)
		.where('label_id', 'in', (of) => of.selectFrom('label').select('id').where('removed_at', 'is', null))
		.where('state', 'in', ['accepted', 'quarantined', 'rejected']),
);
