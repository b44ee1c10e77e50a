import { sql } from 'kysely';
import type { PhotoIssue } from '../doctor/issue.ts';
import type { Photo } from './photo.ts';
import { photosById } from './photo-lookup.ts';
import type { Quarantine } from './reasons.ts';
import type { Scope } from './scope.ts';
import type { RowOf } from './tables.ts';

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

/** Photos asked after in one query. */
const PHOTOS_ASKED = 200;

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

interface IssueCount {
	readonly issue: PhotoIssue;
	readonly count: number;
	readonly excluded: number;
}

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
		await this.#scope.write(async (scope) => {
			for (const table of ['finding', 'lesson_value'] as const)
				await scope.rows.deleteFrom(table).where('classifier_id', '=', scope.id).execute();
			const there = await photosThere(scope, [...findings, ...lessons]);
			for (const finding of findings) if (there.has(finding.photoId)) await enterFinding(scope, finding);
			for (const lesson of lessons) if (there.has(lesson.photoId)) await enterLesson(scope, lesson);
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
		const open = this.#open().selectAll('finding');
		const found = await (issue === undefined ? open : open.where('issue', '=', issue))
			.orderBy('score', 'desc')
			.orderBy('photo_id')
			.limit(limit)
			.execute();
		return found.map(toFinding);
	}

	/** What is held against one photo, worst first. */
	async of(photoId: number): Promise<Finding[]> {
		return this.#ofAll([photoId]);
	}

	async #ofAll(photoIds: readonly number[]): Promise<Finding[]> {
		if (photoIds.length === 0) return [];
		const found = await this.#scope.rows
			.selectFrom('finding')
			.selectAll()
			.where('photo_id', 'in', photoIds)
			.where(this.#scope.owns('finding'))
			.orderBy('photo_id')
			.orderBy('issue')
			.execute();
		return found.map(toFinding).sort((a, b) => b.score - a.score);
	}

	/** Photos by issue, and how many of them the training left out. */
	async counts(): Promise<IssueCount[]> {
		return this.#open()
			.groupBy('issue')
			.select('issue')
			.select(({ fn }) => [fn.countAll<number>().as('count'), fn.sum<number>('excluded').as('excluded')])
			.orderBy('count', 'desc')
			.orderBy('issue')
			.execute();
	}

	/**
	 * Photos whose answer would teach most, first: those in quarantine and those with a lesson value, but none that a
	 * person kept, and only one of a group, since an answer about one tells about the others.
	 */
	async reviewQueue(limit: number): Promise<ReviewItem[]> {
		const candidates = [...(await this.#quarantined(limit)), ...(await this.#lessons(limit))].sort((a, b) =>
			b.value === a.value ? a.id - b.id : b.value - a.value,
		);
		const seen = new Set<number | null>();
		const chosen = candidates.filter(({ group }) => !seen.has(group) && seen.add(group)).slice(0, limit);
		const ids = chosen.map(({ id }) => id);
		const values = new Map(chosen.map(({ id, value }) => [id, value]));
		const findings = await this.#ofAll(ids);
		return (await photosById(this.#scope, ids)).map((photo) => ({
			photo,
			value: values.get(photo.id) as number,
			findings: findings.filter(({ photoId }) => photoId === photo.id),
		}));
	}

	/** No one has answered for their photo yet, and there is something to answer. */
	#open() {
		return this.#scope.rows
			.selectFrom('finding')
			.innerJoin('photo', 'photo.id', 'photo_id')
			.where('finding.classifier_id', '=', this.#scope.id)
			.where('photo.state', 'in', ['accepted', 'quarantined'])
			.where('photo.kept', '=', 0);
	}

	async #lessons(limit: number): Promise<Valued[]> {
		return this.#scope.rows
			.selectFrom('lesson_value')
			.innerJoin('photo', 'photo.id', 'photo_id')
			.select(['photo.id', 'group_id as group', 'value'])
			.where('lesson_value.classifier_id', '=', this.#scope.id)
			.where('photo.state', '=', 'accepted')
			.where('photo.kept', '=', 0)
			.orderBy('value', 'desc')
			.orderBy('photo_id')
			.limit(limit * MEMBERS_READ)
			.execute();
	}

	async #quarantined(limit: number): Promise<Valued[]> {
		const valued: Valued[] = [];
		for (const [reason, value] of Object.entries(QUARANTINE_VALUES) as [Quarantine, number][]) {
			const photos = await this.#scope.rows
				.selectFrom('photo')
				.select(['id', 'group_id as group'])
				.where('classifier_id', '=', this.#scope.id)
				.where('state', '=', sql.lit('quarantined'))
				.where('kept', '=', sql.lit(0))
				.where('reason', '=', reason)
				.orderBy('id')
				.limit(limit * MEMBERS_READ)
				.execute();
			valued.push(...photos.map((photo) => ({ ...photo, value })));
		}
		return valued;
	}
}

interface Valued {
	readonly id: number;
	readonly group: number | null;
	readonly value: number;
}

/** Photos read for each one wanted, since several may be of one group. */
const MEMBERS_READ = 4;

/** Those of the photos that are the classifier's. */
async function photosThere(
	scope: Scope,
	about: readonly { readonly photoId: number }[],
): Promise<ReadonlySet<number>> {
	const wanted = [...new Set(about.map(({ photoId }) => photoId))];
	const there = new Set<number>();
	for (let from = 0; from < wanted.length; from += PHOTOS_ASKED) {
		const found = await scope.rows
			.selectFrom('photo')
			.select('id')
			.where('id', 'in', wanted.slice(from, from + PHOTOS_ASKED))
			.where(scope.owns('photo'))
			.execute();
		for (const photo of found) there.add(photo.id);
	}
	return there;
}

async function enterFinding(
	scope: Scope,
	{ photoId, issue, score, suggestedLabelId, excluded }: NewFinding,
): Promise<void> {
	const finding = {
		score,
		suggested_label_id: suggestedLabelId ?? null,
		excluded: excluded ? 1 : 0,
		found_at: scope.now(),
	};
	await scope.rows
		.insertInto('finding')
		.values({ photo_id: photoId, classifier_id: scope.id, issue, ...finding })
		.onConflict((conflict) => conflict.columns(['photo_id', 'issue']).doUpdateSet(finding))
		.execute();
}

async function enterLesson({ rows, id }: Scope, { photoId, value }: LessonValue): Promise<void> {
	await rows
		.insertInto('lesson_value')
		.values({ photo_id: photoId, classifier_id: id, value })
		.onConflict((conflict) => conflict.column('photo_id').doUpdateSet({ value }))
		.execute();
}

function toFinding(row: RowOf<'finding'>): Finding {
	return {
		photoId: row.photo_id,
		issue: row.issue,
		score: row.score,
		...(row.suggested_label_id !== null && { suggestedLabelId: row.suggested_label_id }),
		excluded: row.excluded === 1,
		foundAt: new Date(row.found_at),
	};
}
