import { prepared } from '../../store/prepared.ts';
import type { SourceName } from '../candidate.ts';
import type { Fingerprints, Match } from './fingerprints.ts';
import { hashText, type Photo, type PhotoFile, toPhotos } from './photo.ts';
import type { Quarantine } from './reasons.ts';
import { type Scope, scoped } from './scope.ts';
import type { CandidateColumns, RowOf, Rows } from './tables.ts';
import type { Tombstones } from './tombstones.ts';

/** A photo to be: an entered offer and its file. */
export interface Arrival {
	readonly id: number;
	readonly labelId: number;
	readonly source: SourceName;
	readonly series?: string;
	readonly file: PhotoFile;
	readonly fetchedAt: number;
	readonly nsfwScore?: number;
	readonly quarantine?: Quarantine;
	readonly kept?: boolean;
	/** A photo whose group it joins in any case. */
	readonly companion?: number;
}

export type ArrivalVerdict =
	| { readonly state: 'accepted'; readonly photo: Photo }
	| { readonly state: 'quarantined'; readonly photo: Photo; readonly reason: Quarantine }
	| { readonly state: 'rejected'; readonly reason: 'duplicate' | 'removed' };

/**
 * Decides what a photo is among those that are there, and makes it so; inside a transaction.
 * - Removed before, by file or by looks: rejected.
 * - The same file under the same label: rejected.
 * - The same picture under the same label: accepted, in one group with it.
 * - The same picture under another label: both go to quarantine, but for those that a person kept. What a member
 *   taught moves no photo but itself: else anyone could have any photo set aside.
 */
export class Arrivals {
	readonly #fingerprints: Fingerprints;
	readonly #tombstones: Tombstones;

	constructor(fingerprints: Fingerprints, tombstones: Tombstones) {
		this.#fingerprints = fingerprints;
		this.#tombstones = tombstones;
	}

	async settle(scope: Scope, arrival: Arrival): Promise<ArrivalVerdict> {
		const { file } = arrival;
		const matches = await this.#fingerprints.near(scope, file.perceptualHash);
		if (
			matches.some(({ tombstoneId }) => tombstoneId !== undefined) ||
			(await this.#tombstones.hasFile(scope, file.sha256))
		) {
			return { state: 'rejected', reason: 'removed' };
		}
		const same = await sameFile(scope, file);
		const here = same.find(({ labelId }) => labelId === arrival.labelId);
		if (here) return { state: 'rejected', reason: here.state === 'removed' ? 'removed' : 'duplicate' };

		const twins = await liveTwins(scope, same, matches);
		const elsewhere = twins.filter(({ labelId }) => labelId !== arrival.labelId);
		const original = twins.find(({ labelId }) => labelId === arrival.labelId);

		if (arrival.quarantine !== 'taught') await quarantine(scope, elsewhere);
		const reason = arrival.kept
			? undefined
			: (arrival.quarantine ?? (elsewhere.length > 0 ? 'other-label' : undefined));
		const group = await joinGroups(scope, arrival, twins);
		const photo = await store(scope, arrival, group, reason, original?.id);
		await this.#fingerprints.enter(scope, { photoId: arrival.id }, file.perceptualHash);
		return reason === undefined ? { state: 'accepted', photo } : { state: 'quarantined', photo, reason };
	}

	/** Live photos of the classifier that show the same picture as this one. */
	async twins(scope: Scope, { id, file }: Photo): Promise<Photo[]> {
		const matches = await this.#fingerprints.near(scope, file.perceptualHash);
		const twins = await liveTwins(scope, await sameFile(scope, file), matches);
		return twins.filter((twin) => twin.id !== id);
	}
}

/** Whose label is not being removed. */
function photosOfLabels({ rows }: Scope) {
	return rows
		.selectFrom('photo')
		.selectAll('photo')
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('label')
						.select('label.id')
						.whereRef('label.id', '=', 'photo.label_id')
						.where('label.removed_at', 'is not', null),
				),
			),
		);
}

async function sameFile(scope: Scope, { sha256 }: PhotoFile): Promise<Photo[]> {
	return toPhotos((await withFile(scope, { sha256 })).rows);
}

const withFile = scoped((scope, { sha256 }: { sha256: string }) =>
	photosOfLabels(scope).where('classifier_id', '=', scope.id).where('sha256', '=', sha256),
);

/** Same file first, then the nearest. */
async function liveTwins(
	scope: Scope,
	sameFile: readonly Photo[],
	matches: readonly Match[],
): Promise<Photo[]> {
	const nearIds = matches.flatMap(({ photoId }) => photoId ?? []);
	const near =
		nearIds.length === 0
			? []
			: toPhotos(await photosOfLabels(scope).where('id', 'in', nearIds).execute()).sort(
					(a, b) => nearIds.indexOf(a.id) - nearIds.indexOf(b.id),
				);
	const live = [...sameFile, ...near].filter(({ state }) => state !== 'removed');
	return [...new Map(live.map((photo) => [photo.id, photo])).values()];
}

async function quarantine({ rows }: Scope, photos: readonly Photo[]): Promise<void> {
	for (const { id, state, kept } of photos) {
		if (state !== 'accepted' || kept) continue;
		await rows
			.updateTable('photo')
			.set({ state: 'quarantined', reason: 'other-label' })
			.where('id', '=', id)
			.execute();
	}
}

/** Its group: all those it connects, made one. A group goes by its oldest photo. */
async function joinGroups(scope: Scope, arrival: Arrival, twins: readonly Photo[]): Promise<number> {
	const groups = new Set([...twins.map(({ group }) => group), ...(await groupsOf(scope, arrival))]);
	const joined = Math.min(arrival.id, ...groups);
	for (const group of groups) {
		if (group === joined) continue;
		await scope.rows.updateTable('photo').set({ group_id: joined }).where('group_id', '=', group).execute();
	}
	return joined;
}

/** Those of its series and of its companion. */
async function groupsOf(scope: Scope, { source, series, companion }: Arrival): Promise<number[]> {
	const found = [
		...(series === undefined ? [] : (await groupOfSeries(scope, { source, series })).rows),
		...(companion === undefined ? [] : (await groupOfPhoto(scope, { id: companion })).rows),
	];
	return found.map(({ group_id }) => group_id);
}

const groupOfSeries = scoped((scope, { source, series }: { source: SourceName; series: string }) =>
	grouped(scope).where('source', '=', source).where('series', '=', series).limit(1),
);

const groupOfPhoto = scoped((scope, { id }: { id: number }) => grouped(scope).where('id', '=', id));

function grouped({ rows, id }: Scope) {
	return rows
		.selectFrom('photo')
		.select('group_id')
		.where('classifier_id', '=', id)
		.where('group_id', 'is not', null)
		.$narrowType<{ group_id: number }>();
}

async function store(
	{ rows }: Scope,
	arrival: Arrival,
	group: number,
	reason: Quarantine | undefined,
	duplicateOf: number | undefined,
): Promise<Photo> {
	const { file } = arrival;
	const { rows: stored } = await setStored(rows, {
		id: arrival.id,
		state: reason === undefined ? 'accepted' : 'quarantined',
		reason: reason ?? null,
		kept: arrival.kept ? 1 : 0,
		fetched_at: arrival.fetchedAt,
		sha256: file.sha256,
		perceptual_hash: hashText(file.perceptualHash),
		width: file.width,
		height: file.height,
		bytes: file.bytes,
		original_width: file.originalWidth,
		original_height: file.originalHeight,
		nsfw_score: arrival.nsfwScore ?? null,
		group_id: group,
		duplicate_of: duplicateOf ?? null,
	});
	return toPhotos(stored)[0];
}

type Stored = Omit<
	RowOf<'photo'>,
	| keyof CandidateColumns
	| 'classifier_id'
	| 'label_id'
	| 'discovered_at'
	| 'tries'
	| 'removed_at'
	| 'erased_at'
	| 'run_id'
	| 'retry_at'
>;

const setStored = prepared((rows: Rows, { id, ...columns }: Stored) =>
	rows
		.updateTable('photo')
		.set({ ...columns, run_id: null, retry_at: null })
		.where('id', '=', id)
		.returningAll(),
);
