export type DecisionKind =
	| 'keep'
	| 'remove'
	| 'relabel'
	| 'import'
	| 'undo'
	| 'label-add'
	| 'label-edit'
	| 'label-remove';

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
