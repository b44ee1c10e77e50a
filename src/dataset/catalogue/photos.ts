import { setImmediate as letOthersRun } from 'node:timers/promises';
import { z } from 'zod';
import { type Candidate, SOURCES, type SourceName } from '../candidate.ts';
import { seededRandom, shuffled } from '../random.ts';
import type { Arrivals } from './arrivals.ts';
import type { Settlement } from './candidate-flow.ts';
import type { Fingerprints } from './fingerprints.ts';
import { Offers } from './offers.ts';
import { PHOTO_ROW, PHOTO_STATES, type Photo, type PhotoFile, type PhotoState } from './photo.ts';
import type { Quarantine } from './reasons.ts';
import { countOutcome, keepAlive } from './runs.ts';
import type { Scope } from './scope.ts';
import type { Tombstones } from './tombstones.ts';

export interface PhotoFilter {
	readonly labelId?: number;
	/** Accepted ones, when absent. */
	readonly state?: PhotoState;
	readonly quarantine?: Quarantine;
	/** Ids above this one: the last of the page before. */
	readonly after?: number;
	/** At most this many. */
	readonly limit?: number;
}

export interface AddOptions {
	readonly fetchedAt?: Date;
	readonly nsfwScore?: number;
	readonly quarantine?: Quarantine;
	/** A person says that the label is right. */
	readonly kept?: boolean;
	/** A photo that shows the same picture or is of the same series: both are of one group. */
	readonly companion?: number;
}

/** Photos handed over at once: reading a row takes 25 microseconds. */
const PAGE = 200;

/** Photos changed in one transaction: each takes up to 50 microseconds. */
const WRITE_BATCH = 200;

const MAX_FOUND = 100;

const IDS = z.object({ ids: z.string() });
const COUNT = z.object({ count: z.number() });

/** What became photos: accepted, in quarantine, or removed by a person. */
export class Photos {
	readonly #scope: Scope;
	readonly #fingerprints: Fingerprints;
	readonly #tombstones: Tombstones;
	readonly #arrivals: Arrivals;
	readonly #offers: Offers;

	constructor(scope: Scope, fingerprints: Fingerprints, tombstones: Tombstones, arrivals: Arrivals) {
		this.#scope = scope;
		this.#fingerprints = fingerprints;
		this.#tombstones = tombstones;
		this.#arrivals = arrivals;
		this.#offers = new Offers(scope);
	}

	async get(id: number): Promise<Photo | undefined> {
		return this.byId(id);
	}

	/** Those of them that are there, in this order. */
	async getAll(ids: readonly number[]): Promise<Photo[]> {
		return ids.flatMap((id) => this.byId(id) ?? []);
	}

	/** As `get`; inside a transaction. */
	byId(id: number): Photo | undefined {
		return this.#select('id = ? AND classifier_id = ?', [id, this.#scope.id])[0];
	}

	/** By what a person would paste: `#` and its id, `source:id`, an address, a page, or 8 or more digits of a SHA-256. */
	async find(reference: string): Promise<Photo[]> {
		const scope = this.#scope.id;
		const offer = sourceAndId(reference);
		const found = [
			...(/^#\d{1,15}$/.test(reference) ? [this.byId(Number(reference.slice(1)))] : []),
			...(offer
				? this.#select('classifier_id = ? AND source = ? AND source_id = ?', [
						scope,
						offer.source,
						offer.sourceId,
					])
				: []),
			...(/^[0-9a-f]{8,64}$/.test(reference)
				? this.#select('sha256 >= ? AND sha256 < ? AND +classifier_id = ?', [
						reference,
						`${reference}g`,
						scope,
					])
				: []),
			...this.#select('classifier_id = ? AND page_url = ?', [scope, reference]),
			...this.#select('classifier_id = ? AND url = ?', [scope, reference]),
		];
		return [...new Map(found.flatMap((photo) => (photo ? [[photo.id, photo]] : []))).values()];
	}

	/** In order of discovery, page by page. */
	async list({
		labelId,
		state = 'accepted',
		quarantine,
		after = 0,
		limit = PAGE,
	}: PhotoFilter = {}): Promise<Photo[]> {
		const [where, whose] =
			labelId === undefined
				? ['classifier_id = ?', this.#scope.id]
				: ['label_id = ? AND +classifier_id = ?', labelId];
		return this.#select(
			`${where} AND state = ? AND id > ? AND (? IS NULL OR reason = ?) ORDER BY id`,
			[
				whose,
				...(labelId === undefined ? [] : [this.#scope.id]),
				state,
				after,
				quarantine ?? null,
				quarantine ?? null,
			],
			limit,
		);
	}

	/** All of them, in order of discovery, in small pages that let other work through. */
	async *each(filter: Omit<PhotoFilter, 'after' | 'limit'> = {}): AsyncGenerator<Photo> {
		let after = 0;
		for (;;) {
			const page = await this.list({ ...filter, after });
			yield* page;
			if (page.length < PAGE) return;
			after = page[page.length - 1].id;
			await letOthersRun();
		}
	}

	/** Some accepted photos of a label; the same ones for the same seed. */
	async sample(labelId: number, count: number, seed: number): Promise<Photo[]> {
		const row = this.#scope.get(
			IDS,
			`SELECT json_group_array(id) AS ids FROM (
				SELECT photo.id FROM photo JOIN label ON label.id = label_id
				WHERE label_id = ? AND state = 'accepted' AND label.classifier_id = ? ORDER BY photo.id)`,
			labelId,
			this.#scope.id,
		);
		const ids = z.array(z.number()).parse(JSON.parse(row?.ids ?? '[]'));
		return shuffled(ids, seededRandom(seed))
			.slice(0, count)
			.flatMap((id) => this.byId(id) ?? []);
	}

	async count(labelId: number, state: PhotoState = 'accepted'): Promise<number> {
		const sql =
			'SELECT count(*) AS count FROM photo JOIN label ON label.id = label_id WHERE label_id = ? AND state = ? AND label.classifier_id = ?';
		return this.#scope.get(COUNT, sql, labelId, state, this.#scope.id)?.count ?? 0;
	}

	/** Accepted photos of an author, by the name that a source gives. */
	async countByAuthor(labelId: number, source: SourceName, author: string): Promise<number> {
		const sql = `SELECT count(*) AS count FROM photo JOIN label ON label.id = label_id
			WHERE label_id = ? AND source = ? AND author = ? AND state = 'accepted' AND label.classifier_id = ?`;
		return this.#scope.get(COUNT, sql, labelId, source, author, this.#scope.id)?.count ?? 0;
	}

	/** Photos, whatever their label and state, that show the same picture as a hash; nearest first. */
	async near(perceptualHash: bigint): Promise<{ readonly photo: Photo; readonly distance: number }[]> {
		await this.#fingerprints.catchUp();
		return this.#fingerprints.near(perceptualHash).flatMap(({ photoId, distance }) => {
			const photo = photoId === undefined ? undefined : this.byId(photoId);
			return photo ? [{ photo, distance }] : [];
		});
	}

	/** Puts accepted photos aside, but for those that a person kept; in small steps. Returns how many. */
	async quarantine(ids: readonly number[], reason: Quarantine): Promise<number> {
		let count = 0;
		for (let from = 0; from < ids.length; from += WRITE_BATCH) {
			count += await this.#scope.write(() =>
				this.#scope.connection.run(
					`UPDATE photo SET state = 'quarantined', reason = ?
					 WHERE id IN (SELECT value FROM json_each(?)) AND state = 'accepted' AND kept = 0 AND +classifier_id = ?`,
					reason,
					JSON.stringify(ids.slice(from, from + WRITE_BATCH)),
					this.#scope.id,
				),
			);
			await letOthersRun();
		}
		return count;
	}

	async setNsfwScore(id: number, score: number): Promise<void> {
		await this.#scope.write(() =>
			this.#scope.connection.run(
				'UPDATE photo SET nsfw_score = ? WHERE id = ? AND classifier_id = ?',
				score,
				id,
				this.#scope.id,
			),
		);
	}

	/**
	 * Enters a photo whose file is in the photo store already: of a folder, an archive, a teacher. It is subject to
	 * the same rules as one that was crawled; one that its label has already is a `duplicate`.
	 * @throws {UserError} `label-not-found`
	 * @throws {RunEnded}
	 */
	async add(
		runId: number,
		labelId: number,
		candidate: Candidate,
		file: PhotoFile,
		options: AddOptions = {},
	): Promise<Settlement> {
		await this.#fingerprints.catchUp();
		return this.#scope.write(() => {
			keepAlive(this.#scope, runId);
			this.#arrivals.requireLabel(labelId);
			const settlement = this.#enter(labelId, candidate, file, options);
			countOutcome(this.#scope, runId, {
				labelId,
				source: candidate.source,
				outcome: settlement.state,
				reason: 'reason' in settlement ? settlement.reason : undefined,
			});
			return settlement;
		});
	}

	/**
	 * Gives up the files of photos that were removed before a moment, in small steps: their removal can no longer be
	 * undone, and `Catalogue.needsFile` says no. Returns how many.
	 */
	async erase(removedBefore: Date): Promise<number> {
		let count = 0;
		let erased: number;
		do {
			erased = await this.#scope.write(() =>
				this.#scope.connection.run(
					`UPDATE photo SET erased_at = ? WHERE id IN (
						SELECT id FROM photo WHERE classifier_id = ? AND removed_at < ? AND erased_at IS NULL LIMIT ?)`,
					this.#scope.now(),
					this.#scope.id,
					removedBefore.getTime(),
					WRITE_BATCH,
				),
			);
			count += erased;
			await letOthersRun();
		} while (erased > 0);
		return count;
	}

	#enter(labelId: number, candidate: Candidate, file: PhotoFile, options: AddOptions): Settlement {
		if (this.#tombstones.hasOffer(candidate)) return { state: 'rejected', reason: 'removed' };
		const id = this.#offers.takeOver(labelId, candidate);
		if (id === undefined) return { state: 'rejected', reason: 'duplicate' };
		const verdict = this.#arrivals.settle({
			...options,
			id,
			labelId,
			source: candidate.source,
			series: candidate.series,
			file,
			fetchedAt: options.fetchedAt?.getTime() ?? this.#scope.now(),
		});
		if (verdict.state === 'rejected') this.#offers.reject(id, verdict.reason);
		return verdict;
	}

	#select(where: string, values: (string | number | null)[], limit = MAX_FOUND): Photo[] {
		return this.#scope.all(
			PHOTO_ROW,
			`SELECT * FROM (SELECT * FROM photo WHERE ${where} LIMIT ?) WHERE state IN (${STATES})`,
			...values,
			limit,
		);
	}
}

const STATES = PHOTO_STATES.map((state) => `'${state}'`).join(', ');

/** `flickr:5369`, as reports name photos. */
function sourceAndId(reference: string): { source: SourceName; sourceId: string } | undefined {
	const colon = reference.indexOf(':');
	const source = SOURCES.find((name) => name === reference.slice(0, colon));
	return source && { source, sourceId: reference.slice(colon + 1) };
}
