import { sql } from 'kysely';
import { prepared } from '../../store/prepared.ts';
import { SOURCES, type SourceName } from '../candidate.ts';
import { type Reservation, toReservation } from './offers.ts';
import { type Scope, scoped } from './scope.ts';
import type { RowOf, Rows } from './tables.ts';

/**
 * The first of a label's waiting offers. One that another label is downloading waits for what comes of it. Each
 * source is asked for its own first: a disabled one may hold the first thousands.
 */
export async function nextOffer(
	scope: Scope,
	labelId: number,
	sources: readonly SourceName[],
): Promise<Reservation | undefined> {
	const asked = { ...bySource(sources), labelId };
	const first =
		earliest((await firstCandidates(scope, asked)).rows) ??
		earliest((await firstFailed(scope, { ...asked, now: scope.now() })).rows);
	if (!first) return undefined;
	const { rows } = await offerById(scope.rows, { id: first.id });
	return toReservation(rows[0]);
}

/** Sources by their names, null for those that are not asked for: nothing is found of it. */
type AskedSources = Record<SourceName, SourceName | null>;

function bySource(sources: readonly SourceName[]): AskedSources {
	const asked = SOURCES.map((name) => [name, sources.includes(name) ? name : null]);
	return Object.fromEntries(asked);
}

const firstCandidates = scoped((scope, { labelId, ...sources }: AskedSources & { labelId: number }) =>
	firstOfEach(scope, sources, (source) =>
		offered(scope, labelId, source)
			.where('state', '=', sql.lit('candidate'))
			.where('retry_at', 'is', null)
			.orderBy('id'),
	),
);

const firstFailed = scoped(
	(scope, { labelId, now, ...sources }: AskedSources & { labelId: number; now: number }) =>
		firstOfEach(scope, sources, (source) =>
			offered(scope, labelId, source)
				.where('state', '=', sql.lit('failed'))
				.where('retry_at', '<=', now)
				.orderBy('retry_at')
				.orderBy('id'),
		),
);

/** A label's offers of a source that no other label is downloading. */
function offered(scope: Scope, labelId: number, source: SourceName | null) {
	return scope.rows
		.selectFrom('photo')
		.select(['photo.id', 'photo.retry_at'])
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

/** One query for all of them: each is cheap, but not the way to the database. */
function firstOfEach(
	{ rows }: Scope,
	sources: AskedSources,
	offersOf: (source: SourceName | null) => ReturnType<typeof offered>,
) {
	const [first, ...others] = Object.values(sources).map((source) =>
		rows.selectFrom(offersOf(source).limit(1).as('first')).select(['id', 'retry_at']),
	);
	return others.reduce((all, next) => all.unionAll(next), first);
}

function earliest(offers: readonly Pick<RowOf<'photo'>, 'id' | 'retry_at'>[]) {
	return offers.toSorted((a, b) => (a.retry_at ?? 0) - (b.retry_at ?? 0) || a.id - b.id)[0];
}

const offerById = prepared((rows: Rows, { id }: { id: number }) =>
	rows.selectFrom('photo').selectAll().where('id', '=', id),
);

/** Candidates, and failed ones whose time has come. */
export async function countWaiting(
	scope: Scope,
	labelId: number,
	sources: readonly SourceName[],
): Promise<number> {
	if (sources.length === 0) return 0;
	const { rows } = await waiting(scope, { ...bySource(sources), labelId, now: scope.now() });
	return rows.reduce((sum, { count }) => sum + count, 0);
}

const waiting = scoped(
	({ rows, id }, { labelId, now, ...sources }: AskedSources & { labelId: number; now: number }) => {
		const ofSources = Object.values(sources) as SourceName[];
		const candidates = rows
			.selectFrom('tally')
			.innerJoin('label', 'label.id', 'label_id')
			.where('label.classifier_id', '=', id)
			.where('label_id', '=', labelId)
			.where('state', '=', 'candidate')
			.where('source', 'in', ofSources)
			.select(({ fn }) => fn.coalesce(fn.sum<number>('count'), sql.lit(0)).as('count'));
		const failed = rows
			.selectFrom('photo')
			.innerJoin('label', 'label.id', 'label_id')
			.where('label.classifier_id', '=', id)
			.where('label_id', '=', labelId)
			.where('state', '=', sql.lit('failed'))
			.where('source', 'in', ofSources)
			.where('retry_at', '<=', now)
			.select(({ fn }) => fn.countAll<number>().as('count'));
		return candidates.unionAll(failed);
	},
);

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
