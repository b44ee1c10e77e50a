import { z } from 'zod';
import type { Scope } from './scope.ts';

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

export interface AuditQuery {
	/** Ids below this one: the last of the page before. */
	readonly before?: number;
	/** Made earlier than this. */
	readonly until?: Date;
	readonly by?: string;
	readonly action?: AuditAction;
	/** 50 unless told. */
	readonly limit?: number;
}

/** Longest text of a fact: names have fifty characters, only a reason given by a person may be longer. */
const MAX_TEXT = 500;

const DETAIL = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const ROW = z
	.object({
		id: z.number(),
		action: z.enum(AUDIT_ACTIONS),
		done_by: z.string(),
		done_at: z.number(),
		detail: z.string().transform((json) => DETAIL.parse(JSON.parse(json))),
	})
	.transform(
		({ id, action, done_by, done_at, detail }): AuditEntry => ({
			id,
			action,
			by: done_by,
			at: new Date(done_at),
			detail,
		}),
	);

/**
 * Who changed what, and when. Entries are neither changed nor deleted. Numbered over all classifiers of the catalogue,
 * so that ids ascend within one but tell nothing of the others.
 */
export class Audit {
	readonly #scope: Scope;

	constructor(scope: Scope) {
		this.#scope = scope;
	}

	/** Enters a change that has been made. */
	async record({
		action,
		by,
		detail = {},
	}: {
		readonly action: AuditAction;
		readonly by: string;
		readonly detail?: AuditDetail;
	}): Promise<void> {
		const facts = Object.entries(detail).map(([name, value]) => [
			name,
			typeof value === 'string' ? value.slice(0, MAX_TEXT) : value,
		]);
		await this.#scope.write(() =>
			this.#scope.connection.run(
				'INSERT INTO audit (classifier_id, action, done_by, done_at, detail) VALUES (?, ?, ?, ?, ?)',
				this.#scope.id,
				action,
				by,
				this.#scope.now(),
				JSON.stringify(Object.fromEntries(facts)),
			),
		);
	}

	/** Latest first. */
	async list({ before, until, by, action, limit = 50 }: AuditQuery = {}): Promise<AuditEntry[]> {
		return this.#scope.all(
			ROW,
			`SELECT id, action, done_by, done_at, detail FROM audit
			 WHERE classifier_id = ?1 AND id < ?2 AND done_at < ?3
			   AND (?4 IS NULL OR done_by = ?4) AND (?5 IS NULL OR action = ?5)
			 ORDER BY id DESC LIMIT ?6`,
			this.#scope.id,
			before ?? Number.MAX_SAFE_INTEGER,
			until?.getTime() ?? Number.MAX_SAFE_INTEGER,
			by ?? null,
			action ?? null,
			limit,
		);
	}
}
