import { z } from 'zod';
import { UserError } from '../../errors.ts';
import type { Fingerprints, Match } from './fingerprints.ts';
import { hashText, PHOTO_ROW, type Photo, type PhotoFile } from './photo.ts';
import type { Quarantine } from './reasons.ts';
import type { Scope } from './scope.ts';
import type { Tombstones } from './tombstones.ts';

/** A photo to be: an entered offer and its file. */
export interface Arrival {
	readonly id: number;
	readonly labelId: number;
	readonly source: string;
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

const LABEL_IS_THERE =
	'NOT EXISTS (SELECT 1 FROM label WHERE label.id = photo.label_id AND label.removed_at IS NOT NULL)';
const LIVE = `state IN ('accepted', 'quarantined') AND ${LABEL_IS_THERE}`;

/**
 * Decides what a photo is among those that are there, and makes it so; inside a transaction.
 * - Removed before, by file or by looks: rejected.
 * - The same file under the same label: rejected.
 * - The same picture under the same label: accepted, in one group with it.
 * - The same picture under another label: both go to quarantine, but for those that a person kept. What a member
 *   taught moves no photo but itself: else anyone could have any photo set aside.
 */
export class Arrivals {
	readonly #scope: Scope;
	readonly #fingerprints: Fingerprints;
	readonly #tombstones: Tombstones;

	constructor(scope: Scope, fingerprints: Fingerprints, tombstones: Tombstones) {
		this.#scope = scope;
		this.#fingerprints = fingerprints;
		this.#tombstones = tombstones;
	}

	settle(arrival: Arrival): ArrivalVerdict {
		const { file } = arrival;
		const matches = this.#fingerprints.near(file.perceptualHash);
		if (
			this.#tombstones.hasFile(file.sha256) ||
			matches.some(({ tombstoneId }) => tombstoneId !== undefined)
		) {
			return { state: 'rejected', reason: 'removed' };
		}
		const here = this.#sameFile(file).find(({ labelId }) => labelId === arrival.labelId);
		if (here) return { state: 'rejected', reason: here.state === 'removed' ? 'removed' : 'duplicate' };

		const twins = this.#twins(file, matches);
		const elsewhere = twins.filter(({ labelId }) => labelId !== arrival.labelId);
		const original = twins.find(({ labelId }) => labelId === arrival.labelId);

		if (arrival.quarantine !== 'taught') this.#quarantine(elsewhere);
		const reason = arrival.kept
			? undefined
			: (arrival.quarantine ?? (elsewhere.length > 0 ? 'other-label' : undefined));
		const group = this.#joinGroups(arrival, twins);
		this.#store(arrival, group, reason, original?.id);
		this.#fingerprints.enter({ photoId: arrival.id }, file.perceptualHash);

		const [photo] = this.#photos('id = ?', arrival.id);
		return reason === undefined ? { state: 'accepted', photo } : { state: 'quarantined', photo, reason };
	}

	/** Live photos of the classifier that show the same picture as this one. */
	twins({ id, file }: Photo): Photo[] {
		return this.#twins(file, this.#fingerprints.near(file.perceptualHash)).filter((twin) => twin.id !== id);
	}

	/** @throws {UserError} `label-not-found` */
	requireLabel(labelId: number): void {
		const label = this.#scope.get(
			z.object({ id: z.number() }),
			'SELECT id FROM label WHERE id = ? AND classifier_id = ? AND removed_at IS NULL',
			labelId,
			this.#scope.id,
		);
		if (!label) throw new UserError('label-not-found', { label: String(labelId) });
	}

	#quarantine(photos: readonly Photo[]): void {
		for (const { id, state, kept } of photos) {
			if (state !== 'accepted' || kept) continue;
			this.#scope.connection.run(
				"UPDATE photo SET state = 'quarantined', reason = 'other-label' WHERE id = ?",
				id,
			);
		}
	}

	/** Its group: all those it connects, made one. A group goes by its oldest photo. */
	#joinGroups({ id, source, series, companion }: Arrival, twins: readonly Photo[]): number {
		const companions = [
			...(series === undefined ? [] : this.#seriesMembers(source, series)),
			...(companion === undefined
				? []
				: this.#photos('id = ? AND classifier_id = ?', companion, this.#scope.id)),
		];
		const groups = new Set([...twins, ...companions].map(({ group }) => group));
		const joined = Math.min(id, ...groups);
		for (const group of groups) {
			if (group === joined) continue;
			this.#scope.connection.run('UPDATE photo SET group_id = ? WHERE group_id = ?', joined, group);
		}
		return joined;
	}

	#store(
		arrival: Arrival,
		group: number,
		reason: Quarantine | undefined,
		duplicateOf: number | undefined,
	): void {
		const { file } = arrival;
		this.#scope.connection.run(
			`UPDATE photo SET state = ?, reason = ?, kept = ?, run_id = NULL, retry_at = NULL, fetched_at = ?,
				sha256 = ?, perceptual_hash = ?, width = ?, height = ?, bytes = ?, original_width = ?, original_height = ?,
				nsfw_score = ?, group_id = ?, duplicate_of = ?
			 WHERE id = ?`,
			reason === undefined ? 'accepted' : 'quarantined',
			reason ?? null,
			arrival.kept ? 1 : 0,
			arrival.fetchedAt,
			file.sha256,
			hashText(file.perceptualHash),
			file.width,
			file.height,
			file.bytes,
			file.originalWidth,
			file.originalHeight,
			arrival.nsfwScore ?? null,
			group,
			duplicateOf ?? null,
			arrival.id,
		);
	}

	/** Same file first, then the nearest. */
	#twins(file: PhotoFile, matches: readonly Match[]): Photo[] {
		const nearIds = matches.flatMap(({ photoId }) => photoId ?? []);
		const near = this.#photos(
			`id IN (SELECT value FROM json_each(?)) AND ${LIVE}`,
			JSON.stringify(nearIds),
		).sort((a, b) => nearIds.indexOf(a.id) - nearIds.indexOf(b.id));
		const same = this.#sameFile(file).filter(({ state }) => state !== 'removed');
		return [...new Map([...same, ...near].map((photo) => [photo.id, photo])).values()];
	}

	#sameFile({ sha256 }: PhotoFile): Photo[] {
		return this.#photos(`classifier_id = ? AND sha256 = ? AND ${LABEL_IS_THERE}`, this.#scope.id, sha256);
	}

	#seriesMembers(source: string, series: string): Photo[] {
		return this.#photos(
			'classifier_id = ? AND source = ? AND series = ? AND group_id IS NOT NULL LIMIT 1',
			this.#scope.id,
			source,
			series,
		);
	}

	#photos(where: string, ...values: (string | number)[]): Photo[] {
		return this.#scope.all(PHOTO_ROW, `SELECT * FROM photo WHERE ${where}`, ...values);
	}
}
