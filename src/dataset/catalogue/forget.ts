import { setImmediate as letOthersRun } from 'node:timers/promises';
import { z } from 'zod';
import type { Scope } from './scope.ts';

/** Photos deleted in one transaction: each takes its index entries and fingerprint with it. */
const PHOTOS = 20;

/** Rows of what is smaller. */
const ROWS = 100;

/** Decisions and runs, with up to fifty rows of detail each. */
const PARENTS = 10;

const ID = z.object({ id: z.number() });

/**
 * Deletes all that is known of a classifier, in small steps: what refers goes before what it refers to. One that is
 * cut short leaves less, and can be repeated. The classifier's own row stays, so that its number is never another's.
 */
export async function forgetDataset(scope: Scope): Promise<void> {
	const batches = [
		// Hidden first: nobody is to work on half of a dataset.
		() =>
			run('UPDATE label SET removed_at = ?2 WHERE classifier_id = ?1 AND removed_at IS NULL', scope.now()),
		() => run('DELETE FROM label_name WHERE classifier_id = ?1'),
		() => run('UPDATE classifier SET own_since = NULL WHERE id = ?1 AND own_since IS NOT NULL'),
		() => some('photo', PHOTOS),
		() => some('tombstone', ROWS),
		() => withParts('run', 'run_count', 'run_id'),
		() => withParts('decision', 'decision_photo', 'decision_id'),
		() => withParts('label', 'search_cursor', 'label_id'),
		() => some('audit', ROWS),
	];
	for (const batch of batches) {
		let deleted: number;
		do {
			deleted = await scope.write(batch);
			await letOthersRun();
		} while (deleted > 0);
	}

	function run(sql: string, ...values: number[]): number {
		return scope.connection.run(sql, scope.id, ...values);
	}

	function some(table: string, limit: number): number {
		return run(
			`DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE classifier_id = ?1 ORDER BY id LIMIT ?2)`,
			limit,
		);
	}

	function withParts(table: string, part: string, reference: string): number {
		const parents = scope.all(
			ID,
			// Oldest first: a decision that was undone refers to a later one.
			`SELECT id FROM ${table} WHERE classifier_id = ? ORDER BY id LIMIT ?`,
			scope.id,
			PARENTS,
		);
		for (const { id } of parents) {
			scope.connection.run(`DELETE FROM ${part} WHERE ${reference} = ?`, id);
			scope.connection.run(`DELETE FROM ${table} WHERE id = ?`, id);
		}
		return parents.length;
	}
}
