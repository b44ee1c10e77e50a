import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { ExpressionBuilder } from 'kysely';
import type { Scope } from './scope.ts';
import type { Tables } from './tables.ts';

/** Photos deleted in one transaction: each takes its index entries and fingerprint with it. */
const WITHDRAW_BATCH = 20;

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
		return countTaught(this.#scope, memberId, since);
	}

	async count(memberId: string): Promise<number> {
		return this.countSince(memberId, new Date(0));
	}

	/**
	 * Deletes all that a member taught as if it had never been there, in small steps: photos, their fingerprints, and
	 * what was kept so that they would not come again. Their ids stay in the trail of decisions.
	 */
	async withdraw(memberId: string): Promise<Withdrawn> {
		const files = new Set<string>();
		let photos = 0;
		for (;;) {
			const withdrawn = await this.#scope.write((scope) => withdrawSome(scope, memberId));
			if (withdrawn.length === 0) break;
			photos += withdrawn.length;
			for (const { sha256 } of withdrawn) if (sha256 !== null) files.add(sha256);
			await letOthersRun();
		}
		await this.#scope.write((scope) =>
			scope.rows.deleteFrom('tombstone').where(ofMember(scope, memberId)).execute(),
		);
		return { photos, files: [...files] };
	}
}

export async function countTaught(scope: Scope, memberId: string, since: Date): Promise<number> {
	const { count } = await scope.rows
		.selectFrom('photo')
		.where(ofMember(scope, memberId))
		.where('fetched_at', '>=', since.getTime())
		.select(({ fn }) => fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	return count;
}

async function withdrawSome(scope: Scope, memberId: string) {
	const { rows } = scope;
	const some = await rows
		.selectFrom('photo')
		.select(['id', 'sha256'])
		.where(ofMember(scope, memberId))
		.limit(WITHDRAW_BATCH)
		.execute();
	if (some.length === 0) return some;
	const ids = some.map(({ id }) => id);
	await rows
		.updateTable('photo')
		.set({ duplicate_of: null })
		.where('duplicate_of', 'is not', null)
		.where('duplicate_of', 'in', ids)
		.where('label_id', 'in', (of) =>
			of.selectFrom('label').select('id').where('classifier_id', '=', scope.id),
		)
		.execute();
	await rows.deleteFrom('photo').where('id', 'in', ids).execute();
	return some;
}

/** A range that the index of sources finds: `0` follows `/`. */
function ofMember({ id }: Scope, memberId: string) {
	return ({ and, eb }: ExpressionBuilder<Tables, 'photo' | 'tombstone'>) =>
		and([
			eb('classifier_id', '=', id),
			eb('source', '=', 'member'),
			eb('source_id', '>', `${memberId}/`),
			eb('source_id', '<', `${memberId}0`),
		]);
}
