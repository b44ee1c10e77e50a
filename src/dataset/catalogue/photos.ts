import { setImmediate as letOthersRun } from 'node:timers/promises';
import { sql } from 'kysely';
import { UserError } from '../../errors.ts';
import type { Candidate, SourceName } from '../candidate.ts';
import { seededRandom, shuffled } from '../random.ts';
import type { Arrivals } from './arrivals.ts';
import type { Settlement } from './candidate-flow.ts';
import type { Fingerprints } from './fingerprints.ts';
import { requireLabel } from './labels.ts';
import { rejectOffer, takeOver } from './offers.ts';
import { type Photo, type PhotoFile, type PhotoState, toPhotos } from './photo.ts';
import { findPhotos, photoById, photosById } from './photo-lookup.ts';
import type { Quarantine } from './reasons.ts';
import { countOutcome, keepAlive } from './runs.ts';
import { type Scope, scoped } from './scope.ts';
import { countAll } from './tally.ts';
import { countTaught } from './taught.ts';
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
	/** How many photos of a member may be there since a moment, this one included. */
	readonly allowance?: { readonly memberId: string; readonly since: Date; readonly limit: number };
	/** How many photos there may be with it, all that may still be accepted included. */
	readonly most?: number;
}

/** Photos handed over at once: reading a row takes 25 microseconds. */
const PAGE = 200;

/** Photos changed in one transaction: each takes up to 50 microseconds. */
const WRITE_BATCH = 200;

/** What became photos: accepted, in quarantine, or removed by a person. */
export class Photos {
	readonly #scope: Scope;
	readonly #fingerprints: Fingerprints;
	readonly #tombstones: Tombstones;
	readonly #arrivals: Arrivals;

	constructor(scope: Scope, fingerprints: Fingerprints, tombstones: Tombstones, arrivals: Arrivals) {
		this.#scope = scope;
		this.#fingerprints = fingerprints;
		this.#tombstones = tombstones;
		this.#arrivals = arrivals;
	}

	async get(id: number): Promise<Photo | undefined> {
		return photoById(this.#scope, id);
	}

	/** Those of them that are there, in this order. */
	async getAll(ids: readonly number[]): Promise<Photo[]> {
		return photosById(this.#scope, ids);
	}

	/** By what a person would paste: see `findPhotos`. */
	async find(reference: string): Promise<Photo[]> {
		return findPhotos(this.#scope, reference);
	}

	/** In order of discovery, page by page. */
	async list({
		labelId,
		state = 'accepted',
		quarantine,
		after = 0,
		limit = PAGE,
	}: PhotoFilter = {}): Promise<Photo[]> {
		let photos = this.#scope.rows
			.selectFrom('photo')
			.selectAll()
			.where('state', '=', state)
			.where('id', '>', after);
		photos =
			labelId === undefined
				? photos.where('classifier_id', '=', this.#scope.id)
				: photos.where('label_id', '=', labelId).where(this.#scope.owns('photo'));
		if (quarantine !== undefined) photos = photos.where('reason', '=', quarantine);
		return toPhotos(await photos.orderBy('id').limit(limit).execute());
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
		const random = seededRandom(seed);
		const from = Math.floor(random() * 2 ** 32)
			.toString(16)
			.padStart(8, '0');
		// A SHA-256 tells nothing of its photo: those that follow any of them are as if drawn.
		const inOrder = this.#scope.rows
			.selectFrom('photo')
			.selectAll()
			.where('label_id', '=', labelId)
			.where('state', '=', sql.lit('accepted'))
			.where(this.#scope.owns('photo'))
			.orderBy('sha256');
		const drawn = await inOrder.where('sha256', '>=', from).limit(count).execute();
		if (drawn.length < count)
			drawn.push(
				...(await inOrder
					.where('sha256', '<', from)
					.limit(count - drawn.length)
					.execute()),
			);
		return shuffled(toPhotos(drawn), random);
	}

	async count(labelId: number, state: PhotoState = 'accepted'): Promise<number> {
		const [{ count }] = (await countOfLabel(this.#scope, { labelId, state })).rows;
		return count;
	}

	/** Photos in any of these states, over all labels. */
	countAll(...states: PhotoState[]): Promise<number> {
		return countAll(this.#scope, states);
	}

	/** Accepted photos of an author, by the name that a source gives. */
	async countByAuthor(labelId: number, source: SourceName, author: string): Promise<number> {
		const [{ count }] = (await countOfAuthor(this.#scope, { labelId, source, author })).rows;
		return count;
	}

	/** Photos, whatever their label and state, that show the same picture as a hash; nearest first. */
	async near(perceptualHash: bigint): Promise<{ readonly photo: Photo; readonly distance: number }[]> {
		await this.#fingerprints.catchUp(this.#scope);
		const matches = await this.#fingerprints.near(this.#scope, perceptualHash);
		const photos = await this.getAll(matches.flatMap(({ photoId }) => photoId ?? []));
		const distances = new Map(matches.map(({ photoId, distance }) => [photoId, distance]));
		return photos.map((photo) => ({ photo, distance: distances.get(photo.id) as number }));
	}

	/** Puts accepted photos aside, but for those that a person kept; in small steps. Returns how many. */
	async quarantine(ids: readonly number[], reason: Quarantine): Promise<number> {
		let count = 0;
		for (let from = 0; from < ids.length; from += WRITE_BATCH) {
			const { numUpdatedRows } = await this.#scope.write((scope) =>
				scope.rows
					.updateTable('photo')
					.set({ state: 'quarantined', reason })
					.where('id', 'in', ids.slice(from, from + WRITE_BATCH))
					.where('state', '=', 'accepted')
					.where('kept', '=', 0)
					.where(scope.owns('photo'))
					.executeTakeFirst(),
			);
			count += Number(numUpdatedRows);
			await letOthersRun();
		}
		return count;
	}

	/**
	 * Enters a photo whose file is in the photo store already: of a folder, an archive, a teacher. It is subject to
	 * the same rules as one that was crawled; one that its label has already is a `duplicate`.
	 * @throws {UserError} `label-not-found`, `teaching-limit`, `photo-quota`
	 * @throws {RunEnded}
	 */
	async add(
		runId: number,
		labelId: number,
		candidate: Candidate,
		file: PhotoFile,
		{ allowance, most, ...options }: AddOptions = {},
	): Promise<Settlement> {
		await this.#fingerprints.catchUp(this.#scope);
		return this.#scope.write(async (scope) => {
			await keepAlive(scope, runId);
			await requireLabel(scope, labelId);
			// Here, where nobody else enters any: of two who see the last one left, one has it.
			if (allowance && (await countTaught(scope, allowance.memberId, allowance.since)) >= allowance.limit)
				throw new UserError('teaching-limit', { limit: allowance.limit });
			if (most !== undefined) await requireRoom(scope, most);
			const settlement = await this.#enter(scope, labelId, candidate, file, options);
			await countOutcome(scope, runId, {
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
			const { numUpdatedRows } = await this.#scope.write((scope) =>
				scope.rows
					.updateTable('photo')
					.set({ erased_at: scope.now() })
					.where('id', 'in', (of) =>
						of
							.selectFrom('photo')
							.select('id')
							.where('classifier_id', '=', scope.id)
							.where('removed_at', '<', removedBefore.getTime())
							.where('erased_at', 'is', null)
							.limit(WRITE_BATCH),
					)
					.executeTakeFirst(),
			);
			erased = Number(numUpdatedRows);
			count += erased;
			await letOthersRun();
		} while (erased > 0);
		return count;
	}

	async #enter(
		scope: Scope,
		labelId: number,
		candidate: Candidate,
		file: PhotoFile,
		options: AddOptions,
	): Promise<Settlement> {
		if (await this.#tombstones.hasOffer(scope, candidate)) return { state: 'rejected', reason: 'removed' };
		const id = await takeOver(scope, labelId, candidate);
		if (id === undefined) return { state: 'rejected', reason: 'duplicate' };
		const verdict = await this.#arrivals.settle(scope, {
			...options,
			id,
			labelId,
			source: candidate.source,
			series: candidate.series,
			file,
			fetchedAt: options.fetchedAt?.getTime() ?? scope.now(),
		});
		if (verdict.state === 'rejected') await rejectOffer(scope, id, verdict.reason);
		return verdict;
	}
}

const countOfLabel = scoped(({ rows, id }, { labelId, state }: { labelId: number; state: PhotoState }) =>
	rows
		.selectFrom('tally')
		.innerJoin('label', 'label.id', 'label_id')
		.where('label_id', '=', labelId)
		.where('state', '=', state)
		.where('label.classifier_id', '=', id)
		.select(({ fn }) => fn.coalesce(fn.sum<number>('count'), sql.lit(0)).as('count')),
);

type OfAuthor = { labelId: number; source: SourceName; author: string };

const countOfAuthor = scoped(({ rows, id }, { labelId, source, author }: OfAuthor) =>
	rows
		.selectFrom('photo')
		.innerJoin('label', 'label.id', 'label_id')
		.where('label_id', '=', labelId)
		.where('state', '=', 'accepted')
		.where('label.classifier_id', '=', id)
		.where('source', '=', source)
		.where('author', '=', author)
		.select(({ fn }) => fn.countAll<number>().as('count')),
);

async function requireRoom(scope: Scope, most: number): Promise<void> {
	const now = await countAll(scope, ['accepted', 'quarantined', 'downloading']);
	if (now >= most) throw new UserError('photo-quota', { limit: most, now, wanted: now + 1 });
}
