import type { DecisionKind } from './decision.ts';
import type { Scope } from './scope.ts';
import { insertRow } from './tables.ts';

/** Enters a decision; inside the transaction that carries it out. Its id. */
export async function recordDecision(
	scope: Scope,
	{ kind, by, detail, photos = 0 }: { kind: DecisionKind; by: string; detail: string; photos?: number },
): Promise<number> {
	return insertRow(scope.rows, 'decision', {
		classifier_id: scope.id,
		kind,
		decided_by: by,
		decided_at: scope.now(),
		detail,
		photos,
	});
}

/** Remembers how a photo is before a decision changes it; the first time counts. */
export async function recordBefore({ rows }: Scope, decisionId: number, photoId: number): Promise<void> {
	const { id, ...before } = await rows
		.selectFrom('photo')
		.select(['id', 'label_id', 'state', 'reason', 'kept', 'removed_at'])
		.where('id', '=', photoId)
		.executeTakeFirstOrThrow();
	await rows
		.insertInto('decision_photo')
		.values({ decision_id: decisionId, photo_id: id, ...before })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}
