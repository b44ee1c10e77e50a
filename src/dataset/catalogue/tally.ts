import type { TallyRow } from '../stats.ts';
import type { Scope } from './scope.ts';

export interface Tally {
	readonly rows: readonly TallyRow[];
	/** Accepted photos that are copies of another, by label. */
	readonly copies: ReadonlyMap<number, number>;
}

/** Counts every row of a classifier, label by label, from two indexes that hold all it takes. */
export async function tally({ rows, id }: Scope): Promise<Tally> {
	const labels = await rows
		.selectFrom('label')
		.select('id')
		.where('classifier_id', '=', id)
		.where('removed_at', 'is', null)
		.execute();
	const counted: TallyRow[] = [];
	const copies = new Map<number, number>();
	for (const label of labels) {
		const ofLabel = rows.selectFrom('photo').where('label_id', '=', label.id);
		const counts = await ofLabel
			.groupBy(['state', 'reason', 'source', 'licence'])
			.select(['state', 'reason', 'source', 'licence'])
			.select(({ fn }) => [fn.countAll<number>().as('count'), fn.sum<number | null>('bytes').as('bytes')])
			.execute();
		for (const { reason, bytes, ...row } of counts)
			counted.push({ labelId: label.id, ...(reason !== null && { reason }), bytes: bytes ?? 0, ...row });
		const { count } = await ofLabel
			.where('state', '=', 'accepted')
			.where('duplicate_of', 'is not', null)
			.select(({ fn }) => fn.countAll<number>().as('count'))
			.executeTakeFirstOrThrow();
		if (count > 0) copies.set(label.id, count);
	}
	return { rows: counted, copies };
}
