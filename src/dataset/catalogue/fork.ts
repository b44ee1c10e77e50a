import { setImmediate as letOthersRun } from 'node:timers/promises';
import { recordDecision } from './decision-log.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { Label } from './label.ts';
import { type Labels, takeNames } from './labels.ts';
import type { Scope } from './scope.ts';
import { insertRow, type RowOf } from './tables.ts';
import { copyTombstones } from './tombstones.ts';

/** Photos copied in one transaction: each takes about a tenth of a millisecond. */
const BATCH = 50;

export interface ForkParts {
	readonly from: { readonly scope: Scope; readonly labels: Labels };
	readonly to: { readonly scope: Scope; readonly fingerprints: Fingerprints };
	/** Whose change made it necessary. */
	readonly by: string;
}

/**
 * Gives a classifier a dataset of its own that starts as a copy of another's: labels, accepted photos (their files are
 * shared), and what must never be fetched again. Photos that members taught stay where they were taught.
 *
 * In small steps. The labels count as removed until the last one, so that nobody sees half of a copy, and one that is
 * cut short is cleared away as `Catalogue.recover` clears away removals.
 * @returns false where it came to nothing: another process was faster, or took the half of it for a removal
 */
export async function forkDataset({ from, to, by }: ForkParts): Promise<boolean> {
	const copies = new Map<Label, number>();
	for (const label of await from.labels.list())
		copies.set(label, await to.scope.write((scope) => copyHidden(label.id, scope)));

	let photos: CopiedPhotos = { idOf: new Map(), groupOf: new Map() };
	for (const [label, copy] of copies) {
		for (let after = 0; ; ) {
			const page = await acceptedAfter(from.scope, label.id, after);
			if (page.length === 0) break;
			after = page[page.length - 1].id;
			photos = await to.scope.write((scope) => copyPhotos(page, copy, photos, { ...to, scope }));
			await letOthersRun();
		}
	}

	return to.scope.write(async (scope) => {
		const isWhole = (await countPhotos(scope, [...copies.values()])) === photos.idOf.size;
		if (!isWhole || (await isOwn(scope))) return false;
		const detail = from.scope.classifier;
		const decision = await recordDecision(scope, { kind: 'import', by, detail, photos: photos.idOf.size });
		await copyTombstones(from.scope, { ...to, scope }, decision);
		for (const [label, copy] of copies) await bringToLight(label, copy, scope);
		await scope.rows
			.updateTable('classifier')
			.set({ own_since: scope.now() })
			.where('name', '=', scope.classifier)
			.execute();
		return true;
	});
}

/** Whether the classifier has labels and photos of its own; else it follows another's. */
export async function isOwn({ rows, classifier }: Scope): Promise<boolean> {
	const row = await rows
		.selectFrom('classifier')
		.select('id')
		.where('name', '=', classifier)
		.where(({ or, eb, exists, selectFrom }) =>
			or([
				eb('own_since', 'is not', null),
				exists(
					selectFrom('label')
						.select('label.id')
						.whereRef('classifier_id', '=', 'classifier.id')
						.where('removed_at', 'is', null),
				),
			]),
		)
		.executeTakeFirst();
	return row !== undefined;
}

async function countPhotos({ rows }: Scope, labelIds: readonly number[]): Promise<number> {
	if (labelIds.length === 0) return 0;
	const { count } = await rows
		.selectFrom('photo')
		.select(({ fn }) => fn.countAll<number>().as('count'))
		.where('label_id', 'in', labelIds)
		.executeTakeFirstOrThrow();
	return count;
}

async function copyHidden(labelId: number, to: Scope): Promise<number> {
	const { id: _, ...original } = await to.rows
		.selectFrom('label')
		.selectAll()
		.where('id', '=', labelId)
		.executeTakeFirstOrThrow();
	return insertRow(to.rows, 'label', { ...original, classifier_id: to.id, removed_at: to.now() });
}

async function acceptedAfter({ rows }: Scope, labelId: number, after: number): Promise<RowOf<'photo'>[]> {
	return rows
		.selectFrom('photo')
		.selectAll()
		.where('label_id', '=', labelId)
		.where('state', '=', 'accepted')
		.where('source', '!=', 'member')
		.where('id', '>', after)
		.orderBy('id')
		.limit(BATCH)
		.execute();
}

async function bringToLight(label: Label, id: number, scope: Scope): Promise<void> {
	await scope.rows.updateTable('label').set({ removed_at: null }).where('id', '=', id).execute();
	await takeNames(scope, id, label);
}

/** Copies' ids, by those of the originals: what belongs together keeps doing so. */
interface CopiedPhotos {
	readonly idOf: ReadonlyMap<number, number>;
	readonly groupOf: ReadonlyMap<number, number>;
}

/** Copies photos one by one; inside a transaction. @returns what is copied by now, `before` included */
async function copyPhotos(
	originals: readonly RowOf<'photo'>[],
	labelId: number,
	before: CopiedPhotos,
	{ scope, fingerprints }: ForkParts['to'],
): Promise<CopiedPhotos> {
	const idOf = new Map(before.idOf);
	const groupOf = new Map(before.groupOf);
	for (const { id: original, run_id, tries, reason, ...row } of originals) {
		const group = row.group_id as number;
		const id = await insertRow(scope.rows, 'photo', {
			...row,
			classifier_id: scope.id,
			label_id: labelId,
			group_id: groupOf.get(group) ?? 0,
			duplicate_of: idOf.get(row.duplicate_of ?? 0) ?? null,
		});
		idOf.set(original, id);
		if (!groupOf.has(group)) {
			// A group goes by its oldest photo.
			groupOf.set(group, id);
			await scope.rows.updateTable('photo').set({ group_id: id }).where('id', '=', id).execute();
		}
		await fingerprints.enter(scope, { photoId: id }, BigInt(`0x${row.perceptual_hash}`));
	}
	return { idOf, groupOf };
}
