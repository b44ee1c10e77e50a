import { setImmediate as letOthersRun } from 'node:timers/promises';
import { z } from 'zod';
import type { Scope } from './scope.ts';

/** Photos deleted in one transaction: each takes its index entries and fingerprint with it. */
const WITHDRAW_BATCH = 20;

const ROW = z.object({ id: z.number(), sha256: z.string().nullable() });

export interface Withdrawn {
	readonly photos: number;
	/** SHA-256 of their files, which the photo store may still have: another photo can be the same file. */
	readonly files: readonly string[];
}

/** What a member taught is known by the member and the file, so that it can be had back as one. */
export function taughtSourceId(memberId: string, sha256: string): string {
	return `${memberId}/${sha256.slice(0, 16)}`;
}

/** Photos that members of a server gave with `/teach`, by who gave them. */
export class Taught {
	readonly #scope: Scope;

	constructor(scope: Scope) {
		this.#scope = scope;
	}

	/** Photos, whatever became of them, that a member taught since a moment. */
	async countSince(memberId: string, since: Date): Promise<number> {
		const row = this.#scope.get(
			z.object({ count: z.number() }),
			`SELECT count(*) AS count FROM photo WHERE ${OF_MEMBER} AND fetched_at >= ?`,
			...this.#member(memberId),
			since.getTime(),
		);
		return row?.count ?? 0;
	}

	async count(memberId: string): Promise<number> {
		return this.countSince(memberId, new Date(0));
	}

	/**
	 * Deletes all that a member taught as if it had never been there, in small steps: photos, their fingerprints, and
	 * what was kept so that they would not come again. Their ids stay in the trail of decisions.
	 */
	async withdraw(memberId: string): Promise<Withdrawn> {
		const { connection } = this.#scope;
		const files = new Set<string>();
		let photos = 0;
		let rows: z.infer<typeof ROW>[];
		do {
			rows = await this.#scope.write(() => {
				const batch = this.#scope.all(
					ROW,
					`SELECT id, sha256 FROM photo WHERE ${OF_MEMBER} LIMIT ?`,
					...this.#member(memberId),
					WITHDRAW_BATCH,
				);
				const ids = JSON.stringify(batch.map(({ id }) => id));
				connection.run(
					`UPDATE photo SET duplicate_of = NULL WHERE duplicate_of IS NOT NULL
					 AND label_id IN (SELECT id FROM label WHERE classifier_id = ?)
					 AND duplicate_of IN (SELECT value FROM json_each(?))`,
					this.#scope.id,
					ids,
				);
				connection.run('DELETE FROM photo WHERE id IN (SELECT value FROM json_each(?))', ids);
				return batch;
			});
			photos += rows.length;
			for (const { sha256 } of rows) if (sha256 !== null) files.add(sha256);
			await letOthersRun();
		} while (rows.length > 0);
		await this.#scope.write(() =>
			connection.run(`DELETE FROM tombstone WHERE ${OF_MEMBER}`, ...this.#member(memberId)),
		);
		return { photos, files: [...files] };
	}

	#member(memberId: string): [number, string, string] {
		return [this.#scope.id, `${memberId}/`, `${memberId}0`];
	}
}

/** A range that the index of sources finds: `0` follows `/`. */
const OF_MEMBER = "classifier_id = ? AND source = 'member' AND source_id > ? AND source_id < ?";
