import { sql } from 'kysely';
import type { TallyRow } from '../stats.ts';
import type { Scope } from './scope.ts';

/** Photos in these states, over all labels that are not removed. */
export async function countAll({ rows, id }: Scope, states: readonly TallyRow['state'][]): Promise<number> {
	const { count } = await rows
		.selectFrom('tally')
		.innerJoin('label', 'label.id', 'label_id')
		.where('label.classifier_id', '=', id)
		.where('label.removed_at', 'is', null)
		.where('state', 'in', states)
		.select(({ fn }) => fn.coalesce(fn.sum<number>('count'), sql.lit(0)).as('count'))
		.executeTakeFirstOrThrow();
	return count;
}

/** How many photos of each label that is not removed agree in what the database counts by. */
export async function tally({ rows, id }: Scope): Promise<TallyRow[]> {
	const counted = await rows
		.selectFrom('tally')
		.innerJoin('label', 'label.id', 'label_id')
		.selectAll('tally')
		.where('label.classifier_id', '=', id)
		.where('label.removed_at', 'is', null)
		.where('count', '>', 0)
		.execute();
	return counted.map(({ label_id, reason, ...row }) => ({
		...row,
		labelId: label_id,
		...(reason !== '' && { reason }),
	}));
}
