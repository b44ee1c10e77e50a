import type { AuditAction, AuditDetail, AuditEntry } from './audit-entry.ts';
import type { Scope } from './scope.ts';
import { fromJson, toJson } from './tables.ts';

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
		await this.#scope.write((scope) =>
			scope.rows
				.insertInto('audit')
				.values({
					classifier_id: scope.id,
					action,
					done_by: by,
					done_at: scope.now(),
					detail: toJson(Object.fromEntries(facts)),
				})
				.execute(),
		);
	}

	/** Latest first. */
	async list({ before, until, by, action, limit = 50 }: AuditQuery = {}): Promise<AuditEntry[]> {
		let entries = this.#scope.rows
			.selectFrom('audit')
			.selectAll()
			.where('classifier_id', '=', this.#scope.id);
		if (before !== undefined) entries = entries.where('id', '<', before);
		if (until !== undefined) entries = entries.where('done_at', '<', until.getTime());
		if (by !== undefined) entries = entries.where('done_by', '=', by);
		if (action !== undefined) entries = entries.where('action', '=', action);
		const found = await entries.orderBy('id', 'desc').limit(limit).execute();
		return found.map(({ id, action, done_by, done_at, detail }) => ({
			id,
			action,
			by: done_by,
			at: new Date(done_at),
			detail: fromJson(detail),
		}));
	}
}
