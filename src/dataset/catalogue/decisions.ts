import { UserError } from '../../errors.ts';
import type { SourceName } from '../candidate.ts';
import type { Arrivals } from './arrivals.ts';
import type { Decision, DecisionKind } from './decision.ts';
import { recordBefore, recordDecision } from './decision-log.ts';
import type { Fingerprints } from './fingerprints.ts';
import { requireLabel } from './labels.ts';
import type { Photo } from './photo.ts';
import { photoById } from './photo-lookup.ts';
import type { Scope } from './scope.ts';
import type { RowOf } from './tables.ts';
import { countAll } from './tally.ts';
import type { Tombstones } from './tombstones.ts';
import { isUndoable, restoreBefore } from './undo.ts';

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

	constructor(scope: Scope, fingerprints: Fingerprints, tombstones: Tombstones, arrivals: Arrivals) {
		this.#scope = scope;
		this.#fingerprints = fingerprints;
		this.#tombstones = tombstones;
		this.#arrivals = arrivals;
	}

	/**
	 * They are what their label says: accepted, and no rule quarantines them from now on.
	 * @param most accepted photos that there may be with them
	 * @throws {UserError} `photo-quota`
	 */
	async keep(photoIds: readonly number[], by: string, most?: number): Promise<Decision> {
		return this.#decide({ kind: 'keep', photoIds, by, most }, (photo) => {
			if (photo.state === 'removed' || (photo.kept && photo.state === 'accepted')) return undefined;
			return (scope) => accept(scope, photo.id, photo.labelId);
		});
	}

	/**
	 * They go, and the same picture is never fetched again: neither by its id nor by its file or looks. A picture that
	 * lives on under another label stays out of this label only.
	 */
	async remove(photoIds: readonly number[], by: string, reason = ''): Promise<Decision> {
		return this.#remove({ photoIds, by, detail: reason });
	}

	/**
	 * An author wants their photos out: none is taken any more, those that are there go, in several decisions where
	 * they are many. `Photos.erase` then gives up their files.
	 */
	async removeAuthor(source: SourceName, author: string, by: string, reason = ''): Promise<Decision[]> {
		const { rows, id } = this.#scope;
		const photosOfAuthor = rows
			.selectFrom('photo')
			.select('id')
			.where('classifier_id', '=', id)
			.where('source', '=', source)
			.where('author', '=', author)
			.where('state', 'in', ['accepted', 'quarantined'])
			.limit(MAX_DECIDED);
		const decisions: Decision[] = [];
		for (;;) {
			const photoIds = (await photosOfAuthor.execute()).map((photo) => photo.id);
			if (photoIds.length === 0 && decisions.length > 0) return decisions;
			const isFirst = decisions.length === 0;
			const wish = { photoIds, by, detail: reason || `${source}: ${author}` };
			decisions.push(
				await this.#remove(wish, async (scope, decisionId) => {
					if (isFirst) await this.#tombstones.layAuthor(scope, decisionId, source, author);
				}),
			);
		}
	}

	/**
	 * They show another label: moved there, and kept.
	 * @param most accepted photos that there may be with them
	 * @throws {UserError} `label-not-found`, `photo-quota`
	 */
	async relabel(photoIds: readonly number[], labelId: number, by: string, most?: number): Promise<Decision> {
		const detail = async (scope: Scope) => (await requireLabel(scope, labelId)).name;
		return this.#decide({ kind: 'relabel', photoIds, by, detail, most }, (photo) => {
			if (photo.state === 'removed' || photo.labelId === labelId) return undefined;
			return (scope, decisionId) => relabel(scope, decisionId, photo, labelId);
		});
	}

	/** For the trail: a person brought photos in. */
	async recordImport(photos: number, detail: string, by: string): Promise<Decision> {
		return this.#scope.write(async (scope) =>
			existing(scope, await recordDecision(scope, { kind: 'import', by, detail, photos })),
		);
	}

	/**
	 * Makes the photos of a decision what they were before it.
	 * @param most accepted photos that there may be with them
	 * @throws {UserError} `decision-not-found`, `photo-quota`; `decision-not-undoable` when it is undone already, is of a
	 * kind that cannot be, a later decision stands on it, or photos it removed are gone for good
	 */
	async undo(id: number, by: string, most?: number): Promise<Decision> {
		return this.#scope.write(async (scope) => {
			const decision = await existing(scope, id);
			if (!(await isUndoable(scope, decision))) throw new UserError('decision-not-undoable', { id });
			const photos = await withinRoom(scope, most, () => restoreBefore(scope, id));
			const detail = `${decision.kind} ${id}`;
			const undoing = await recordDecision(scope, { kind: 'undo', by, detail, photos });
			await this.#tombstones.lift(scope, id);
			await scope.rows.updateTable('decision').set({ undone_by: undoing }).where('id', '=', id).execute();
			return existing(scope, undoing);
		});
	}

	/** Latest first. */
	async list({ before, limit = 50, photoId }: ListOptions = {}): Promise<Decision[]> {
		let decisions = decisionsOf(this.#scope);
		if (before !== undefined) decisions = decisions.where('id', '<', before);
		if (photoId !== undefined)
			decisions = decisions.where('id', 'in', (of) =>
				of.selectFrom('decision_photo').select('decision_id').where('photo_id', '=', photoId),
			);
		return (await decisions.orderBy('id', 'desc').limit(limit).execute()).map(toDecision);
	}

	async #remove(
		wish: Omit<Wish, 'kind'>,
		also?: (scope: Scope, decisionId: number) => Promise<void>,
	): Promise<Decision> {
		await this.#fingerprints.catchUp(this.#scope);
		const plan = (photo: Photo) => {
			if (photo.state === 'removed') return undefined;
			return async (scope: Scope, decisionId: number) => {
				await markRemoved(scope, photo.id);
				const twins = await this.#arrivals.twins(scope, photo);
				if (twins.some(({ labelId }) => labelId !== photo.labelId)) return;
				await this.#tombstones.layPhoto(scope, decisionId, photo);
			};
		};
		return this.#decide({ ...wish, kind: 'remove' }, plan, also);
	}

	async #decide(
		{ kind, photoIds, by, detail = '', most }: Wish,
		plan: (photo: Photo) => ((scope: Scope, decisionId: number) => Promise<void>) | undefined,
		also?: (scope: Scope, decisionId: number) => Promise<void>,
	): Promise<Decision> {
		if (photoIds.length > MAX_DECIDED) throw new RangeError(`at most ${MAX_DECIDED} photos a decision`);
		return this.#scope.write(async (scope) => {
			const told = typeof detail === 'string' ? detail : await detail(scope);
			const id = await recordDecision(scope, { kind, by, detail: told });
			let photos = 0;
			await withinRoom(scope, most, async () => {
				for (const photoId of new Set(photoIds)) {
					// Read one by one, because carrying out one may change the next: its twin.
					const photo = await photoById(scope, photoId);
					const carryOut = photo && plan(photo);
					if (!carryOut) continue;
					await recordBefore(scope, id, photoId);
					await carryOut(scope, id);
					photos++;
				}
			});
			await also?.(scope, id);
			await scope.rows.updateTable('decision').set({ photos }).where('id', '=', id).execute();
			return existing(scope, id);
		});
	}
}

interface Wish {
	readonly kind: DecisionKind;
	readonly photoIds: readonly number[];
	readonly by: string;
	readonly detail?: string | ((scope: Scope) => Promise<string>);
	readonly most?: number;
}

interface ListOptions {
	/** Ids below this one: the last of the page before. */
	readonly before?: number;
	readonly limit?: number;
	readonly photoId?: number;
}

/**
 * Changes photos of a scope that is being written, unless more than so many were accepted then.
 * @throws {UserError} `photo-quota`
 */
async function withinRoom<Result>(
	scope: Scope,
	most: number | undefined,
	change: () => Promise<Result>,
): Promise<Result> {
	if (most === undefined) return change();
	const now = await countAll(scope, ['accepted']);
	const result = await change();
	const wanted = await countAll(scope, ['accepted']);
	if (wanted > most && wanted > now) throw new UserError('photo-quota', { limit: most, now, wanted });
	return result;
}

async function accept({ rows }: Scope, photoId: number, labelId: number): Promise<void> {
	await rows
		.updateTable('photo')
		.set({ state: 'accepted', reason: null, kept: 1, label_id: labelId })
		.where('id', '=', photoId)
		.execute();
}

async function markRemoved(scope: Scope, photoId: number): Promise<void> {
	await scope.rows
		.updateTable('photo')
		.set({ state: 'removed', reason: null, kept: 0, removed_at: scope.now() })
		.where('id', '=', photoId)
		.execute();
}

/** Where the label has the very photo already, that one is kept and this one goes. */
async function relabel(scope: Scope, decisionId: number, photo: Photo, labelId: number): Promise<void> {
	const { rows } = scope;
	const there = await rows
		.selectFrom('photo')
		.select(['id', 'state'])
		.where('label_id', '=', labelId)
		.where('source', '=', photo.provenance.source)
		.where('source_id', '=', photo.provenance.sourceId)
		.executeTakeFirst();
	if (there?.state === 'accepted' || there?.state === 'quarantined') {
		await recordBefore(scope, decisionId, there.id);
		await accept(scope, there.id, labelId);
		await markRemoved(scope, photo.id);
		return;
	}
	// An offer that came to nothing there would stand in the way.
	if (there) await rows.deleteFrom('photo').where('id', '=', there.id).execute();
	await accept(scope, photo.id, labelId);
	await rows.updateTable('photo').set({ duplicate_of: null }).where('id', '=', photo.id).execute();
}

function decisionsOf({ rows, id }: Scope) {
	return rows.selectFrom('decision').selectAll().where('classifier_id', '=', id);
}

/** @throws {UserError} `decision-not-found` */
async function existing(scope: Scope, id: number): Promise<Decision> {
	const row = await decisionsOf(scope).where('id', '=', id).executeTakeFirst();
	if (!row) throw new UserError('decision-not-found', { id });
	return toDecision(row);
}

function toDecision(row: RowOf<'decision'>): Decision {
	return {
		id: row.id,
		kind: row.kind,
		by: row.decided_by,
		at: new Date(row.decided_at),
		detail: row.detail,
		photos: row.photos,
		...(row.undone_by !== null && { undoneBy: row.undone_by }),
	};
}
