import type { Licence, SourceName } from './candidate.ts';
import type { Label } from './catalogue/label.ts';
import type { Quarantine, Rejection } from './catalogue/reasons.ts';

/** How many rows of the catalogue agree in all of these. */
export interface TallyRow {
	readonly labelId: number;
	readonly state:
		| 'candidate'
		| 'downloading'
		| 'failed'
		| 'rejected'
		| 'accepted'
		| 'quarantined'
		| 'removed';
	readonly reason?: Rejection | Quarantine;
	readonly source: SourceName;
	readonly licence: Licence;
	readonly count: number;
	readonly bytes: number;
	/** Those that are copies of another of the label. */
	readonly copies: number;
}

export interface LabelStats {
	readonly label: Label;
	readonly accepted: number;
	readonly quarantined: number;
	readonly removed: number;
	/** Still to be fetched, or to be tried again. */
	readonly waiting: number;
	readonly rejected: number;
	/** Accepted photos that are copies of another. */
	readonly duplicates: number;
	readonly rejections: ReadonlyMap<Rejection, number>;
	readonly quarantines: ReadonlyMap<Quarantine, number>;
	/** Of accepted photos. */
	readonly sources: ReadonlyMap<SourceName, number>;
	readonly licences: ReadonlyMap<Licence, number>;
	/** Of accepted photos' files. */
	readonly bytes: number;
}

export interface DatasetStats {
	/** In the order of the labels. */
	readonly labels: readonly LabelStats[];
	/** Over all labels. */
	readonly total: Omit<LabelStats, 'label'>;
	/** Accepted photos of the largest label by those of the smallest; undefined where one has none. */
	readonly imbalance: number | undefined;
}

/** Sums up counts of the catalogue; every list is ordered by count, then name. */
export function datasetStats(labels: readonly Label[], rows: readonly TallyRow[]): DatasetStats {
	const byLabel = labels.map((label) => ({
		label,
		...sumUp(rows.filter(({ labelId }) => labelId === label.id)),
	}));
	const accepted = byLabel.map((stats) => stats.accepted);
	const smallest = Math.min(...accepted);
	return {
		labels: byLabel,
		total: sumUp(rows),
		imbalance: smallest > 0 && Number.isFinite(smallest) ? Math.max(...accepted) / smallest : undefined,
	};
}

function sumUp(rows: readonly TallyRow[]): Omit<LabelStats, 'label'> {
	const inState = (...states: TallyRow['state'][]) => rows.filter(({ state }) => states.includes(state));
	const accepted = inState('accepted');
	return {
		accepted: total(accepted),
		quarantined: total(inState('quarantined')),
		removed: total(inState('removed')),
		waiting: total(inState('candidate', 'downloading', 'failed')),
		rejected: total(inState('rejected')),
		duplicates: accepted.reduce((sum, { copies }) => sum + copies, 0),
		rejections: countBy(inState('rejected'), ({ reason }) => reason as Rejection),
		quarantines: countBy(inState('quarantined'), ({ reason }) => reason as Quarantine),
		sources: countBy(accepted, ({ source }) => source),
		licences: countBy(accepted, ({ licence }) => licence),
		bytes: accepted.reduce((sum, { bytes }) => sum + bytes, 0),
	};
}

function total(rows: readonly TallyRow[]): number {
	return rows.reduce((sum, { count }) => sum + count, 0);
}

function countBy<Key extends string>(
	rows: readonly TallyRow[],
	keyOf: (row: TallyRow) => Key,
): ReadonlyMap<Key, number> {
	const counts = new Map<Key, number>();
	for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + row.count);
	return new Map([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}
