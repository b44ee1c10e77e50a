import type { SourceName } from '../candidate.ts';
import { type Fingerprints, wholeHash } from './fingerprints.ts';
import type { Photo } from './photo.ts';
import { type Scope, scoped } from './scope.ts';
import { insertRow } from './tables.ts';

/**
 * What a person removed and must never be fetched again, whichever label or source offers it: a photo is known by its
 * id at its source, by its file, and by its looks; an author by the name its source gives. All of it inside a
 * transaction.
 */
export class Tombstones {
	readonly #fingerprints: Fingerprints;

	constructor(fingerprints: Fingerprints) {
		this.#fingerprints = fingerprints;
	}

	/** Whether this offer is not to be fetched. */
	async hasOffer(
		scope: Scope,
		{ source, sourceId, author }: Pick<Photo['provenance'], 'source' | 'sourceId' | 'author'>,
	): Promise<boolean> {
		const found = await ofOffer(scope, { source, sourceId, author: author ?? null });
		return found.rows.length > 0;
	}

	/** Whether this very file was removed. Looks are `Fingerprints.near`'s to tell. */
	async hasFile(scope: Scope, sha256: string): Promise<boolean> {
		return (await ofFile(scope, { sha256 })).rows.length > 0;
	}

	/** With the decision that removes the photo. */
	async layPhoto(scope: Scope, decisionId: number, { provenance, file }: Photo): Promise<void> {
		const id = await insertRow(scope.rows, 'tombstone', {
			classifier_id: scope.id,
			decision_id: decisionId,
			source: provenance.source,
			source_id: provenance.sourceId,
			sha256: file.sha256,
		});
		await this.#fingerprints.enter(scope, { tombstoneId: id }, file.perceptualHash);
	}

	/** With the decision that removes the author. */
	async layAuthor(
		{ rows, id }: Scope,
		decisionId: number,
		source: SourceName,
		author: string,
	): Promise<void> {
		await insertRow(rows, 'tombstone', {
			classifier_id: id,
			decision_id: decisionId,
			source,
			author,
		});
	}

	/** Takes back what a decision laid. */
	async lift({ rows }: Scope, decisionId: number): Promise<void> {
		await rows.deleteFrom('tombstone').where('decision_id', '=', decisionId).execute();
	}
}

type OfferIds = { source: SourceName; sourceId: string; author: string | null };

/** Of the photo itself, and of its author. */
const ofOffer = scoped(({ rows, id }, { source, sourceId, author }: OfferIds) => {
	const ofSource = rows
		.selectFrom('tombstone')
		.select('id')
		.where('classifier_id', '=', id)
		.where('source', '=', source);
	return ofSource.where('source_id', '=', sourceId).unionAll(ofSource.where('author', '=', author));
});

const ofFile = scoped(({ rows, id }, { sha256 }: { sha256: string }) =>
	rows.selectFrom('tombstone').select('id').where('classifier_id', '=', id).where('sha256', '=', sha256),
);

/** What one classifier's people removed stays out of another's dataset too; inside a transaction of the latter. */
export async function copyTombstones(
	from: Scope,
	to: { readonly scope: Scope; readonly fingerprints: Fingerprints },
	decisionId: number,
): Promise<void> {
	const { scope, fingerprints } = to;
	const originals = await scope.rows
		.selectFrom('tombstone')
		.leftJoin('fingerprint', 'fingerprint.tombstone_id', 'tombstone.id')
		.select(['source', 'source_id', 'sha256', 'author', 'high', 'low'])
		.where('tombstone.classifier_id', '=', from.id)
		.execute();
	for (const { high, low, ...original } of originals) {
		const tombstoneId = await insertRow(scope.rows, 'tombstone', {
			...original,
			classifier_id: scope.id,
			decision_id: decisionId,
		});
		if (high !== null && low !== null) await fingerprints.enter(scope, { tombstoneId }, wholeHash(high, low));
	}
}
