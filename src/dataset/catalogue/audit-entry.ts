/** What is entered: every change of a classifier, of its photos or of a server's settings. Only ever add to them. */
export const AUDIT_ACTIONS = [
	'retrain',
	'retrain-cancel',
	'promote',
	'force-promote',
	'roll-back',
	'auto-roll-back',
	'schedule-set',
	'schedule-pause',
	'schedule-resume',
	'schedule-run',
	'setting',
	'label-add',
	'label-edit',
	'label-remove',
	'crawl',
	'crawl-cancel',
	'model-import',
	'photos-import',
	'photos-keep',
	'photos-remove',
	'photos-relabel',
	'undo',
	'teach',
	'teach-withdraw',
	'fork',
	'doctor-exclude',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** The facts of a change, by name: a label, a version, how many photos. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

export interface AuditEntry {
	readonly id: number;
	readonly action: AuditAction;
	/** Who: a Discord user's id, `cli`, `schedule`, or `health` (the watch over a new model). */
	readonly by: string;
	readonly at: Date;
	readonly detail: AuditDetail;
}
