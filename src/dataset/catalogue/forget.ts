import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Scope } from './scope.ts';

/** Photos deleted in one transaction: each takes its index entries and fingerprint with it. */
const PHOTOS = 20;

/** Rows of what is smaller. */
const ROWS = 100;

/** Decisions and runs, with up to fifty rows of detail each. */
const PARENTS = 10;

/**
 * Deletes all that is known of a classifier, in small steps: what refers goes before what it refers to. One that is
 * cut short leaves less, and can be repeated. The classifier's own row stays, so that its number is never another's.
 */
export async function forgetDataset(scope: Scope): Promise<void> {
	const steps: readonly ((scope: Scope) => Promise<number>)[] = [
		hideLabels,
		freeNames,
		follow,
		(inside) => deleteSome(inside, 'photo', PHOTOS),
		(inside) => deleteSome(inside, 'tombstone', ROWS),
		async (inside) => {
			const runs = await oldest(inside, 'run', PARENTS);
			if (runs.length > 0) await inside.rows.deleteFrom('run_count').where('run_id', 'in', runs).execute();
			return deleteAll(inside, 'run', runs);
		},
		async (inside) => {
			const decisions = await oldest(inside, 'decision', PARENTS);
			if (decisions.length > 0)
				await inside.rows.deleteFrom('decision_photo').where('decision_id', 'in', decisions).execute();
			return deleteAll(inside, 'decision', decisions);
		},
		async (inside) => {
			const labels = await oldest(inside, 'label', PARENTS);
			if (labels.length > 0)
				await inside.rows.deleteFrom('search_cursor').where('label_id', 'in', labels).execute();
			return deleteAll(inside, 'label', labels);
		},
		(inside) => deleteSome(inside, 'audit', ROWS),
	];
	for (const step of steps) {
		let changed: number;
		do {
			changed = await scope.write(step);
			await letOthersRun();
		} while (changed > 0);
	}
}

/** First: nobody is to work on half of a dataset. */
async function hideLabels(scope: Scope): Promise<number> {
	const { numUpdatedRows } = await scope.rows
		.updateTable('label')
		.set({ removed_at: scope.now() })
		.where('classifier_id', '=', scope.id)
		.where('removed_at', 'is', null)
		.executeTakeFirst();
	return Number(numUpdatedRows);
}

async function freeNames({ rows, id }: Scope): Promise<number> {
	const { numDeletedRows } = await rows
		.deleteFrom('label_name')
		.where('classifier_id', '=', id)
		.executeTakeFirst();
	return Number(numDeletedRows);
}

/** Not its own any more: it follows `default`. */
async function follow({ rows, classifier }: Scope): Promise<number> {
	const { numUpdatedRows } = await rows
		.updateTable('classifier')
		.set({ own_since: null })
		.where('name', '=', classifier)
		.where('own_since', 'is not', null)
		.executeTakeFirst();
	return Number(numUpdatedRows);
}

type Numbered = 'photo' | 'tombstone' | 'run' | 'decision' | 'label' | 'audit';

async function deleteSome(scope: Scope, table: Numbered, limit: number): Promise<number> {
	return deleteAll(scope, table, await oldest(scope, table, limit));
}

/** Oldest first: a decision that was undone refers to a later one. */
async function oldest({ rows, id }: Scope, table: Numbered, limit: number): Promise<number[]> {
	const found = await rows
		.selectFrom(table)
		.select('id')
		.where('classifier_id', '=', id)
		.orderBy('id')
		.limit(limit)
		.execute();
	return found.map((row) => row.id);
}

async function deleteAll({ rows }: Scope, table: Numbered, ids: readonly number[]): Promise<number> {
	// One by one: SQLite checks each row's references as it goes.
	for (const id of ids) await rows.deleteFrom(table).where('id', '=', id).execute();
	return ids.length;
}
