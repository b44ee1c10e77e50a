import { setImmediate as letOthersRun } from 'node:timers/promises';
import { z } from 'zod';
import { recordDecision } from './decision-log.ts';
import type { Fingerprints } from './fingerprints.ts';
import { foldName, knownNames, type Label } from './label.ts';
import type { Labels } from './labels.ts';
import { CANDIDATE_COLUMNS } from './photo.ts';
import type { Scope } from './scope.ts';
import { copyTombstones } from './tombstones.ts';

/** Photos copied in one transaction: each takes about a tenth of a millisecond. */
const BATCH = 50;

/** What a copy has in common with its original: where the photo is from, its file, and what was said of it. */
const COPIED = [
	...CANDIDATE_COLUMNS,
	...[
		'state',
		'kept',
		'discovered_at',
		'fetched_at',
		'sha256',
		'perceptual_hash',
		'width',
		'height',
		'bytes',
	],
	...['original_width', 'original_height', 'nsfw_score'],
].join(', ');

const PHOTO = z.object({
	id: z.number(),
	group_id: z.number(),
	duplicate_of: z.number().nullable(),
	perceptual_hash: z.string(),
});
type PhotoRow = z.infer<typeof PHOTO>;

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
 */
export async function forkDataset({ from, to, by }: ForkParts): Promise<void> {
	const copies = new Map<Label, number>();
	for (const label of await from.labels.list())
		copies.set(label, await to.scope.write(() => copyHidden(label.id, to.scope)));

	const photos = new PhotoCopies(to);
	for (const [label, copy] of copies) {
		for (let after = 0; ; ) {
			const page = acceptedAfter(from.scope, label.id, after);
			if (page.length === 0) break;
			after = page[page.length - 1].id;
			await to.scope.write(() => {
				for (const photo of page) photos.copy(photo, copy);
			});
			await letOthersRun();
		}
	}

	await to.scope.write(() => {
		const detail = from.scope.classifier;
		const decision = recordDecision(to.scope, { kind: 'import', by, detail, photos: photos.count });
		copyTombstones(from.scope, to, decision);
		for (const [label, copy] of copies) bringToLight(label, copy, to.scope);
		to.scope.connection.run('UPDATE classifier SET own_since = ? WHERE id = ?', to.scope.now(), to.scope.id);
	});
}

function copyHidden(labelId: number, to: Scope): number {
	return to.connection.insert(
		`INSERT INTO label (classifier_id, name, aliases, display_names, search_terms, exclusions, taxon_id, taxon_name, created_at, removed_at)
		 SELECT ?, name, aliases, display_names, search_terms, exclusions, taxon_id, taxon_name, created_at, ? FROM label WHERE id = ?`,
		to.id,
		to.now(),
		labelId,
	);
}

function acceptedAfter(scope: Scope, labelId: number, after: number): PhotoRow[] {
	return scope.all(
		PHOTO,
		`SELECT id, group_id, duplicate_of, perceptual_hash FROM photo
		 WHERE label_id = ? AND state = 'accepted' AND source != 'member' AND id > ? ORDER BY id LIMIT ?`,
		labelId,
		after,
		BATCH,
	);
}

function bringToLight(label: Label, id: number, { connection, id: classifier }: Scope): void {
	connection.run('UPDATE label SET removed_at = NULL WHERE id = ?', id);
	for (const known of knownNames(label)) {
		connection.run(
			'INSERT INTO label_name (classifier_id, folded, label_id) VALUES (?, ?, ?)',
			classifier,
			foldName(known),
			id,
		);
	}
}

/** Copies photos one by one; groups and copies keep belonging together, under the ids of the copies. */
class PhotoCopies {
	readonly #to: ForkParts['to'];
	readonly #idOf = new Map<number, number>();
	readonly #groupOf = new Map<number, number>();

	constructor(to: ForkParts['to']) {
		this.#to = to;
	}

	get count(): number {
		return this.#idOf.size;
	}

	/** Inside a transaction. */
	copy({ id, group_id, duplicate_of, perceptual_hash }: PhotoRow, labelId: number): void {
		const { scope, fingerprints } = this.#to;
		const copy = scope.connection.insert(
			`INSERT INTO photo (classifier_id, label_id, group_id, duplicate_of, ${COPIED})
			 SELECT ?, ?, ?, ?, ${COPIED} FROM photo WHERE id = ?`,
			scope.id,
			labelId,
			this.#groupOf.get(group_id) ?? 0,
			this.#idOf.get(duplicate_of ?? 0) ?? null,
			id,
		);
		this.#idOf.set(id, copy);
		if (!this.#groupOf.has(group_id)) {
			// A group goes by its oldest photo.
			this.#groupOf.set(group_id, copy);
			scope.connection.run('UPDATE photo SET group_id = id WHERE id = ?', copy);
		}
		fingerprints.enter({ photoId: copy }, BigInt(`0x${perceptual_hash}`));
	}
}
