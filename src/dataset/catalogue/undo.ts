import type { Decision } from './decision.ts';
import type { Scope } from './scope.ts';

/** Decisions that are about photos, so that it is known how these were before. */
const UNDOABLE: readonly Decision['kind'][] = ['keep', 'remove', 'relabel'];

/**
 * Whether a decision can be taken back: all its photos are there with their files, no later decision stands on it, and
 * no other photo has taken the place of one of them.
 */
export async function isUndoable({ rows }: Scope, { id, kind, undoneBy }: Decision): Promise<boolean> {
	if (!UNDOABLE.includes(kind) || undoneBy !== undefined) return false;
	const gone = rows
		.selectFrom('decision_photo')
		.leftJoin('photo', 'photo.id', 'photo_id')
		.select('photo_id')
		.where('decision_id', '=', id)
		.where(({ or, eb }) => or([eb('photo.id', 'is', null), eb('erased_at', 'is not', null)]))
		.limit(1);
	const touched = rows
		.selectFrom('decision_photo as mine')
		.innerJoin('decision_photo as later', 'later.photo_id', 'mine.photo_id')
		.innerJoin('decision', 'decision.id', 'later.decision_id')
		.select('mine.photo_id')
		.where('mine.decision_id', '=', id)
		.where('later.decision_id', '>', id)
		.where('undone_by', 'is', null)
		.limit(1);
	const taken = rows
		.selectFrom('decision_photo as mine')
		.innerJoin('photo', 'photo.id', 'mine.photo_id')
		.innerJoin('photo as other', (other) =>
			other
				.onRef('other.label_id', '=', 'mine.label_id')
				.onRef('other.source', '=', 'photo.source')
				.onRef('other.source_id', '=', 'photo.source_id')
				.onRef('other.id', '!=', 'photo.id'),
		)
		.select('mine.photo_id')
		.where('mine.decision_id', '=', id)
		.limit(1);
	for (const obstacle of [gone, touched, taken]) if (await obstacle.executeTakeFirst()) return false;
	return true;
}

/** Makes the photos of a decision what they were before it; inside a transaction. Returns how many. */
export async function restoreBefore({ rows }: Scope, decisionId: number): Promise<number> {
	const before = await rows
		.selectFrom('decision_photo')
		.select(['photo_id', 'label_id', 'state', 'reason', 'kept', 'removed_at'])
		.where('decision_id', '=', decisionId)
		.execute();
	for (const { photo_id, ...was } of before)
		await rows.updateTable('photo').set(was).where('id', '=', photo_id).execute();
	return before.length;
}
