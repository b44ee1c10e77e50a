import { z } from 'zod';
import type { SourceName } from '../candidate.ts';
import { type Fingerprints, wholeHash } from './fingerprints.ts';
import type { Photo } from './photo.ts';
import type { Scope } from './scope.ts';

/**
 * What a person removed and must never be fetched again, whichever label or source offers it: a photo is known by its
 * id at its source, by its file, and by its looks; an author by the name its source gives.
 */
export class Tombstones {
	readonly #scope: Scope;
	readonly #fingerprints: Fingerprints;

	constructor(scope: Scope, fingerprints: Fingerprints) {
		this.#scope = scope;
		this.#fingerprints = fingerprints;
	}

	/** Whether this offer is not to be fetched. */
	hasOffer({
		source,
		sourceId,
		author,
	}: Pick<Photo['provenance'], 'source' | 'sourceId' | 'author'>): boolean {
		return this.#exists(
			`SELECT EXISTS (SELECT 1 FROM tombstone WHERE classifier_id = ?1 AND source = ?2 AND source_id = ?3)
			     OR EXISTS (SELECT 1 FROM tombstone WHERE classifier_id = ?1 AND source = ?2 AND author = ?4) AS found`,
			source,
			sourceId,
			author ?? null,
		);
	}

	/** Whether this very file was removed. Looks are `Fingerprints.near`'s to tell. */
	hasFile(sha256: string): boolean {
		return this.#exists(
			'SELECT EXISTS (SELECT 1 FROM tombstone WHERE classifier_id = ?1 AND sha256 = ?2) AS found',
			sha256,
		);
	}

	/** Inside the transaction of the decision that removes the photo. */
	layPhoto(decisionId: number, { provenance, file }: Photo): void {
		const tombstoneId = this.#scope.connection.insert(
			'INSERT INTO tombstone (classifier_id, decision_id, source, source_id, sha256) VALUES (?, ?, ?, ?, ?)',
			this.#scope.id,
			decisionId,
			provenance.source,
			provenance.sourceId,
			file.sha256,
		);
		this.#fingerprints.enter({ tombstoneId }, file.perceptualHash);
	}

	/** Inside the transaction of the decision that removes the author. */
	layAuthor(decisionId: number, source: SourceName, author: string): void {
		this.#scope.connection.run(
			'INSERT INTO tombstone (classifier_id, decision_id, source, author) VALUES (?, ?, ?, ?)',
			this.#scope.id,
			decisionId,
			source,
			author,
		);
	}

	/** Takes back what a decision laid. */
	lift(decisionId: number): void {
		this.#scope.connection.run('DELETE FROM tombstone WHERE decision_id = ?', decisionId);
	}

	#exists(sql: string, ...values: (string | null)[]): boolean {
		return this.#scope.get(z.object({ found: z.number() }), sql, this.#scope.id, ...values)?.found === 1;
	}
}

const TOMBSTONE = z.object({
	source: z.string(),
	source_id: z.string().nullable(),
	sha256: z.string().nullable(),
	author: z.string().nullable(),
	high: z.number().nullable(),
	low: z.number().nullable(),
});

/** What one classifier's people removed stays out of another's dataset too; inside a transaction. */
export function copyTombstones(
	from: Scope,
	to: { readonly scope: Scope; readonly fingerprints: Fingerprints },
	decisionId: number,
): void {
	const rows = from.all(
		TOMBSTONE,
		`SELECT source, source_id, sha256, author, high, low FROM tombstone
		 LEFT JOIN fingerprint ON fingerprint.tombstone_id = tombstone.id WHERE tombstone.classifier_id = ?`,
		from.id,
	);
	for (const { source, source_id, sha256, author, high, low } of rows) {
		const tombstoneId = to.scope.connection.insert(
			'INSERT INTO tombstone (classifier_id, decision_id, source, source_id, sha256, author) VALUES (?, ?, ?, ?, ?, ?)',
			to.scope.id,
			decisionId,
			source,
			source_id,
			sha256,
			author,
		);
		if (high !== null && low !== null) to.fingerprints.enter({ tombstoneId }, wholeHash(high, low));
	}
}
