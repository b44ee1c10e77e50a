import type { TallyRow } from '../stats.ts';
import type { Scope } from './scope.ts';

export interface Tally {
	readonly rows: readonly TallyRow[];
	/** Accepted photos that are copies of another, by label. */
	readonly copies: ReadonlyMap<number, number>;
}

/** Counts every row of a classifier, from two indexes that hold all it takes. */
export async function tally({ rows, id }: Scope): Promise<Tally> {
	const ofLabels = rows
		.selectFrom('photo')
		.where('label_id', 'in', (of) =>
			of.selectFrom('label').select('id').where('classifier_id', '=', id).where('removed_at', 'is', null),
		);
	const counted = await ofLabels
		.groupBy(['label_id', 'state', 'reason', 'source', 'licence'])
		.select(['label_id', 'state', 'reason', 'source', 'licence'])
		.select(({ fn }) => [fn.countAll<number>().as('count'), fn.sum<number | null>('bytes').as('bytes')])
		.execute();
	const copies = await ofLabels
		.where('state', '=', 'accepted')
		.where('duplicate_of', 'is not', null)
		.groupBy('label_id')
		.select('label_id')
		.select(({ fn }) => fn.countAll<number>().as('count'))
		.execute();
	return {
		rows: counted.map(({ label_id, reason, bytes, ...row }) => ({
			labelId: label_id,
			...(reason !== null && { reason }),
			bytes: bytes ?? 0,
			...row,
		})),
		copies: new Map(copies.map(({ label_id, count }) => [label_id, count])),
	};
}
