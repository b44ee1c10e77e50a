import type { Scope } from './scope.ts';

export const DECISION_KINDS = [
	'keep',
	'remove',
	'relabel',
	'import',
	'undo',
	'label-add',
	'label-edit',
	'label-remove',
] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** What a person decided: one line of the audit trail. */
export interface Decision {
	readonly id: number;
	readonly kind: DecisionKind;
	/** Who: a Discord user's id, or `cli`. */
	readonly by: string;
	readonly at: Date;
	/** For people: the label, the reason given. */
	readonly detail: string;
	/** How many it touched. */
	readonly photos: number;
	/** The decision that undid this one. */
	readonly undoneBy?: number;
}

/** Enters a decision; inside the transaction that carries it out. Its id. */
export function recordDecision(
	scope: Scope,
	{ kind, by, detail, photos = 0 }: { kind: DecisionKind; by: string; detail: string; photos?: number },
): number {
	return scope.connection.insert(
		'INSERT INTO decision (classifier_id, kind, decided_by, decided_at, detail, photos) VALUES (?, ?, ?, ?, ?, ?)',
		scope.id,
		kind,
		by,
		scope.now(),
		detail,
		photos,
	);
}

/** Remembers how a photo is before a decision changes it; the first time counts. */
export function recordBefore(scope: Scope, decisionId: number, photoId: number): void {
	scope.connection.run(
		`INSERT OR IGNORE INTO decision_photo (decision_id, photo_id, label_id, state, reason, kept, removed_at)
		 SELECT ?, id, label_id, state, reason, kept, removed_at FROM photo WHERE id = ?`,
		decisionId,
		photoId,
	);
}
