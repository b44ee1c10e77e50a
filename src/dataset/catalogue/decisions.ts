import { z } from 'zod';
import { UserError } from '../../errors.ts';
import type { SourceName } from '../candidate.ts';
import type { Arrivals } from './arrivals.ts';
import {
	DECISION_KINDS,
	type Decision,
	type DecisionKind,
	recordBefore,
	recordDecision,
} from './decision-log.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { Photo } from './photo.ts';
import type { Photos } from './photos.ts';
import type { Scope } from './scope.ts';
import type { Tombstones } from './tombstones.ts';
import { isUndoable, restoreBefore } from './undo.ts';

const ROW = z
	.object({
		id: z.number(),
		kind: z.enum(DECISION_KINDS),
		decided_by: z.string(),
		decided_at: z.number(),
		detail: z.string(),
		photos: z.number(),
		undone_by: z.number().nullable(),
	})
	.transform(
		(row): Decision => ({
			id: row.id,
			kind: row.kind,
			by: row.decided_by,
			at: new Date(row.decided_at),
			detail: row.detail,
			photos: row.photos,
			...(row.undone_by !== null && { undoneBy: row.undone_by }),
		}),
	);

const PHOTO_ID = z.object({ id: z.number() });

/** Most photos of one decision: among 100,000, each takes half a millisecond of its transaction. */
export const MAX_DECIDED = 50;

/**
 * What people decide, and the trail of it. A decision is one transaction over at most `MAX_DECIDED` photos; photos
 * that are gone, or of another classifier, are passed over.
 */
export class Decisions {
	readonly #scope: Scope;
	readonly #fingerprints: Fingerprints;
	readonly #tombstones: Tombstones;
	readonly #arrivals: Arrivals;
	readonly #photos: Photos;

	constructor(
		scope: Scope,
		fingerprints: Fingerprints,
		tombstones: Tombstones,
		arrivals: Arrivals,
		photos: Photos,
	) {
		this.#scope = scope;
		this.#fingerprints = fingerprints;
		this.#tombstones = tombstones;
		this.#arrivals = arrivals;
		this.#photos = photos;
	}

	/** They are what their label says: accepted, and no rule quarantines them from now on. */
	async keep(photoIds: readonly number[], by: string): Promise<Decision> {
		return this.#decide('keep', photoIds, by, '', (photo) => {
			if (photo.state === 'removed' || (photo.kept && photo.state === 'accepted')) return false;
			return () => this.#accept(photo.id, photo.labelId);
		});
	}

	/**
	 * They go, and the same picture is never fetched again: neither by its id nor by its file or looks. A picture that
	 * lives on under another label stays out of this label only.
	 */
	async remove(photoIds: readonly number[], by: string, reason = ''): Promise<Decision> {
		await this.#fingerprints.catchUp();
		return this.#decide('remove', photoIds, by, reason, (photo) => {
			if (photo.state === 'removed') return false;
			return (decisionId) => this.#remove(decisionId, photo);
		});
	}

	/**
	 * An author wants their photos out: none is taken any more, those that are there go, in several decisions where
	 * they are many. `Photos.erase` then gives up their files.
	 */
	async removeAuthor(source: SourceName, author: string, by: string, reason = ''): Promise<Decision[]> {
		const decisions: Decision[] = [];
		for (;;) {
			const ids = this.#scope
				.all(
					PHOTO_ID,
					`SELECT id FROM photo WHERE classifier_id = ? AND source = ? AND author = ?
					 AND state IN ('accepted', 'quarantined') LIMIT ?`,
					this.#scope.id,
					source,
					author,
					MAX_DECIDED,
				)
				.map(({ id }) => id);
			if (ids.length === 0 && decisions.length > 0) return decisions;
			decisions.push(
				await this.#decide(
					'remove',
					ids,
					by,
					reason || `${source}: ${author}`,
					(photo) => (decisionId) => this.#remove(decisionId, photo),
					(decisionId) => {
						if (decisions.length === 0) this.#tombstones.layAuthor(decisionId, source, author);
					},
				),
			);
		}
	}

	/** They show another label: moved there, and kept. @throws {UserError} `label-not-found` */
	async relabel(photoIds: readonly number[], labelId: number, by: string): Promise<Decision> {
		const label = this.#scope.get(
			z.object({ name: z.string() }),
			'SELECT name FROM label WHERE id = ? AND classifier_id = ? AND removed_at IS NULL',
			labelId,
			this.#scope.id,
		);
		if (!label) throw new UserError('label-not-found', { label: String(labelId) });
		return this.#decide('relabel', photoIds, by, label.name, (photo) => {
			if (photo.state === 'removed' || photo.labelId === labelId) return false;
			return (decisionId) => this.#relabel(decisionId, photo, labelId);
		});
	}

	/** For the trail: a person brought photos in. */
	async recordImport(photos: number, detail: string, by: string): Promise<Decision> {
		return this.#scope.write(() =>
			this.#existing(recordDecision(this.#scope, { kind: 'import', by, detail, photos })),
		);
	}

	/**
	 * Makes the photos of a decision what they were before it.
	 * @throws {UserError} `decision-not-found`; `decision-not-undoable` when it is undone already, is of a kind that
	 * cannot be, a later decision stands on it, or photos it removed are gone for good
	 */
	async undo(id: number, by: string): Promise<Decision> {
		return this.#scope.write(() => {
			const decision = this.#existing(id);
			if (!isUndoable(this.#scope, decision)) throw new UserError('decision-not-undoable', { id });
			const photos = restoreBefore(this.#scope, id);
			const undoing = recordDecision(this.#scope, {
				kind: 'undo',
				by,
				detail: `${decision.kind} ${id}`,
				photos,
			});
			this.#tombstones.lift(id);
			this.#scope.connection.run('UPDATE decision SET undone_by = ? WHERE id = ?', undoing, id);
			return this.#existing(undoing);
		});
	}

	/** Latest first. */
	async list({ before, limit = 50, photoId }: ListOptions = {}): Promise<Decision[]> {
		const ofPhoto =
			photoId === undefined ? '' : 'AND id IN (SELECT decision_id FROM decision_photo WHERE photo_id = ?4)';
		return this.#scope.all(
			ROW,
			`SELECT * FROM decision WHERE classifier_id = ?1 AND id < ?2 ${ofPhoto} ORDER BY id DESC LIMIT ?3`,
			this.#scope.id,
			before ?? Number.MAX_SAFE_INTEGER,
			limit,
			...(photoId === undefined ? [] : [photoId]),
		);
	}

	async #decide(
		kind: DecisionKind,
		photoIds: readonly number[],
		by: string,
		detail: string,
		plan: (photo: Photo) => ((decisionId: number) => void) | false,
		also: (decisionId: number) => void = () => {},
	): Promise<Decision> {
		if (photoIds.length > MAX_DECIDED) throw new RangeError(`at most ${MAX_DECIDED} photos a decision`);
		return this.#scope.write(() => {
			const id = recordDecision(this.#scope, { kind, by, detail });
			let photos = 0;
			for (const photoId of new Set(photoIds)) {
				// Read one by one, because carrying out one may change the next: its twin.
				const photo = this.#photos.byId(photoId);
				const carryOut = photo && plan(photo);
				if (!carryOut) continue;
				recordBefore(this.#scope, id, photoId);
				carryOut(id);
				photos++;
			}
			also(id);
			this.#scope.connection.run('UPDATE decision SET photos = ? WHERE id = ?', photos, id);
			return this.#existing(id);
		});
	}

	#accept(photoId: number, labelId: number): void {
		this.#scope.connection.run(
			"UPDATE photo SET state = 'accepted', reason = NULL, kept = 1, label_id = ? WHERE id = ?",
			labelId,
			photoId,
		);
	}

	#markRemoved(photoId: number): void {
		this.#scope.connection.run(
			"UPDATE photo SET state = 'removed', reason = NULL, kept = 0, removed_at = ? WHERE id = ?",
			this.#scope.now(),
			photoId,
		);
	}

	#remove(decisionId: number, photo: Photo): void {
		this.#markRemoved(photo.id);
		if (this.#arrivals.twins(photo).some(({ labelId }) => labelId !== photo.labelId)) return;
		this.#tombstones.layPhoto(decisionId, photo);
	}

	/** Where the label has the very photo already, that one is kept and this one goes. */
	#relabel(decisionId: number, photo: Photo, labelId: number): void {
		const { source, sourceId } = photo.provenance;
		const there = this.#scope.get(
			z.object({ id: z.number(), state: z.string() }),
			'SELECT id, state FROM photo WHERE label_id = ? AND source = ? AND source_id = ?',
			labelId,
			source,
			sourceId,
		);
		if (there?.state === 'accepted' || there?.state === 'quarantined') {
			recordBefore(this.#scope, decisionId, there.id);
			this.#accept(there.id, labelId);
			this.#markRemoved(photo.id);
			return;
		}
		// An offer that came to nothing there would stand in the way.
		if (there) this.#scope.connection.run('DELETE FROM photo WHERE id = ?', there.id);
		this.#accept(photo.id, labelId);
		this.#scope.connection.run('UPDATE photo SET duplicate_of = NULL WHERE id = ?', photo.id);
	}

	#existing(id: number): Decision {
		const decision = this.#scope.get(
			ROW,
			'SELECT * FROM decision WHERE id = ? AND classifier_id = ?',
			id,
			this.#scope.id,
		);
		if (!decision) throw new UserError('decision-not-found', { id });
		return decision;
	}
}

interface ListOptions {
	/** Ids below this one: the last of the page before. */
	readonly before?: number;
	readonly limit?: number;
	readonly photoId?: number;
}
