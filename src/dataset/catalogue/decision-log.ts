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
	await rows
		.insertInto('decision_photo')
		.columns(['decision_id', 'photo_id', 'label_id', 'state', 'reason', 'kept', 'removed_at'])
		.expression((of) =>
			of
				.selectFrom('photo')
				.select(({ val }) => [
					val(decisionId).as('decision_id'),
					'id',
					'label_id',
					'state',
					'reason',
					'kept',
					'removed_at',
				])
				.where('id', '=', photoId),
		)
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}
