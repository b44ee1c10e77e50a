import { z } from 'zod';
import { PHOTO_ISSUES, type PhotoIssue } from '../doctor/issue.ts';
import { PHOTO_ROW, type Photo } from './photo.ts';
import type { Quarantine } from './reasons.ts';
import type { Scope } from './scope.ts';

/** What the doctor holds against one photo. */
export interface NewFinding {
	readonly photoId: number;
	readonly issue: PhotoIssue;
	/** How bad: 0 to 1. */
	readonly score: number;
	/** The label it probably shows. */
	readonly suggestedLabelId?: number;
	/** The training left the photo out because of it. */
	readonly excluded: boolean;
}

export interface Finding extends NewFinding {
	readonly foundAt: Date;
}

/** How much an answer about a photo would teach. */
export interface LessonValue {
	readonly photoId: number;
	/** 0 to 1. */
	readonly value: number;
}

/** A photo that waits for a person's answer, with what is known against it. */
export interface ReviewItem {
	readonly photo: Photo;
	readonly value: number;
	/** Worst first. */
	readonly findings: readonly Finding[];
}

/** Lessons kept: more than people answer between two trainings. */
const MAX_LESSONS = 2_000;

/**
 * What an answer about a photo in quarantine would teach, which no training has judged: of a picture under two labels
 * it settles two photos, one too bold for the filter is rarely worth the look. One that a member gave comes before all:
 * somebody waits for the answer.
 */
const QUARANTINE_VALUES: Readonly<Record<Quarantine, number>> = {
	'other-label': 0.9,
	doubtful: 0.8,
	taught: Number.POSITIVE_INFINITY,
	nsfw: 0.3,
};

const FINDING_ROW = z
	.object({
		photo_id: z.number(),
		issue: z.enum(PHOTO_ISSUES),
		score: z.number(),
		suggested_label_id: z.number().nullable(),
		excluded: z.number(),
		found_at: z.number(),
	})
	.transform(
		(row): Finding => ({
			photoId: row.photo_id,
			issue: row.issue,
			score: row.score,
			...(row.suggested_label_id !== null && { suggestedLabelId: row.suggested_label_id }),
			excluded: row.excluded === 1,
			foundAt: new Date(row.found_at),
		}),
	);

const COUNT_ROW = z.object({ issue: z.enum(PHOTO_ISSUES), count: z.number(), excluded: z.number() });

const VALUE_ROW = z.object({ photo_id: z.number(), value: z.number() });

/** No one has answered for it yet, and there is something to answer. */
const IS_OPEN = "photo.state IN ('accepted', 'quarantined') AND photo.kept = 0";

/** What the latest training found wrong, and which answers would teach most. What a person answered is done with. */
export class Findings {
	readonly #scope: Scope;

	constructor(scope: Scope) {
		this.#scope = scope;
	}

	/**
	 * One training's result replaces the last one's, all or nothing; photos that are gone by now are passed over. A
	 * thousand findings take some ten milliseconds.
	 */
	async replace(findings: readonly NewFinding[], values: readonly LessonValue[]): Promise<void> {
		const lessons = values.toSorted((a, b) => b.value - a.value).slice(0, MAX_LESSONS);
		await this.#scope.write(() => {
			const { connection, id: classifier } = this.#scope;
			connection.run('DELETE FROM finding WHERE classifier_id = ?', classifier);
			connection.run('DELETE FROM lesson_value WHERE classifier_id = ?', classifier);
			for (const { photoId, issue, score, suggestedLabelId, excluded } of findings) {
				connection.run(
					`INSERT OR REPLACE INTO finding
						(classifier_id, photo_id, issue, score, suggested_label_id, excluded, found_at)
					 SELECT classifier_id, id, ?, ?, ?, ?, ? FROM photo WHERE id = ? AND classifier_id = ?`,
					issue,
					score,
					suggestedLabelId ?? null,
					excluded ? 1 : 0,
					this.#scope.now(),
					photoId,
					classifier,
				);
			}
			for (const { photoId, value } of lessons) {
				connection.run(
					`INSERT OR REPLACE INTO lesson_value (photo_id, classifier_id, value)
					 SELECT id, classifier_id, ? FROM photo WHERE id = ? AND classifier_id = ?`,
					value,
					photoId,
					classifier,
				);
			}
		});
	}

	/** Worst first. */
	async list({
		issue,
		limit = 50,
	}: {
		readonly issue?: PhotoIssue;
		readonly limit?: number;
	} = {}): Promise<Finding[]> {
		return this.#scope.all(
			FINDING_ROW,
			`SELECT finding.* FROM finding JOIN photo ON photo.id = photo_id
			 WHERE finding.classifier_id = ? AND ${IS_OPEN} AND (? IS NULL OR issue = ?)
			 ORDER BY score DESC, photo_id LIMIT ?`,
			this.#scope.id,
			issue ?? null,
			issue ?? null,
			limit,
		);
	}

	/** What is held against one photo, worst first. */
	async of(photoId: number): Promise<Finding[]> {
		return this.#scope.all(
			FINDING_ROW,
			'SELECT * FROM finding WHERE photo_id = ? AND classifier_id = ? ORDER BY score DESC, issue',
			photoId,
			this.#scope.id,
		);
	}

	/** Photos by issue, and how many of them the training left out. */
	async counts(): Promise<z.infer<typeof COUNT_ROW>[]> {
		return this.#scope.all(
			COUNT_ROW,
			`SELECT issue, count(*) AS count, sum(excluded) AS excluded FROM finding JOIN photo ON photo.id = photo_id
			 WHERE finding.classifier_id = ? AND ${IS_OPEN} GROUP BY issue ORDER BY count DESC, issue`,
			this.#scope.id,
		);
	}

	/**
	 * Photos whose answer would teach most, first: those in quarantine and those with a lesson value, but none that a
	 * person kept, and only one of a group, since an answer about one tells about the others.
	 */
	async reviewQueue(limit: number): Promise<ReviewItem[]> {
		const candidates = [...this.#quarantined(limit), ...this.#lessons(limit)].sort((a, b) =>
			b.value === a.value ? a.photo.id - b.photo.id : b.value - a.value,
		);
		const seen = new Set<number>();
		const chosen = candidates
			.filter(({ photo: { group } }) => !seen.has(group) && seen.add(group))
			.slice(0, limit);
		const items: ReviewItem[] = [];
		for (const { photo, value } of chosen) items.push({ photo, value, findings: await this.of(photo.id) });
		return items;
	}

	#lessons(limit: number): Valued[] {
		const rows = this.#scope.all(
			VALUE_ROW,
			`SELECT photo_id, value FROM lesson_value JOIN photo ON photo.id = photo_id
			 WHERE lesson_value.classifier_id = ? AND photo.state = 'accepted' AND photo.kept = 0
			 ORDER BY value DESC, photo_id LIMIT ?`,
			this.#scope.id,
			limit * MEMBERS_READ,
		);
		const photos = this.#photosById(rows.map(({ photo_id }) => photo_id));
		return rows.flatMap(({ photo_id, value }) => {
			const photo = photos.get(photo_id);
			return photo ? [{ photo, value }] : [];
		});
	}

	#quarantined(limit: number): Valued[] {
		return Object.entries(QUARANTINE_VALUES).flatMap(([reason, value]) =>
			this.#scope
				.all(
					PHOTO_ROW,
					`SELECT * FROM photo WHERE classifier_id = ? AND state = 'quarantined' AND reason = ? AND kept = 0
					 ORDER BY id LIMIT ?`,
					this.#scope.id,
					reason,
					limit * MEMBERS_READ,
				)
				.map((photo) => ({ photo, value })),
		);
	}

	#photosById(ids: readonly number[]): Map<number, Photo> {
		const photos = this.#scope.all(
			PHOTO_ROW,
			'SELECT * FROM photo WHERE id IN (SELECT value FROM json_each(?))',
			JSON.stringify(ids),
		);
		return new Map(photos.map((photo) => [photo.id, photo]));
	}
}

interface Valued {
	readonly photo: Photo;
	readonly value: number;
}

/** Photos read for each one wanted, since several may be of one group. */
const MEMBERS_READ = 4;
